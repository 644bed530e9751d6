#pragma once

#include <ditto/solve/iteration.hpp>
#include <ditto/solve/progress.hpp>

#include <functional>

namespace ditto {

/// How the damped normal equations are solved.
enum class linear_solver {
    automatic,       ///< dense where JᵀJ is, or for few unknowns; sparse otherwise
    dense_cholesky,   ///< in place, without allocation
    sparse_cholesky,  ///< fill-reducing order and symbolic analysis once; Eigen's factorisation allocates scratch
    dense_schur,      ///< variables that share no residual are eliminated block by block, the rest is factored dense
    sparse_schur      ///< the same, the rest factored sparse
};

/// Options of the Levenberg-Marquardt method: (JᵀJ + μ D²) Δx = −Jᵀr, D the largest column norms of J met so far (Moré
/// 1978), slowly fading, one for all coordinates of a place; μ governed by the gain ratio (Nielsen 1999). A step that
/// brings less than it promised is bent to second order (Transtrum & Sethna 2012) if that brings more. Tolerances are
/// relative, scale-invariant, and never finer than the scalar type can resolve.
struct levenberg_marquardt {
    int max_iterations = 2000;          ///< trial steps, taken or not
    double gradient_tolerance = 1e-12;  ///< on the largest cosine between r and a column of J
    double step_tolerance = 1e-11;      ///< on ‖D Δx‖ / ‖D x‖
    double function_tolerance = 1e-15;  ///< on the relative decrease of the cost, both actual and predicted
    double initial_damping = 1e-3;      ///< μ of the first step
    ditto::linear_solver linear_solver = ditto::linear_solver::automatic;
    /// Called after each iteration, when the problem holds the best point so far. It may read the problem, not edit it:
    /// after an edit of its structure solve() throws ditto::error. What it throws passes through solve().
    std::function<progress(const iteration&)> callback = {};
};

}  // namespace ditto
