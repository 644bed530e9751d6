#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/box.hpp>
#include <ditto/solve/choose_system.hpp>
#include <ditto/solve/cost_window.hpp>
#include <ditto/solve/quadratic_model.hpp>
#include <ditto/solve/stopping.hpp>
#include <ditto/solve/stopwatch.hpp>
#include <ditto/solve/summary.hpp>
#include <ditto/solve/trial_point.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ditto::detail {

/// One run of a method: its steps are tried, taken or refused, recorded, and judged as to whether they were the last. The
/// problem holds the best point at all times. `Steps` is what makes a method one: see damped_steps.
template <class Scalar, class Steps, class Options>
class minimiser {
public:
    minimiser(basic_problem<Scalar>& of, const Options& options) : problem_(of), options_(options), window_(window(options)) {}

    summary run() {
        {
            const stopwatch total(result_.seconds.total);
            total_ = &total;
            minimise();
        }
        result_.method = Steps::name;
        result_.final_cost = static_cast<double>(best_);
        return std::move(result_);
    }

private:
    void minimise() {
        (void)problem_.state();  // arranges the state and numbers the rows
        if (problem_.unknown_count() == 0 || problem_.residual_count() == 0) {
            best_ = problem_.cost();
            result_.initial_cost = static_cast<double>(best_);
            result_.solver = "no linear solver";
            if (!std::isfinite(best_)) return non_finite_start();
            return end(termination::nothing_to_solve, problem_.residual_count() == 0
                                                          ? "the problem has no residuals"
                                                          : "the problem has no free variables");
        }
        make_room();
        const bool finite = linearize(trial_->here().data());
        best_ = trial_->cost = model_->cost();
        result_.initial_cost = static_cast<double>(best_);
        if (!bounds_.empty()) write(trial_->here());  // inside them
        if (!finite) return non_finite_start();
        stopping_.emplace(options_, best_);
        if (is_over(stopping_->at(*model_))) return;
        for (int i = 1; i <= options_.max_iterations; ++i)
            if (iterate(i)) return;
        end(termination::iteration_limit,
            "the limit of " + std::to_string(options_.max_iterations) + " iterations was reached");
    }

    void make_room() {
        result_.iterations.reserve(static_cast<std::size_t>(std::clamp(options_.max_iterations, 0, 1000)));
        const stopwatch time(result_.seconds.assembly);
        auto system = make_system(problem_, options_.linear_solver);
        result_.solver = system->name();
        const auto& store = problem_.storage().variables;
        variables_ = free_variables(store);
        bounds_ = box<Scalar>(store.lower(), store.upper(), variables_, system->size());
        steps_.emplace(options_, system->size());
        model_.emplace(std::move(system), variables_, bounds_, options_.column_scaling);
        trial_.emplace(problem_, bounds_, result_.seconds.evaluation);
    }

    bool linearize(const Scalar* state) {
        const stopwatch time(result_.seconds.assembly);
        return model_->linearize(state);
    }

    /// One trial step. Returns whether the solve is over.
    bool iterate(int number) {
        iteration now;
        now.number = number;
        now.gain_ratio = std::numeric_limits<double>::quiet_NaN();
        const bool solved = [&] {
            const stopwatch time(result_.seconds.linear_solve);
            return steps_->find(*model_);
        }();
        Scalar change = std::numeric_limits<Scalar>::quiet_NaN();
        if (solved) {
            change = steps_->attempt(*model_, *trial_);
            now.step_norm = static_cast<double>(model_->step_norm());
        }
        steps_->describe(now);
        now.cost_change = static_cast<double>(change);
        const Scalar before = trial_->cost, predicted = model_->predicted_decrease();
        const Scalar gain = window_.gain(before, change, predicted);
        typename stopping<Scalar>::step step{
            before, change, predicted, model_->scaled_step_norm(), model_->scaled_point_norm(), false};
        const bool is_short = steps_->is_short() || model_->clipped();  // which makes any step small, and tells nothing
        const bool rounding = trial_->is_rounding(*model_, change);
        if (!rounding) now.gain_ratio = static_cast<double>(gain);
        const bool unresolved = solved && rounding && steps_->promised(*model_) <= trial_->noise(*model_);
        const bool is_stuck = rounding && model_->clipped();  // bounds left next to nothing of the step
        now.accepted = unresolved ? polish() : !is_stuck && is_gain(change, predicted, gain) && accept();
        if (now.accepted) {
            steps_->taken(unresolved ? Scalar(1) : gain, *model_);
            window_.taken(before, predicted);
        } else {
            steps_->refused(solved, *model_);
        }
        record(now);

        if (options_.callback && call_back(now) == progress::stop)
            return is_over(verdict{termination::stopped_by_callback, "the callback asked to stop"});
        step.accepted = now.accepted;
        return is_last(step, solved, unresolved, is_short) && !back_to_best();
    }

