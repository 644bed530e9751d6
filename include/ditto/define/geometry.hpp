#pragma once

#include <ditto/define/vector.hpp>

namespace ditto {

/// |q - p|, of two places or two vectors. Its derivative where they coincide is chosen to be 0.
template <class P, class Q>
    requires requires(const P& p, const Q& q) { norm(q - p); }
constexpr auto distance(const P& p, const Q& q) {
    return norm(q - p);
}

/// v / |v|. The zero vector stays zero, and the derivatives there are chosen to be 0.
template <class T, std::size_t N>
constexpr auto normalise(const vec<T, N>& v) {
    return v * reciprocal_or_zero(norm(v));
}

/// The part of v that is parallel to `onto`, whose length does not matter: v - project(v, onto) is perpendicular to it. Where
/// `onto` is 0 it is 0, and so are the derivatives.
template <class T, class U, std::size_t N>
constexpr auto project(const vec<T, N>& v, const vec<U, N>& onto) {
    return onto * (dot(v, onto) * reciprocal_or_zero(squared_norm(onto)));
}

/// v turned by a right angle, counter-clockwise.
template <class T>
constexpr vec<T, 2> perpendicular(const vec<T, 2>& v) {
    return {{-v[1], v[0]}};
}

/// The angle from 0 to π between two vectors of any length: atan2(|a × b|, a · b), exact near 0 and π too, where an arc
/// cosine loses half the digits. The derivatives at 0 and π are chosen to be 0. In the plane, atan2(cross(a, b), dot(a, b))
/// is the angle from a to b with its sign, and smooth at 0.
template <class T, class U, std::size_t N>
    requires(N == 2 || N == 3)
constexpr auto angle_between(const vec<T, N>& a, const vec<U, N>& b) {
    using std::abs;
    using std::atan2;
    if constexpr (N == 2) return atan2(abs(cross(a, b)), dot(a, b));
    else return atan2(norm(cross(a, b)), dot(a, b));
}

}  // namespace ditto
