#pragma once

#include "by_ceres.hpp"

#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

namespace bench {

/// Seconds of one pass of the kernels over all residuals, with derivatives, which stay in the first-level cache.
inline double kernel_seconds(ditto::problem& of) {
    of.prepare();
    const auto& storage = of.storage();
    ditto::detail::call_scratch<double> scratch;
    double sum = 0, fastest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 5; ++i) {
        const auto start = clock::now();
        for (const auto& in : storage.residuals.blocks())
            ditto::detail::sweep(in, storage.variables.state().data(), true, scratch.of(storage.scratch),
                                 [&](std::size_t, std::size_t, const double* out) { sum += *out; });
        fastest = std::min(fastest, since(start));
    }
    return std::isnan(sum) ? sum : fastest;
}

/// Solves until the cost is no more than the target, or nothing better is found. Kernels and assembly are one pass,
/// so that the time of kernels alone is measured beside the solve, and what analysis takes is the assembly of a solve
/// that ends at its start.
inline outcome solve_by_ditto(ditto::problem& problem, double target, ditto::levenberg_marquardt options = {}) {
    const std::vector<double> start(problem.state().begin(), problem.state().end());
    const double kernels = kernel_seconds(problem);
    options.max_iterations = 0;
    const double analysis = ditto::solve(problem, options).seconds.assembly;
    problem.set_state(start);

    options.max_iterations = 50;
    options.callback = [&](const ditto::iteration& i) {
        return i.cost <= target ? ditto::progress::stop : ditto::progress::proceed;
    };
    const ditto::summary s = ditto::solve(problem, options);

    outcome o;
    o.total = s.seconds.total;
    o.initial_cost = s.initial_cost;
    o.final_cost = s.final_cost;
    o.near_target = o.at_target = std::numeric_limits<double>::quiet_NaN();
    for (auto i = s.iterations.rbegin(); i != s.iterations.rend(); ++i) {
        if (i->cost <= target * (1 + 1e-5)) o.near_target = i->seconds;
        if (i->cost <= target) o.at_target = i->seconds;
        o.linearizations += i->accepted;
    }
    ++o.linearizations;  // the start
    o.iterations = o.linear_solves = static_cast<int>(s.iterations.size());
    const double sweeps = kernels * o.linearizations;
    o.evaluation = s.seconds.evaluation + sweeps;
    // `analysis` holds one pass over the start.
    const double passes = o.iterations == 0 ? 0 : s.seconds.assembly - analysis;
    o.assembly = std::max(0.0, passes / std::max(1, o.linearizations - 1) * o.linearizations - sweeps);
    o.linear_solve = s.seconds.linear_solve;
    return o;
}

}  // namespace bench
