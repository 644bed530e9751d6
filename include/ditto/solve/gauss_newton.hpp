#pragma once

#include <ditto/solve/iteration.hpp>
#include <ditto/solve/linear_solver.hpp>
#include <ditto/solve/progress.hpp>

#include <functional>

namespace ditto {

/// Options of the Gauss-Newton method, JᵀJ Δx = −Jᵀr, with a line search along Δx: backtracking by cubic interpolation until
/// the cost decreases sufficiently (Armijo; Nocedal & Wright, "Numerical optimization", 2006, section 3.5). Where JᵀJ is
/// singular, or no length of a step would do, the smallest damping is added that helps, which each iteration tells.
struct gauss_newton {
    int max_iterations = 2000;           ///< line searches
    double gradient_tolerance = 1e-12;   ///< on the largest cosine between r and a column of J
    double step_tolerance = 1e-11;       ///< on ‖D Δx‖ / ‖D x‖
    double function_tolerance = 1e-15;   ///< on the relative decrease of the cost, both actual and predicted
    double sufficient_decrease = 1e-4;   ///< of the cost, as a share of what its slope foretells
    int max_evaluations = 20;            ///< of one line search
    bool column_scaling = true;          ///< false: all entries of D, which damping is scaled by, are the largest
    ditto::linear_solver linear_solver = ditto::linear_solver::automatic;
    std::function<progress(const iteration&)> callback = {};  ///< as levenberg_marquardt's
};

}  // namespace ditto
