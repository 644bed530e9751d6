#pragma once

#include <ditto/define/vector.hpp>

namespace ditto {

/// `x` rotated by the angle |w| (radians) about the axis w / |w|: Rodrigues' formula in half-angle form,
///
///   R x = x + w × (a x + b w × x),   a = sinc(h) cos(h) = sin|w| / |w|,   b = sinc(h)² / 2 = (1 - cos|w|) / |w|²,   h = |w| / 2
///
/// which does not cancel at small angles. The 1e-36 under the root changes no digit of the result and makes value and first
/// derivative exact at w = 0, without a branch.
template <class T, class Rotated>
    requires requires(const Rotated& x) { x[2]; }
constexpr auto rotate_angle_axis(const vec<T, 3>& w, const Rotated& place) {
    using std::cos;
    using std::sin;
    using std::sqrt;
    const vec<std::remove_cvref_t<decltype(place[0])>, 3> x{{place[0], place[1], place[2]}};
    const auto angle = sqrt(dot(w, w) + 1e-36);
    const auto half_sinc = sin(0.5 * angle) / angle;
    const auto sinc = 2.0 * half_sinc;
    const auto a = sinc * cos(0.5 * angle);
    const auto b = sinc * half_sinc;
    return x + cross(w, a * x + b * cross(w, x));
}

}  // namespace ditto
