#pragma once

namespace ditto {

/// Why a solve ended.
enum class termination {
    gradient_tolerance,   ///< every column of J is orthogonal to r, or the gradient vanishes, as far as asked
    step_tolerance,       ///< the last step no longer moved the point
    function_tolerance,   ///< the last step no longer changed the cost, and none was predicted
    zero_residual,        ///< ‖r‖ is what rounding the point alone would cause
    nothing_to_solve,     ///< no free variable, or no residual
    iteration_limit,      ///< max_iterations were done
    stopped_by_callback,  ///< the callback asked to stop
    no_progress,          ///< no step decreased the cost, however short
    non_finite_start,     ///< a residual or derivative is not finite at the start
    diverged              ///< an update rule led to where the cost or a derivative is not finite
};

/// Whether the point is a solution, as far as the tolerances tell.
constexpr bool is_convergence(termination t) { return t <= termination::nothing_to_solve; }

constexpr const char* to_string(termination t) {
    switch (t) {
        case termination::gradient_tolerance:
            return "gradient tolerance";
        case termination::step_tolerance:
            return "step tolerance";
        case termination::function_tolerance:
            return "function tolerance";
        case termination::zero_residual:
            return "zero residual";
        case termination::nothing_to_solve:
            return "nothing to solve";
        case termination::iteration_limit:
            return "iteration limit";
        case termination::stopped_by_callback:
            return "stopped by callback";
        case termination::no_progress:
            return "no progress";
        case termination::non_finite_start:
            return "non-finite start";
        case termination::diverged:
            return "diverged";
    }
    return "unknown";
}

}  // namespace ditto
