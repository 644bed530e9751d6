#pragma once

#include <ditto/config.hpp>
#include <ditto/define/rejected.hpp>
#include <ditto/graph/operations.hpp>

#include <cstddef>
#include <tuple>
#include <utility>

namespace ditto {

/// N components: a displacement, or whatever adds. Numbers and traced scalars alike.
template <class T, std::size_t N>
struct vec {
    T elements[N];
    constexpr T& operator[](std::size_t i) { return elements[i]; }
    constexpr const T& operator[](std::size_t i) const { return elements[i]; }
    constexpr T* begin() { return elements; }
    constexpr T* end() { return elements + N; }
    constexpr const T* begin() const { return elements; }
    constexpr const T* end() const { return elements + N; }
};
template <class T, class... More>
vec(T, More...) -> vec<std::common_type_t<T, More...>, 1 + sizeof...(More)>;

/// A place with N coordinates. Places are affine: their differences are vectors, and they do not add.
template <class T, std::size_t N>
struct point {
    T elements[N];
    constexpr T& operator[](std::size_t i) { return elements[i]; }
    constexpr const T& operator[](std::size_t i) const { return elements[i]; }
    constexpr T* begin() { return elements; }
    constexpr T* end() { return elements + N; }
    constexpr const T* begin() const { return elements; }
    constexpr const T* end() const { return elements + N; }
};
template <class T, class... More>
point(T, More...) -> point<std::common_type_t<T, More...>, 1 + sizeof...(More)>;

/// The place that coordinates count from: `p - origin` is the vector of p's coordinates, `origin + v` the place that has
/// the coordinates v.
struct origin_type {};
inline constexpr origin_type origin{};

template <std::size_t I, class T, std::size_t N>
constexpr const T& get(const vec<T, N>& v) {
    return v.elements[I];
}
template <std::size_t I, class T, std::size_t N>
constexpr T& get(vec<T, N>& v) {
    return v.elements[I];
}
template <std::size_t I, class T, std::size_t N>
constexpr T get(vec<T, N>&& v) {
    return v.elements[I];
}
template <std::size_t I, class T, std::size_t N>
constexpr const T& get(const point<T, N>& p) {
    return p.elements[I];
}
template <std::size_t I, class T, std::size_t N>
constexpr T& get(point<T, N>& p) {
    return p.elements[I];
}
template <std::size_t I, class T, std::size_t N>
constexpr T get(point<T, N>&& p) {
    return p.elements[I];
}

namespace detail {
// f(i) for every component, as a vector or point.
template <template <class, std::size_t> class Result, std::size_t N, class F>
constexpr auto componentwise(F f) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return Result<decltype(f(std::size_t{0})), N>{{f(I)...}};
    }(std::make_index_sequence<N>{});
}
}  // namespace detail

template <class T, class U, std::size_t N>
constexpr auto operator+(const vec<T, N>& a, const vec<U, N>& b) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return a[i] + b[i]; });
}
template <class T, class U, std::size_t N>
constexpr auto operator-(const vec<T, N>& a, const vec<U, N>& b) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return a[i] - b[i]; });
}
template <class T, std::size_t N>
constexpr auto operator-(const vec<T, N>& a) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return -a[i]; });
}
template <class T, class U, std::size_t N>
    requires(traced<U> || number<U>)
constexpr auto operator*(const vec<T, N>& a, const U& s) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return a[i] * s; });
}
template <class T, class U, std::size_t N>
    requires(traced<U> || number<U>)
constexpr auto operator*(const U& s, const vec<T, N>& a) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return s * a[i]; });
}
template <class T, class U, std::size_t N>
    requires(traced<U> || number<U>)
constexpr auto operator/(const vec<T, N>& a, const U& s) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return a[i] / s; });
}

template <class T, class U, std::size_t N>
constexpr auto operator-(const point<T, N>& a, const point<U, N>& b) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return a[i] - b[i]; });
}
template <class T, std::size_t N>
constexpr vec<T, N> operator-(const point<T, N>& a, origin_type) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return a[i]; });
}
template <class T, std::size_t N>
constexpr auto operator-(origin_type, const point<T, N>& a) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return -a[i]; });
}
template <class T, std::size_t N>
constexpr point<T, N> operator+(origin_type, const vec<T, N>& b) {
    return detail::componentwise<point, N>([&](std::size_t i) { return b[i]; });
}
template <class T, class U, std::size_t N>
constexpr auto operator+(const point<T, N>& a, const vec<U, N>& b) {
    return detail::componentwise<point, N>([&](std::size_t i) { return a[i] + b[i]; });
}
template <class T, class U, std::size_t N>
constexpr auto operator-(const point<T, N>& a, const vec<U, N>& b) {
    return detail::componentwise<point, N>([&](std::size_t i) { return a[i] - b[i]; });
}
template <class T, class U, std::size_t N>
constexpr auto operator+(const vec<T, N>& a, const point<U, N>& b) {
    return b + a;
}
template <class T, class U, std::size_t N>
constexpr auto operator+(const point<T, N>& a, const point<U, N>&) {
    static_assert(sizeof(U) == 0, "a point plus a point has no meaning: subtract points, or add a vector to a point");
    return a - origin;
}

/// a · b
template <class T, class U, std::size_t N>
constexpr auto dot(const vec<T, N>& a, const vec<U, N>& b) {
    auto sum = a[0] * b[0];
    for (std::size_t i = 1; i < N; ++i) sum = sum + a[i] * b[i];
    return sum;
}
/// |v|², without the root.
template <class T, std::size_t N>
constexpr auto squared_norm(const vec<T, N>& v) {
    return dot(v, v);
}
/// |v|. Its derivative at 0 is chosen to be 0.
template <class T, std::size_t N>
constexpr auto norm(const vec<T, N>& v) {
    using std::sqrt;
    return sqrt(dot(v, v));
}
/// The third component of a × b: the area they span, signed counter-clockwise.
template <class T, class U>
constexpr auto cross(const vec<T, 2>& a, const vec<U, 2>& b) {
    return a[0] * b[1] - a[1] * b[0];
}
/// a × b
template <class T, class U>
constexpr auto cross(const vec<T, 3>& a, const vec<U, 3>& b) {
    using R = decltype(a[1] * b[2] - a[2] * b[1]);
    return vec<R, 3>{{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}};
}

}  // namespace ditto

template <class T, std::size_t N>
struct std::tuple_size<ditto::vec<T, N>> : std::integral_constant<std::size_t, N> {};
template <std::size_t I, class T, std::size_t N>
struct std::tuple_element<I, ditto::vec<T, N>> {
    using type = T;
};
template <class T, std::size_t N>
struct std::tuple_size<ditto::point<T, N>> : std::integral_constant<std::size_t, N> {};
template <std::size_t I, class T, std::size_t N>
struct std::tuple_element<I, ditto::point<T, N>> {
    using type = T;
};
