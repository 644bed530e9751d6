#pragma once

#include "bundle_scene.hpp"

#include <array>
#include <cmath>

/// The reprojection as one writes it without ditto. With R the rotation, p = R X + t, and g the derivative of a row by p,
///
///   d row / dX = Rᵀ g      d row / dt = g      d row / dw = a q - b (w × q) + c w (w · q),   q = R X × g
///
/// where a = sin|w| / |w|, b = (1 - cos|w|) / |w|², c = (1 - a) / |w|²: the transposed left Jacobian of the rotation.
namespace by_hand {

using triple = std::array<double, 3>;
inline triple cross(const triple& a, const triple& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
inline double dot(const triple& a, const triple& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
inline triple combine(double p, const triple& a, double q, const triple& b, double r, const triple& c) {
    return {p * a[0] + q * b[0] + r * c[0], p * a[1] + q * b[1] + r * c[1], p * a[2] + q * b[2] + r * c[2]};
}

struct reprojection {
    static constexpr const auto& definition = ::reprojection;
    static void linearize(const std::array<const double*, 2>& in, const std::array<double, 2>& seen, double* out) {
        const double* const camera = in[0];
        const triple w{camera[0], camera[1], camera[2]}, X{in[1][0], in[1][1], in[1][2]};
        const double focal = camera[6], k1 = camera[7], k2 = camera[8];

        const double square = dot(w, w) + 1e-36, half = 0.5 * std::sqrt(square);
        const double sine = std::sin(half), cosine = std::cos(half), inverse = 1 / square;
        const double a = sine * cosine / half, b = 2 * sine * sine * inverse, c = (1 - a) * inverse;
        const double cos_angle = 1 - 2 * sine * sine;
        const triple turned = combine(cos_angle, X, a, cross(w, X), b * dot(w, X), w);

        const double inverse_z = -1 / (turned[2] + camera[5]);
        const double u = (turned[0] + camera[3]) * inverse_z, v = (turned[1] + camera[4]) * inverse_z;
        const double r2 = u * u + v * v, distortion = 1 + r2 * (k1 + k2 * r2), scale = focal * distortion;
        const double slope = 2 * focal * (k1 + 2 * k2 * r2);  // d scale / d u = slope u
        const triple by_u{scale + slope * u * u, slope * u * v, 0}, by_v{slope * u * v, scale + slope * v * v, 0};

        out[0] = scale * u - seen[0];
        out[1] = scale * v - seen[1];
        for (std::size_t row = 0; row < 2; ++row) {
            const triple& d = row == 0 ? by_u : by_v;
            const triple g{d[0] * inverse_z, d[1] * inverse_z, (d[0] * u + d[1] * v) * inverse_z};
            const double image = row == 0 ? u : v;
            const triple q = cross(turned, g);
            const triple by_w = combine(a, q, -b, cross(w, q), c * dot(w, q), w);
            const triple by_X = combine(cos_angle, g, -a, cross(w, g), b * dot(w, g), w);
            double* const to = out + 2 + 12 * row;
            for (std::size_t k = 0; k < 3; ++k) to[k] = by_w[k], to[3 + k] = g[k], to[9 + k] = by_X[k];
            to[6] = distortion * image;
            to[7] = focal * r2 * image;
            to[8] = to[7] * r2;
        }
    }
};

}  // namespace by_hand
