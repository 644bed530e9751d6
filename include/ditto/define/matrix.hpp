#pragma once

#include <ditto/define/vector.hpp>

namespace ditto {

/// R rows of C entries, which share a type and so a dimension: `mat{vec{a, b}, vec{c, d}}`, `m[row][column]`. Numbers and
/// traced scalars alike.
template <class T, std::size_t R, std::size_t C>
struct mat {
    vec<T, C> rows[R];
    constexpr vec<T, C>& operator[](std::size_t row) { return rows[row]; }
    constexpr const vec<T, C>& operator[](std::size_t row) const { return rows[row]; }
};
template <class T, std::size_t C, class... More>
mat(vec<T, C>, vec<More, C>...) -> mat<std::common_type_t<T, More...>, 1 + sizeof...(More), C>;

template <std::size_t I, class T, std::size_t R, std::size_t C>
constexpr const vec<T, C>& get(const mat<T, R, C>& m) {
    return m.rows[I];
}
template <std::size_t I, class T, std::size_t R, std::size_t C>
constexpr vec<T, C>& get(mat<T, R, C>& m) {
    return m.rows[I];
}
template <std::size_t I, class T, std::size_t R, std::size_t C>
constexpr vec<T, C> get(mat<T, R, C>&& m) {
    return m.rows[I];
}

namespace detail {
// f(row, column) for every entry.
template <std::size_t R, std::size_t C, class F>
constexpr auto entrywise(F f) {
    mat<std::remove_cvref_t<decltype(f(std::size_t{0}, std::size_t{0}))>, R, C> result{};
    for (std::size_t i = 0; i < R; ++i)
        for (std::size_t j = 0; j < C; ++j) result[i][j] = f(i, j);
    return result;
}
}  // namespace detail

/// Ones on the diagonal.
template <std::size_t N>
inline constexpr mat<double, N, N> identity_matrix =
    detail::entrywise<N, N>([](std::size_t i, std::size_t j) { return i == j ? 1.0 : 0.0; });

template <class T, class U, std::size_t R, std::size_t C>
constexpr auto operator+(const mat<T, R, C>& a, const mat<U, R, C>& b) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return a[i][j] + b[i][j]; });
}
template <class T, class U, std::size_t R, std::size_t C>
constexpr auto operator-(const mat<T, R, C>& a, const mat<U, R, C>& b) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return a[i][j] - b[i][j]; });
}
template <class T, std::size_t R, std::size_t C>
constexpr auto operator-(const mat<T, R, C>& a) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return -a[i][j]; });
}
template <class T, class U, std::size_t R, std::size_t C>
    requires(traced<U> || number<U>)
constexpr auto operator*(const mat<T, R, C>& a, const U& s) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return a[i][j] * s; });
}
template <class T, class U, std::size_t R, std::size_t C>
    requires(traced<U> || number<U>)
constexpr auto operator*(const U& s, const mat<T, R, C>& a) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return s * a[i][j]; });
}
template <class T, class U, std::size_t R, std::size_t C>
    requires(traced<U> || number<U>)
constexpr auto operator/(const mat<T, R, C>& a, const U& s) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return a[i][j] / s; });
}

template <class T, std::size_t R, std::size_t C>
constexpr mat<T, C, R> transpose(const mat<T, R, C>& m) {
    return detail::entrywise<C, R>([&](std::size_t i, std::size_t j) { return m[j][i]; });
}

template <class T, class U, std::size_t R, std::size_t C>
constexpr auto operator*(const mat<T, R, C>& m, const vec<U, C>& v) {
    return detail::componentwise<vec, R>([&](std::size_t i) { return dot(m[i], v); });
}
template <class T, class U, std::size_t R, std::size_t K, std::size_t C>
constexpr auto operator*(const mat<T, R, K>& a, const mat<U, K, C>& b) {
    const mat<U, C, K> columns = transpose(b);
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return dot(a[i], columns[j]); });
}

/// a bᵀ
template <class T, class U, std::size_t R, std::size_t C>
constexpr auto outer_product(const vec<T, R>& a, const vec<U, C>& b) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return a[i] * b[j]; });
}

template <class T, std::size_t N>
constexpr auto trace(const mat<T, N, N>& m) {
    auto total = m[0][0];
    for (std::size_t i = 1; i < N; ++i) total = total + m[i][i];
    return total;
}

template <class T>
constexpr auto determinant(const mat<T, 2, 2>& m) {
    return cross(m[0], m[1]);
}
template <class T>
constexpr auto determinant(const mat<T, 3, 3>& m) {
    return dot(m[0], cross(m[1], m[2]));
}

/// The inverse, as the adjugate times 1 / determinant: one division. Of a singular matrix neither it nor its derivatives are
/// finite; near one, digits are lost as the determinant loses them.
template <class T>
constexpr auto inverse(const mat<T, 2, 2>& m) {
    return mat{vec{m[1][1], -m[0][1]}, vec{-m[1][0], m[0][0]}} * (1.0 / determinant(m));
}
template <class T>
constexpr auto inverse(const mat<T, 3, 3>& m) {
    const auto first = cross(m[1], m[2]);
    const auto columns = mat{first, cross(m[2], m[0]), cross(m[0], m[1])};
    return transpose(columns) * (1.0 / dot(m[0], first));
}

}  // namespace ditto

template <class T, std::size_t R, std::size_t C>
struct std::tuple_size<ditto::mat<T, R, C>> : std::integral_constant<std::size_t, R> {};
template <std::size_t I, class T, std::size_t R, std::size_t C>
struct std::tuple_element<I, ditto::mat<T, R, C>> {
    using type = ditto::vec<T, C>;
};
