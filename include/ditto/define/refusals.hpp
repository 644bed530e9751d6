#pragma once

#include <ditto/define/vector.hpp>

/// What has no meaning for points and vectors, refused in words that say what to write instead. A point that is scaled
/// or negated depends on where the origin lies.
namespace ditto {

template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator*(const point<T, N>& p, const S&) {
    static_assert(sizeof(S) == 0, "a point times a number has no meaning: scale vectors, q + 0.5 * (p - q)");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator*(const S&, const point<T, N>& p) {
    static_assert(sizeof(S) == 0, "a number times a point has no meaning: scale vectors, q + 0.5 * (p - q)");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator/(const point<T, N>& p, const S&) {
    static_assert(sizeof(S) == 0, "a point over a number has no meaning: divide vectors, q + (p - q) / 2");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator+(const point<T, N>& p, const S&) {
    static_assert(sizeof(S) == 0, "a point moves by a vector, not by a number: p + ditto::vec{x, y}");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator-(const point<T, N>& p, const S&) {
    static_assert(sizeof(S) == 0, "a point moves by a vector, not by a number: p - ditto::vec{x, y}");
    return p;
}
template <class T, std::size_t N>
constexpr auto operator-(const point<T, N>& p) {
    static_assert(sizeof(T) == 0, "a point has no opposite: negate vectors, -(p - q) or -(p - origin)");
    return p;
}
template <class T, class U, std::size_t N>
constexpr auto operator-(const vec<T, N>& v, const point<U, N>&) {
    static_assert(sizeof(T) == 0, "a vector minus a point has no meaning: subtract points, or a vector from a point");
    return v;
}
template <class T, std::size_t N>
constexpr auto norm(const point<T, N>& p) {
    static_assert(sizeof(T) == 0, "a point has no norm: write norm(p - q), or norm(p - origin)");
    return p[0];
}
template <class T, std::size_t N>
constexpr auto squared_norm(const point<T, N>& p) {
    static_assert(sizeof(T) == 0, "a point has no norm: write squared_norm(p - q), or squared_norm(p - origin)");
    return p[0];
}
template <class T, class U, std::size_t N>
constexpr auto dot(const point<T, N>& p, const point<U, N>&) {
    static_assert(sizeof(T) == 0, "a dot product is of vectors: write dot(p - a, q - a)");
    return p[0];
}

template <class T, class U, std::size_t N>
constexpr auto operator*(const vec<T, N>& v, const vec<U, N>&) {
    static_assert(sizeof(T) == 0, "vectors have two products: write dot(a, b) or cross(a, b)");
    return v;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator+(const vec<T, N>& v, const S&) {
    static_assert(sizeof(S) == 0, "a vector plus a number has no meaning: add a vector, v + ditto::vec{s, s}");
    return v;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator-(const vec<T, N>& v, const S&) {
    static_assert(sizeof(S) == 0, "a vector minus a number has no meaning: subtract a vector, v - ditto::vec{s, s}");
    return v;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator+(const S&, const point<T, N>& p) {
    static_assert(sizeof(S) == 0, "a point moves by a vector, not by a number: p + ditto::vec{x, y}");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator-(const S&, const point<T, N>& p) {
    static_assert(sizeof(S) == 0, "a number minus a point has no meaning: subtract points, or a vector from a point");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator/(const S&, const point<T, N>& p) {
    static_assert(sizeof(S) == 0, "a number over a point has no meaning: divide by a component or by a distance");
    return p;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator+(const S&, const vec<T, N>& v) {
    static_assert(sizeof(S) == 0, "a number plus a vector has no meaning: add a vector, ditto::vec{s, s} + v");
    return v;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator-(const S&, const vec<T, N>& v) {
    static_assert(sizeof(S) == 0,
                  "a number minus a vector has no meaning: subtract from a vector, ditto::vec{s, s} - v");
    return v;
}
template <class T, class S, std::size_t N>
    requires(traced<S> || number<S>)
constexpr auto operator/(const S&, const vec<T, N>& v) {
    static_assert(sizeof(S) == 0, "a number over a vector has no meaning: divide by a component or by the norm");
    return v;
}
template <class T, class U, std::size_t N, std::size_t M>
constexpr auto operator/(const vec<T, N>& v, const vec<U, M>&) {
    static_assert(sizeof(T) == 0, "a vector over a vector has no meaning: divide by a component or by the norm");
    return v;
}

// Different sizes.
template <class T, class U, std::size_t N, std::size_t M>
    requires(N != M)
constexpr auto operator+(const vec<T, N>& a, const vec<U, M>&) {
    static_assert(N == M, "vectors and points of different sizes neither add nor subtract: pick the components");
    return a;
}
template <class T, class U, std::size_t N, std::size_t M>
    requires(N != M)
constexpr auto operator-(const vec<T, N>& a, const vec<U, M>&) {
    static_assert(N == M, "vectors and points of different sizes neither add nor subtract: pick the components");
    return a;
}
template <class T, class U, std::size_t N, std::size_t M>
    requires(N != M)
constexpr auto operator-(const point<T, N>& a, const point<U, M>&) {
    static_assert(N == M, "vectors and points of different sizes neither add nor subtract: pick the components");
    return a;
}
template <class T, class U, std::size_t N, std::size_t M>
    requires(N != M)
constexpr auto operator+(const point<T, N>& a, const vec<U, M>&) {
    static_assert(N == M, "vectors and points of different sizes neither add nor subtract: pick the components");
    return a;
}
template <class T, class U, std::size_t N, std::size_t M>
    requires(N != M)
constexpr auto operator-(const point<T, N>& a, const vec<U, M>&) {
    static_assert(N == M, "vectors and points of different sizes neither add nor subtract: pick the components");
    return a;
}
template <class T, class U, std::size_t N, std::size_t M>
    requires(N != M)
constexpr auto operator+(const vec<T, N>& a, const point<U, M>&) {
    static_assert(N == M, "vectors and points of different sizes neither add nor subtract: pick the components");
    return a;
}

}  // namespace ditto
