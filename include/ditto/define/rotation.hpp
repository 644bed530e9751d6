#pragma once

#include <ditto/define/matrix.hpp>

namespace ditto {

namespace detail {
// |v| for a vector whose components are of order 1, but never 0: sqrt(|v|² + δ²) with δ = 1e-8. Even functions of it,
// such as sin(x) / x, change by δ² / 6 at most, which is no digit of theirs, and have the derivatives of what they
// approximate, at 0 and near it, without a branch: the first exactly, the second to some 1e-8.
template <class T>
constexpr auto smooth_norm(const vec<T, 3>& v) {
    using std::sqrt;
    return sqrt(dot(v, v) + 1e-16);
}
}  // namespace detail

/// x rotated by the angle |w| (radians) about the axis w / |w|: Rodrigues' formula in half-angle form,
///
///   R x = x + w × (a x + b w × x),   h = |w| / 2
///   a = sinc(h) cos(h) = sin|w| / |w|,   b = sinc(h)² / 2 = (1 - cos|w|) / |w|²
///
/// which does not cancel at small angles. Value and derivatives are those of the rotation at w = 0 too.
template <class T, class U>
constexpr auto rotate_angle_axis(const vec<T, 3>& w, const vec<U, 3>& x) {
    using std::cos;
    using std::sin;
    const auto angle = detail::smooth_norm(w);
    const auto half_sinc = sin(0.5 * angle) / angle;
    const auto sinc = 2.0 * half_sinc;
    const auto a = sinc * cos(0.5 * angle);
    const auto b = sinc * half_sinc;
    return x + cross(w, a * x + b * cross(w, x));
}
/// A place turns about the origin.
template <class T, class U>
constexpr auto rotate_angle_axis(const vec<T, 3>& w, const point<U, 3>& x) {
    return origin + rotate_angle_axis(w, x - origin);
}

/// The rotation of the plane by an angle in radians, counter-clockwise.
template <class Angle>
    requires(traced<Angle> || number<Angle>)
constexpr auto rotation_matrix(const Angle& angle) {
    using std::cos;
    using std::sin;
    const auto c = cos(angle);
    const auto s = sin(angle);
    return mat{vec{c, -s}, vec{s, c}};
}

/// v rotated by an angle in radians, counter-clockwise. Rotations by one angle share its sine and cosine.
template <class Angle, class T>
    requires(traced<Angle> || number<Angle>)
constexpr auto rotate(const Angle& angle, const vec<T, 2>& v) {
    return rotation_matrix(angle) * v;
}
template <class Angle, class T>
    requires(traced<Angle> || number<Angle>)
constexpr auto rotate(const Angle& angle, const point<T, 2>& p) {
    return origin + rotate(angle, p - origin);
}

}  // namespace ditto
