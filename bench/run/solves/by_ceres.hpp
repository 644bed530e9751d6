#pragma once

#include "outcome.hpp"

#include <ceres/ceres.h>

#include <chrono>

namespace bench {

using clock = std::chrono::steady_clock;
inline double since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

/// Ceres' default options, but for one thread, silence, and the linear solver.
inline ceres::Solver::Options ceres_options(ceres::LinearSolverType solver) {
    ceres::Solver::Options options;
    options.linear_solver_type = solver;
    options.max_num_iterations = 50;
    options.num_threads = 1;
    options.logging_type = ceres::SILENT;
    return options;
}

/// Ceres forms normal equations where it solves them, and gradients where it evaluates.
inline outcome solve_by_ceres(ceres::Problem& problem, const ceres::Solver::Options& options) {
    ceres::Solver::Summary s;
    ceres::Solve(options, &problem, &s);
    outcome o;
    o.total = o.near_target = o.at_target = s.total_time_in_seconds;
    o.evaluation = s.residual_evaluation_time_in_seconds + s.jacobian_evaluation_time_in_seconds;
    o.linear_solve = s.linear_solver_time_in_seconds;
    o.initial_cost = s.initial_cost;
    o.final_cost = s.final_cost;
    o.iterations = static_cast<int>(s.iterations.size()) - 1;  // the first is the start
    o.linearizations = s.num_jacobian_evaluations;
    o.linear_solves = s.num_linear_solves;
    return o;
}

}  // namespace bench
