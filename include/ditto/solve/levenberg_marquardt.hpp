#pragma once

#include <ditto/solve/iteration.hpp>
#include <ditto/solve/linear_solver.hpp>
#include <ditto/solve/progress.hpp>

#include <functional>

namespace ditto {

/// Options of the Levenberg-Marquardt method: (JᵀJ + μ D²) Δx = −Jᵀr, D the largest column norms of J met so far (Moré
/// 1978), one for all coordinates of a place; μ governed by the gain ratio (Nielsen 1999). A step that
/// brings less than it promised is bent to second order (Transtrum & Sethna 2012) if that brings more. Tolerances are
/// relative, scale-invariant, and never finer than the scalar type can resolve.
struct levenberg_marquardt {
    int max_iterations = 2000;          ///< trial steps, taken or not
    double gradient_tolerance = 1e-12;  ///< on the largest cosine between r and a column of J
    double step_tolerance = 1e-11;      ///< on ‖D Δx‖ / ‖D x‖
    double function_tolerance = 1e-15;  ///< on the relative decrease of the cost, both actual and predicted
    double initial_damping = 1e-3;      ///< μ of the first step
    bool column_scaling = true;         ///< false: all entries of D are the largest
    int window = 1;  ///< a step must beat the highest of so many accepted costs; more than 1: not monotone
    ditto::linear_solver linear_solver = ditto::linear_solver::automatic;
    /// Called after each iteration, when the problem holds the best point so far. It may read the problem, not edit it:
    /// after an edit of its structure solve() throws ditto::error. What it throws passes through solve().
    std::function<progress(const iteration&)> callback = {};
};

}  // namespace ditto
