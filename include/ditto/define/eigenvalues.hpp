#pragma once

#include <ditto/define/matrix.hpp>

namespace ditto {

namespace detail {
// Two terms of the discriminant below for the off-diagonal entry h of the rows with diagonals a and b. The others are f in the
// row of b and g in the row of a; c is the third diagonal.
template <class T>
constexpr auto discriminant_term(const T& a, const T& b, const T& c, const T& f, const T& g, const T& h) {
    const auto u = h * (g * g - f * f) + f * g * (b - a);
    const auto v = h * (2.0 * (h * h - (c - a) * (c - b)) - f * f - g * g) + (2.0 * c - a - b) * f * g;
    return 15.0 * (u * u) + v * v;
}
}  // namespace detail

/// The eigenvalues of a symmetric matrix in ascending order, from its diagonal and what is above it: the trigonometric
/// solution of the characteristic polynomial, with q = tr A / 3 and J₂, J₃ the invariants of B = A - q I,
///
///   λ = q + 2 sqrt(J₂/3) cos(φ + 2πk/3),   tan 3φ = sqrt(D / 27) / J₃
///
/// where the discriminant D = 4 J₂³ - 27 J₃² is summed as seven squares (Kummer, J. reine angew. Math. 26, 1843), so that
/// close eigenvalues stay apart: errors are of the order of the largest eigenvalue's rounding. Where two eigenvalues are
/// equal, each of them takes the derivative of their mean; where all three are, of the mean of all.
template <class T>
constexpr auto symmetric_eigenvalues(const mat<T, 3, 3>& m) {
    using std::atan2;
    using std::cos;
    using std::sin;
    using std::sqrt;
    const auto &a = m[0][0], &b = m[1][1], &c = m[2][2], &f = m[1][2], &g = m[0][2], &h = m[0][1];
    const auto q = (a + b + c) / 3.0;
    const auto x = a - q, y = b - q, z = c - q;
    const auto ff = f * f, gg = g * g, hh = h * h;
    const auto j2 = 0.5 * (x * x + y * y + z * z) + (ff + gg + hh);
    const auto j3 = x * y * z + 2.0 * (f * g * h) - x * ff - y * gg - z * hh;
    const auto d = (a - b) * (b - c) * (c - a) + (a - b) * hh + (b - c) * ff + (c - a) * gg;
    const auto discriminant = d * d + detail::discriminant_term(a, b, c, f, g, h) +
                              detail::discriminant_term(b, c, a, g, h, f) + detail::discriminant_term(c, a, b, h, f, g);
    constexpr double root3 = 1.7320508075688772935;
    const auto angle = atan2(sqrt(discriminant), 3.0 * root3 * j3) / 3.0;
    const auto p = sqrt(j2 / 3.0);
    const auto along = p * cos(angle), across = root3 * p * sin(angle);
    return vec{q - along - across, q - along + across, q + 2.0 * along};
}

}  // namespace ditto
