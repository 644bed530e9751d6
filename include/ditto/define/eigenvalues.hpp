#pragma once

#include <ditto/define/matrix.hpp>

namespace ditto {

namespace detail {
// Two terms of the discriminant below for the off-diagonal entry h of the rows with diagonals a and b. The others are f in the
// row of b and g in the row of a; c is the third diagonal. Diagonals come as differences: a - b, b - c, c - a.
template <class T>
constexpr auto discriminant_term(const T& ab, const T& bc, const T& ca, const T& f, const T& g, const T& h) {
    const auto u = h * (g * g - f * f) - f * g * ab;
    const auto v = h * (2.0 * (h * h + ca * bc) - f * f - g * g) + (ca - bc) * f * g;
    return 15.0 * (u * u) + v * v;
}
}  // namespace detail

/// The eigenvalues of a symmetric matrix in ascending order, from its diagonal and what is above it: the trigonometric
/// solution of the characteristic polynomial, with q = tr A / 3, p = sqrt(J₂/3) and J₂ the second invariant of A - q I,
///
///   λ = q + 2 p cos(φ + 2πk/3),   tan 3φ = sqrt(D / 27) / J₃
///
/// where J₃ is the determinant of B = (A - q I) / p, and the discriminant D = 108 - 27 J₃² of B is summed as seven
/// squares (Kummer, J. reine angew. Math. 26, 1843), so that close eigenvalues stay apart: errors are of the order of the
/// largest eigenvalue's rounding. Where two eigenvalues are equal, each of them takes the derivative of their mean; where all three
/// are, of the mean of all. p is between 1e-150 and 1e150, in single precision 1e-18 and 1e18, or 0.
template <class T>
constexpr auto symmetric_eigenvalues(const mat<T, 3, 3>& m) {
    using std::atan2;
    using std::cos;
    using std::sin;
    using std::sqrt;
    const auto square = [](const auto& x) { return x * x; };
    const auto q = (m[0][0] + m[1][1] + m[2][2]) / 3.0;
    const auto about_mean = square(m[0][0] - q) + square(m[1][1] - q) + square(m[2][2] - q);
    const auto off_diagonal = square(m[1][2]) + square(m[0][2]) + square(m[0][1]);
    const auto p = sqrt((0.5 * about_mean + off_diagonal) / 3.0);

    const auto scale = reciprocal_or_zero(p);
    const auto x = (m[0][0] - q) * scale, y = (m[1][1] - q) * scale, z = (m[2][2] - q) * scale;
    const auto f = m[1][2] * scale, g = m[0][2] * scale, h = m[0][1] * scale;
    const auto ff = f * f, gg = g * g, hh = h * h;
    const auto j3 = x * y * z + 2.0 * (f * g * h) - x * ff - y * gg - z * hh;
    const auto ab = (m[0][0] - m[1][1]) * scale, bc = (m[1][1] - m[2][2]) * scale, ca = (m[2][2] - m[0][0]) * scale;
    const auto d = ab * bc * ca + ab * hh + bc * ff + ca * gg;
    const auto discriminant = d * d + detail::discriminant_term(ab, bc, ca, f, g, h) +
                              detail::discriminant_term(bc, ca, ab, g, h, f) +
                              detail::discriminant_term(ca, ab, bc, h, f, g);
    constexpr double root3 = 1.7320508075688772935;
    const auto angle = atan2(sqrt(discriminant), 3.0 * root3 * j3) / 3.0;
    const auto along = p * cos(angle), across = root3 * p * sin(angle);
    return vec{q - along - across, q - along + across, q + 2.0 * along};
}

}  // namespace ditto
