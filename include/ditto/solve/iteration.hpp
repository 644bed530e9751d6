#pragma once

namespace ditto {

/// One trial step: what it asked for, what it brought, and whether it was taken.
struct iteration {
    int number = 0;            ///< counted from 1
    double cost = 0;           ///< ½‖r‖², or the function's value, of the best point after the step
    double cost_change = 0;    ///< cost at the trial point less the cost before; not finite where the trial was not
    double gradient_norm = 0;  ///< largest |∂cost/∂x| at the best point after the step
    double step_norm = 0;      ///< ‖Δx‖, unscaled
    double damping = 0;        ///< μ that the step was computed with
    double radius = 0;         ///< of the region that the step was confined to, ‖D Δx‖ ≤ radius; 0: none
    double step_length = 1;    ///< share of the step that a line search took
    double gain_ratio = 0;     ///< actual decrease / predicted decrease; NaN where both are rounding, or no trial was
    bool accepted = false;
    double seconds = 0;  ///< since the start of the solve
};

}  // namespace ditto
