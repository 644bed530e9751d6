#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/require_option.hpp>
#include <ditto/solve/stopwatch.hpp>
#include <ditto/solve/summary.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>

namespace ditto::detail {

/// What every minimiser of a function does beside minimising: it evaluates, keeps the best point, writes down each
/// iteration, asks the callback, and says why it ended.
template <class Scalar, class Target, class Options>
class run_log {
public:
    run_log(Target target, const Options& options) : target_(std::move(target)), options_(options), total_(seconds_) {
        require_option(options.max_iterations >= 0, "max_iterations", "not be negative", options.max_iterations);
        require_not_negative("gradient_tolerance", options.gradient_tolerance);
        result_.solver = options.name();
    }

    Target& target() { return target_; }
    const Options& options() const { return options_; }
    Scalar best() const { return best_; }

    /// Evaluates; false where that is not finite.
    bool evaluate(std::span<const Scalar> x, Scalar& value, std::span<Scalar> gradient) {
        const stopwatch time(result_.seconds.evaluation);
        value = target_.evaluate(x, gradient);
        if (!std::isfinite(value)) return false;
        return std::all_of(gradient.begin(), gradient.end(), [](Scalar g) { return std::isfinite(g); });
    }

    /// Whether there is anything to do from the start; if not, the run has ended.
    bool begin(std::span<const Scalar> x, Scalar& value, std::span<Scalar> gradient) {
        result_.iterations.reserve(static_cast<std::size_t>(std::clamp(options_.max_iterations, 0, 1000)));
        const bool finite = evaluate(x, value, gradient) &&
                            std::all_of(x.begin(), x.end(), [](Scalar a) { return std::isfinite(a); });
        best_ = value;
        result_.initial_cost = static_cast<double>(value);
        if (!finite) return !end(termination::non_finite_start, target_.blame(result_));
        if (const char* why = target_.nothing_to_solve()) return !end(termination::nothing_to_solve, why);
        reach(x);
        best_gradient_ = largest(gradient);
        if (best_gradient_ == 0) return !end(termination::gradient_tolerance, "the gradient vanishes at the start");
        return true;
    }

    /// A better point: everyone may see it.
    void keep(std::span<const Scalar> x, Scalar value, std::span<const Scalar> gradient) {
        best_ = value;
        best_gradient_ = largest(gradient);
        target_.keep(x);
        reach(x);
    }

    /// Whether the best point is stationary: there ‖∇f‖ ‖x‖ / |f|, largest components, is small. The ‖x‖ is the largest
    /// that was met, for at a minimum at 0 it is none. Whatever the units of x and f.
    bool stationary() {
        const Scalar small = resolvable(options_.gradient_tolerance) * (std::abs(best_) / reach_);
        if (!(best_gradient_ == 0 || (reach_ > 0 && best_gradient_ <= small))) return false;
        return end(termination::gradient_tolerance, "the gradient is as small as the tolerance asked for");
    }

    /// Writes the iteration down and asks the callback; whether the run has ended by that.
    bool record(iteration now) {
        now.cost = static_cast<double>(best_);
        now.gradient_norm = static_cast<double>(best_gradient_);
        now.gain_ratio = std::numeric_limits<double>::quiet_NaN();
        now.seconds = total_.seconds();
        result_.iterations.push_back(now);
        if (!options_.callback || target_.call(options_.callback, now) == progress::proceed) return false;
        return end(termination::stopped_by_callback, "the callback asked to stop");
    }

    /// Always true: the run has ended.
    bool end(termination why, const std::string& message) {
        result_.termination = why;
        result_.message = std::string(to_string(why)) + ": " + message;
        return true;
    }
    bool end_at_limit() {
        return end(termination::iteration_limit,
                   "the limit of " + std::to_string(options_.max_iterations) + " iterations was reached");
    }

    summary finish() {
        result_.final_cost = static_cast<double>(best_);
        result_.seconds.total = total_.seconds();
        return std::move(result_);
    }

    static Scalar resolvable(double tolerance) {
        return std::max(static_cast<Scalar>(tolerance), 4 * std::numeric_limits<Scalar>::epsilon());
    }
    static Scalar largest(std::span<const Scalar> of) {
        Scalar most = 0;
        for (const Scalar a : of) most = std::max(most, std::abs(a));
        return most;
    }

private:
    void reach(std::span<const Scalar> x) { reach_ = std::max(reach_, largest(x)); }

    Target target_;
    const Options& options_;
    summary result_;
    double seconds_ = 0;
    stopwatch total_;
    Scalar best_ = 0, best_gradient_ = 0, reach_ = 0;
};

}  // namespace ditto::detail
