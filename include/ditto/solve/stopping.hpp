#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/quadratic_model.hpp>
#include <ditto/solve/termination.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace ditto::detail {

struct verdict {
    termination why;
    const char* message;
};

/// When a point, or a step, is the last: tolerances as options name them, never finer than the scalar type can resolve.
template <class Scalar>
class stopping {
public:
    template <class Options>
    stopping(const Options& options, Scalar initial_cost)
        : gradient_(resolvable(options.gradient_tolerance)),
          step_(resolvable(options.step_tolerance)),
          function_(resolvable(options.function_tolerance)),
          zero_(std::numeric_limits<Scalar>::epsilon() * std::min(Scalar(1), std::sqrt(2 * initial_cost))) {}

    /// Tests the point itself: no residual left, or none of it that a column of J can reach.
    std::optional<verdict> at(const quadratic_model<Scalar>& model) const {
        if (std::sqrt(2 * model.cost()) <= std::max(4 * model.residual_noise(), zero_))
            return verdict{termination::zero_residual, "the residual is zero to working precision"};
        if (model.gradient_cosine() <= gradient_)
            return verdict{termination::gradient_tolerance, "the gradient is zero to the tolerance asked for"};
        return std::nullopt;
    }

    /// A step from a point of that cost; lengths are scaled.
    struct step {
        Scalar cost, change, predicted, length, point;
        bool accepted;
    };
    std::optional<verdict> after(const step& s) const {
        const Scalar least = function_ * s.cost;
        if (std::abs(s.change) <= least && std::abs(s.predicted) <= least)
            return verdict{termination::function_tolerance, "the cost changes no more than the tolerance asked for"};
        if (s.accepted && s.length <= step_ * s.point)
            return verdict{termination::step_tolerance, "the step is as small as the tolerance asked for"};
        return std::nullopt;
    }

private:
    static Scalar resolvable(double tolerance) {
        return std::max(static_cast<Scalar>(tolerance), 4 * std::numeric_limits<Scalar>::epsilon());
    }

    Scalar gradient_, step_, function_, zero_;
};

}  // namespace ditto::detail
