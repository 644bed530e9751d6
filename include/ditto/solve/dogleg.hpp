#pragma once

#include <ditto/solve/iteration.hpp>
#include <ditto/solve/linear_solver.hpp>
#include <ditto/solve/progress.hpp>

#include <functional>

namespace ditto {

/// Options of Powell's dogleg method ("A hybrid method for nonlinear equations", 1970): within ‖D Δx‖ ≤ radius a step goes
/// to the minimum along the scaled gradient, then towards the Gauss-Newton step. With `subspace` it goes where the model is
/// least in the plane of both (Byrd, Schnabel, Shultz, "Approximate solution of the trust region problem by minimization
/// over two-dimensional subspaces", 1988). A step that is refused costs no factorisation. Where JᵀJ is singular, the
/// Gauss-Newton step is taken with the smallest damping that factors, which each iteration tells.
struct dogleg {
    int max_iterations = 2000;          ///< trial steps, taken or not
    double gradient_tolerance = 1e-12;  ///< on the largest cosine between r and a column of J
    double step_tolerance = 1e-11;      ///< on ‖D Δx‖ / ‖D x‖
    double function_tolerance = 1e-15;  ///< on the relative decrease of the cost, both actual and predicted
    bool subspace = false;
    double initial_radius = 1;   ///< of the first step, in units of ‖D x‖ at the start
    bool column_scaling = true;  ///< false: all entries of D are the largest
    int window = 1;              ///< a step must beat the highest of so many accepted costs; more than 1: not monotone
    ditto::linear_solver linear_solver = ditto::linear_solver::automatic;
    std::function<progress(const iteration&)> callback = {};  ///< as levenberg_marquardt's
};

}  // namespace ditto
