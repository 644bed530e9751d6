#pragma once

#include <ditto/define/geometry.hpp>
#include <ditto/define/quaternion.hpp>

/// Places where vectors belong, and matrices that do not fit, refused in words that say what to write instead.
namespace ditto {

template <class T, class U, std::size_t N>
constexpr auto cross(const point<T, N>& p, const point<U, N>&) {
    static_assert(sizeof(T) == 0, "a cross product is of vectors: write cross(p - a, q - a)");
    return p[0];
}
template <class T, std::size_t N>
constexpr auto normalise(const point<T, N>& p) {
    static_assert(sizeof(T) == 0, "a point has no direction: write normalise(p - q), or normalise(p - origin)");
    return p;
}
template <class T, class U, std::size_t N>
constexpr auto angle_between(const point<T, N>& p, const point<U, N>&) {
    static_assert(sizeof(T) == 0, "an angle is between vectors: write angle_between(p - a, q - a)");
    return p[0];
}
template <traced T>
constexpr T norm(const T& a) {
    static_assert(sizeof(T) == 0, "a number has no norm: write abs(x)");
    return a;
}
template <class T, class U>
constexpr auto operator*(const quaternion<T>&, const vec<U, 3>& v) {
    static_assert(sizeof(T) == 0, "a quaternion turns a vector by rotate(q, v)");
    return v;
}
template <class T, class U>
constexpr auto operator*(const quaternion<T>&, const point<U, 3>& p) {
    static_assert(sizeof(T) == 0, "a quaternion turns a place by rotate(q, p)");
    return p;
}
template <std::floating_point T, traced A>
constexpr T& operator+=(T& sum, const A&) {
    static_assert(sizeof(A) == 0, "a double holds no symbol: start from the first term, or write sum(terms)");
    return sum;
}
template <class T, class U, std::size_t R, std::size_t C, std::size_t N>
constexpr auto operator*(const mat<T, R, C>&, const point<U, N>& p) {
    static_assert(sizeof(T) == 0, "a matrix maps vectors: write q + m * (p - q), or origin + m * (p - origin)");
    return p;
}
template <class T, class U, std::size_t R, std::size_t C, std::size_t N>
    requires(C != N)
constexpr auto operator*(const mat<T, R, C>&, const vec<U, N>& v) {
    static_assert(C == N, "a matrix maps vectors that have a component for each of its columns");
    return v;
}
template <class T, class U, std::size_t R, std::size_t C, std::size_t K, std::size_t L>
    requires(C != K)
constexpr auto operator*(const mat<T, R, C>& a, const mat<U, K, L>&) {
    static_assert(C == K, "a product of matrices needs as many rows on its right as columns on its left");
    return a;
}

}  // namespace ditto
