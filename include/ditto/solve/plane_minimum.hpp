#pragma once

#include <ditto/config.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace ditto::detail {

/// A symmetric matrix and a vector of two dimensions: the model cᵀy + ½ yᵀBy.
template <class Scalar>
struct plane_model {
    Scalar b11, b12, b22, c1, c2;
};

/// Where the model, B positive semidefinite, is least within ‖y‖ ≤ radius: (B + λI) y = −c, λ ≥ 0, λ (radius − ‖y‖) = 0
/// (Moré & Sorensen, "Computing a trust region step", 1983, lemma 2.1). ‖y(λ)‖ decreases in λ and is at most ‖c‖/λ, which
/// bounds the search for λ.
template <class Scalar>
std::array<Scalar, 2> plane_minimum(const plane_model<Scalar>& m, Scalar radius) {
    const Scalar half = (m.b11 - m.b22) / 2, mean = (m.b11 + m.b22) / 2;
    const Scalar root = std::hypot(half, m.b12);
    const Scalar least = std::max(mean - root, Scalar(0)), most = mean + root;
    // Eigenvector of the larger eigenvalue, from the longer of the two columns of B - least I.
    Scalar u = half + root, v = m.b12;
    if (half < 0) u = m.b12, v = root - half;
    const Scalar length = std::hypot(u, v);
    if (length > 0) u /= length, v /= length;
    else u = 1, v = 0;
    const Scalar along = u * m.c1 + v * m.c2, across = -v * m.c1 + u * m.c2;  // c by eigenvectors
    const auto at = [&](Scalar lambda) {
        const auto part = [&](Scalar c, Scalar by) { return c == 0 ? Scalar(0) : -c / by; };
        return std::array{part(along, most + lambda), part(across, least + lambda)};
    };
    std::array<Scalar, 2> y = at(0);
    if (const Scalar free = std::hypot(y[0], y[1]); !(free <= radius)) {
        Scalar low = 0, high = std::hypot(m.c1, m.c2) / radius;
        for (int i = 0; i < std::numeric_limits<Scalar>::digits + 64; ++i) {
            const Scalar middle = low > 0 && high > 4 * low ? std::sqrt(low) * std::sqrt(high) : low + (high - low) / 2;
            if (middle == low || middle == high) break;
            y = at(middle);
            (std::hypot(y[0], y[1]) > radius ? low : high) = middle;
        }
        y = at(high);
    }
    return {u * y[0] - v * y[1], v * y[0] + u * y[1]};
}

}  // namespace ditto::detail
