#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace ditto {

/// What one residual adds to the cost.
struct residual_cost {
    residual_handle residual;
    std::size_t index = 0;  ///< of the residual, in order of adding
    std::size_t row = 0;    ///< its first in r and J
    double cost = 0;        ///< ½‖r‖², weighted, and by its loss where it has one; the value of an energy
};

/// The residuals that add most to the cost, most first, `limit` of them; those that are not finite before all others.
template <class Scalar>
std::vector<residual_cost> residuals_by_cost(basic_problem<Scalar>& of, std::size_t limit = 10) {
    (void)of.state();
    const detail::problem_storage<Scalar>& storage = of.storage();
    detail::aligned_vector<Scalar> scratch(storage.scratch), alone;
    std::vector<residual_cost> all;
    all.reserve(of.residual_count());
    for (const auto& in : storage.residuals.blocks()) {
        const std::size_t lanes = in.shape().lanes, rows = in.shape().rows;
        detail::contribution<Scalar> contributed(in, storage.losses);
        alone.assign(rows * lanes, Scalar(0));
        detail::sweep(in, storage.variables.state().data(), false, std::span<Scalar>(scratch),
                      [&](std::size_t first, std::size_t count, const Scalar* out) {
                          for (std::size_t i = 0; i < count; ++i) {
                              for (std::size_t k = 0; k < rows; ++k)
                                  alone[k * lanes] = out[(i / lanes * rows + k) * lanes + i % lanes];
                              const auto& slot = storage.residuals[in.slots[first + i]];
                              all.push_back({{}, slot.order, static_cast<std::size_t>(in.rows[first + i]),
                                             static_cast<double>(contributed.cost(first + i, 1, alone.data()))});
                          }
                      });
    }
    const auto rank = [](double cost) { return std::isfinite(cost) ? cost : std::numeric_limits<double>::infinity(); };
    const auto last = all.begin() + static_cast<std::ptrdiff_t>(std::min(limit, all.size()));
    std::partial_sort(all.begin(), last, all.end(), [&](const residual_cost& a, const residual_cost& b) {
        return rank(a.cost) != rank(b.cost) ? rank(a.cost) > rank(b.cost) : a.index < b.index;
    });
    all.erase(last, all.end());
    for (residual_cost& r : all) r.residual = of.residual(r.index);
    return all;
}

}  // namespace ditto
