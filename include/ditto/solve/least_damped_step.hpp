#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/quadratic_model.hpp>

#include <algorithm>
#include <limits>

namespace ditto::detail {

/// The Gauss-Newton step of a model, damped no less than `damping`, and no more than needed where H is singular: a step along
/// a direction that H says nothing of is then as good as none, as of the least-norm solution. Updates `damping` to what was
/// needed; false where nothing helped.
template <class Scalar>
bool solve_least_damped(quadratic_model<Scalar>& model, Scalar& damping) {
    constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    for (; damping < 1 / epsilon; damping = std::max(10 * damping, 16 * epsilon))
        if (model.solve(damping) && model.step().allFinite()) return true;
    return false;
}

}  // namespace ditto::detail
