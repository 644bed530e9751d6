#pragma once

#include "derivatives.hpp"

#include <cmath>

/// Rotations in extended precision, by other formulas than ditto's: power series, which know no singular point.
namespace test {

/// sin(t) / t for `first` = 1, (1 - cos(t)) / t² for 2, as a series in u = t².
inline real sine_series(real u, int first) {
    real term = 1, sum = 0;
    for (int k = 2; k <= first; ++k) term /= k;
    for (int n = first; n < first + 120; n += 2) {
        sum += term;
        term *= -u / (static_cast<real>(n + 1) * (n + 2));
    }
    return sum;
}

template <class T>
std::array<T, 3> crossed(const std::array<T, 3>& a, const std::array<T, 3>& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
inline real square(const std::array<real, 3>& w) { return w[0] * w[0] + w[1] * w[1] + w[2] * w[2]; }

/// x + sinc w × x + cosc w × (w × x)
inline std::array<real, 3> rotated(const std::array<real, 3>& w, const std::array<real, 3>& x) {
    const auto once = crossed(w, x), twice = crossed(w, once);
    const real a = sine_series(square(w), 1), b = sine_series(square(w), 2);
    return {x[0] + a * once[0] + b * twice[0], x[1] + a * once[1] + b * twice[1], x[2] + a * once[2] + b * twice[2]};
}

/// (cos(t/2), sin(t/2) w / t)
inline std::array<real, 4> quaternion_of(const std::array<real, 3>& w) {
    const real quarter = square(w) / 4, s = sine_series(quarter, 1) / 2;
    return {1 - quarter * sine_series(quarter, 2), s * w[0], s * w[1], s * w[2]};
}

/// A rotation vector of the angle, about an axis that points nowhere in particular.
inline std::array<double, 3> about_some_axis(double angle) { return {angle * 2 / 7, angle * 3 / 7, -angle * 6 / 7}; }

}  // namespace test
