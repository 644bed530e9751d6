#pragma once

#include <ditto/solve/run_log.hpp>
#include <ditto/solve/stepper.hpp>

#include <span>
#include <utility>
#include <vector>

namespace ditto::detail {

/// A run of an update rule: every step is taken, the best point is kept.
template <class Scalar, update_rule Rule, class Target>
summary follow_rule(Target target, const Rule& rule) {
    run_log<Scalar, Target, Rule> log(std::move(target), rule);
    const auto start = log.target().start();
    std::vector<Scalar> x(start.begin(), start.end()), gradient(log.target().columns());
    stepper<Rule, Scalar> descent(rule, gradient.size());
    const auto move = [&](auto... step) { log.target().move(step...); };
    Scalar value = 0;
    if (!log.begin(x, value, gradient)) return log.finish();
    for (int i = 1;; ++i) {
        if (i > rule.max_iterations) {
            log.end_at_limit();
            return log.finish();
        }
        iteration now{.number = i};
        const Scalar before = value;
        const bool sound = descent.step(x, gradient, move);
        const bool finite = log.evaluate(x, value, gradient) && sound;
        now.cost_change = static_cast<double>(value - before);
        now.step_norm = static_cast<double>(descent.step_norm());
        now.accepted = finite && value <= log.best();
        if (now.accepted) log.keep(x, value, gradient);
        if (log.record(now) || (now.accepted && log.stationary())) return log.finish();
        if (finite) continue;
        log.end(termination::diverged, "a step led to where the function, its gradient or squares of that are not finite: "
                                       "take a lower learning_rate, or clip");
        return log.finish();
    }
}

}  // namespace ditto::detail