    bool is_last(const typename stopping<Scalar>::step& step, bool solved, bool unresolved, bool is_short) {
        if (step.accepted && is_over(stopping_->at(*model_))) return true;
        if (unresolved && !step.accepted)
            return is_over(verdict{termination::function_tolerance, "cost and gradient decrease no further in this precision"});
        if (solved && !is_short && !unresolved && std::isfinite(step.change) && is_over(stopping_->after(step))) return true;
        if (step.accepted || !steps_->exhausted()) return false;
        return is_over(verdict{termination::no_progress, Steps::shorter});
    }

    bool is_gain(Scalar change, Scalar predicted, Scalar gain) const {
        if (!(predicted > 0) || !std::isfinite(change)) return false;
        return gain > Scalar(1e-4) && (change < 0 || !window_.is_monotone());
    }

    /// Moves to the trial point, if the model can be taken there; else takes the one at the old point again.
    bool accept() {
        if (!linearize(trial_->there().data())) return stay();
        move();
        return true;
    }

    /// Where the cost cannot tell, the gradient can: moves to the trial point if that lessens the cosine.
    bool polish() {
        const Scalar before = model_->gradient_cosine(), limit = trial_->cost + trial_->noise(*model_);
        if (!linearize(trial_->there().data()) || !(model_->cost() <= limit) ||
            !(model_->gradient_cosine() < Scalar(0.9) * before))
            return stay();
        move();
        return true;
    }

    void move() {
        const Scalar rounding = trial_->noise(*model_);
        trial_->go_there();
        trial_->cost = model_->cost();
        if (window_.is_monotone() || trial_->cost <= best_ + rounding) write(trial_->here());
        else if (best_point_.empty()) best_point_ = trial_->there();  // where it came from
    }
    bool stay() {
        linearize(trial_->here().data());
        return false;
    }
    void write(const aligned_vector<Scalar>& point) {
        problem_.set_state(std::span<const Scalar>(point).first(problem_.unknown_count()));
        best_ = trial_->cost;
        best_point_.clear();
    }

    /// From a point that steps uphill led to, and that is no better: only down from the best one now. False where this is it.
    bool back_to_best() {
        if (best_point_.empty()) return false;
        window_.make_monotone();
        trial_->go_to(std::exchange(best_point_, {}));
        trial_->cost = best_;
        steps_.emplace(options_, model_->size());
        stay();
        return true;
    }

    void record(iteration& now) {
        now.cost = static_cast<double>(best_);
        now.gradient_norm = static_cast<double>(model_->gradient_norm());
        now.seconds = total_->seconds();
        result_.iterations.push_back(now);
    }

    progress call_back(const iteration& now) const {
        const auto edits = problem_.storage().edits;
        const progress asked = options_.callback(now);
        if (problem_.storage().edits != edits) throw error("ditto: the callback edited the problem being solved");
        return asked;
    }

    void non_finite_start() {
        result_.culprit = problem_.first_non_finite();
        std::string which = "a sum of residuals";
        if (result_.culprit) which = "the residual at row " + std::to_string(problem_.row(*result_.culprit));
        end(termination::non_finite_start,
            which + " or its derivatives are not finite at the start: ask problem.diagnose()");
    }

    void end(termination why, std::string message) {
        result_.termination = why;
        result_.message = std::string(to_string(why)) + ": " + std::move(message);
    }
    bool is_over(const std::optional<verdict>& by) {
        if (by) end(by->why, by->message);
        return by.has_value();
    }
    static int window(const Options& options) {
        if constexpr (requires { options.window; }) return options.window;
        else return 1;
    }

    basic_problem<Scalar>& problem_;
    const Options& options_;
    summary result_;
    const stopwatch* total_ = nullptr;
    std::vector<variable_columns> variables_;
    box<Scalar> bounds_;
    std::optional<Steps> steps_;
    std::optional<quadratic_model<Scalar>> model_;
    std::optional<trial_point<Scalar>> trial_;
    cost_window<Scalar> window_;
    std::optional<stopping<Scalar>> stopping_;
    aligned_vector<Scalar> best_point_;  // empty while the point is the best
    Scalar best_ = 0;
};

}  // namespace ditto::detail
