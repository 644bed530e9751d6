#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/damped_model.hpp>
#include <ditto/solve/choose_system.hpp>
#include <ditto/solve/levenberg_marquardt.hpp>
#include <ditto/solve/stopwatch.hpp>
#include <ditto/solve/summary.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <string>

namespace ditto::detail {

/// One run of Levenberg-Marquardt. The problem holds an accepted point at all times; trial points live beside it.
template <class Scalar>
class minimiser {
public:
    minimiser(basic_problem<Scalar>& of, const levenberg_marquardt& options)
        : problem_(of), options_(options), damping_(static_cast<Scalar>(options.initial_damping)) {}

    summary run() {
        {
            const stopwatch total(result_.seconds.total);
            total_ = &total;
            minimise();
        }
        result_.final_cost = static_cast<double>(cost_);
        return std::move(result_);
    }

private:
    static constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();

    void minimise() {
        (void)problem_.state();  // arranges the state and numbers the rows
        if (problem_.unknown_count() == 0 || problem_.residual_count() == 0) {
            cost_ = problem_.cost();
            result_.initial_cost = static_cast<double>(cost_);
            result_.solver = "no linear solver";
            if (!std::isfinite(cost_)) return non_finite_start();
            return end(termination::nothing_to_solve, problem_.residual_count() == 0
                                                          ? "the problem has no residuals"
                                                          : "the problem has no free variables");
        }
        make_room();
        const bool finite = linearize(problem_.storage().variables.state().data());
        cost_ = model_->cost();
        result_.initial_cost = static_cast<double>(cost_);
        if (!finite) return non_finite_start();
        zero_ = epsilon * std::min(Scalar(1), std::sqrt(2 * cost_));
        if (stationary()) return;
        for (int i = 1; i <= options_.max_iterations; ++i)
            if (iterate(i)) return;
        end(termination::iteration_limit,
            "the limit of " + std::to_string(options_.max_iterations) + " iterations was reached");
    }

    void make_room() {
        result_.iterations.reserve(static_cast<std::size_t>(std::clamp(options_.max_iterations, 0, 1000)));
        {
            const stopwatch time(result_.seconds.assembly);
            auto system = make_system(problem_, options_.linear_solver);
            result_.solver = system->name();
            model_.emplace(problem_, std::move(system));
        }
        trial_ = bent_ = problem_.storage().variables.state();
        scratch_.resize(problem_.storage().scratch);
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
            return find_step();
        }();
        now.damping = static_cast<double>(damping_);
        Scalar change = std::numeric_limits<Scalar>::quiet_NaN();
        if (solved) {
            change = try_step();
            now.step_norm = static_cast<double>(model_->step_norm());
        }
        now.cost_change = static_cast<double>(change);
        const Scalar predicted = model_->predicted_decrease(), gain = -change / predicted;
        const Scalar before = cost_, step = model_->scaled_step_norm(), point = model_->scaled_point_norm();
        const bool weak = damping_ <= 1;  // strong damping makes any step small, which tells nothing
        const bool rounding = is_rounding(change);
        if (!rounding) now.gain_ratio = static_cast<double>(gain);
        // By weak damping the model would foretell this: of a step D⁻²g/μ, short by strong damping, μ times the decrease.
        const bool unresolved = solved && rounding && std::max(damping_, Scalar(1)) * predicted <= noise();
        now.accepted = unresolved ? polish() : change < 0 && gain > Scalar(1e-4) && accept();
        moved_ = moved_ || now.accepted;
        if (now.accepted)
            relax(unresolved ? Scalar(1) : gain);
        else
            tighten(solved);
        record(now);

        if (options_.callback && call_back(now) == progress::stop)
            return over(termination::stopped_by_callback, "the callback asked to stop");
        if (now.accepted && stationary()) return true;
        if (unresolved && !now.accepted)
            return over(termination::function_tolerance, "cost and gradient decrease no further in this precision");
        if (solved && weak && !unresolved && std::isfinite(change) &&
            small(before, change, predicted, step, point, now.accepted))
            return true;
        if (!now.accepted && !(damping_ < largest_damping))
            return over(termination::no_progress, "no step decreased the cost, however strongly damped");
        return false;
    }

    /// The step for the damping. Where first steps failed and are long, beside the point itself, damping is far too weak:
    /// raised until they are not, for a lucky one would lead somewhere flat.
    bool find_step() {
        bool solved = model_->solve(damping_);
        if (moved_ || result_.iterations.empty()) return solved;
        for (const Scalar longest = 3 * model_->scaled_point_norm(); longest > 0 && damping_ < Scalar(1e3);) {
            if (!solved || model_->scaled_step_norm() <= longest) break;
            damping_ *= 10;
            solved = model_->solve(damping_);
        }
        return solved;
    }

    /// The change of the cost at the trial point. Where the model foretold less than it should, the way there may be a
    /// curve: then the step is bent, if that is better.
    Scalar try_step() {
        model_->trial(problem_.state(), trial_);
        const Scalar change = cost_at(trial_) - cost_;
        if (-change >= Scalar(0.75) * model_->predicted_decrease() || is_rounding(change) || !bend()) return change;
        model_->trial(problem_.state(), bent_);
        if (const Scalar better = cost_at(bent_) - cost_; better < change || std::isnan(change)) {
            trial_.swap(bent_);
            return better;
        }
        model_->unbend();
        return change;
    }
    bool bend() {
        model_->ahead(problem_.state(), bent_);
        const stopwatch time(result_.seconds.evaluation);
        return model_->bend(problem_.storage().variables.state().data(), bent_.data());
    }
    Scalar cost_at(const aligned_vector<Scalar>& point) {
        const stopwatch time(result_.seconds.evaluation);
        return problem_.cost_at(point.data(), scratch_);
    }
    bool is_rounding(Scalar change) const {
        return std::abs(change) <= noise() && model_->predicted_decrease() <= noise();
    }

    /// Moves to the trial point, if the model can be taken there; else takes the one at the old point again.
    bool accept() {
        if (linearize(trial_.data())) {
            cost_ = model_->cost();
            problem_.set_state(std::span<const Scalar>(trial_).first(problem_.unknown_count()));
            return true;
        }
        linearize(problem_.storage().variables.state().data());
        return false;
    }

    /// Differences of the cost below this are rounding: of r by what rounding the point does to it, and of the sum.
    Scalar noise() const { return std::sqrt(2 * cost_) * model_->residual_noise() + 4 * epsilon * cost_; }

    /// Where the cost cannot tell, the gradient can: moves to the trial point if that lessens the cosine.
    bool polish() {
        const Scalar before = model_->gradient_cosine();
        const Scalar cost = cost_;
        if (linearize(trial_.data()) && model_->cost() <= cost + noise() &&
            model_->gradient_cosine() < Scalar(0.9) * before) {
            cost_ = model_->cost();
            problem_.set_state(std::span<const Scalar>(trial_).first(problem_.unknown_count()));
            return true;
        }
        linearize(problem_.storage().variables.state().data());
        return false;
    }

    // Nielsen, "Damping parameter in Marquardt's method" (1999), eq. 2.5, which also raises the damping after steps that
    // brought little; here a run of steps that the model foretold lets go ever faster, as a run of failures holds ever
    // tighter: the way back from a damping that overflow has driven up.
    void relax(Scalar gain) {
        const Scalar t = 2 * gain - 1;
        const bool foretold = std::abs(gain - 1) < Scalar(0.1);
        release_ = foretold ? release_ / 3 : Scalar(1);
        const Scalar factor = std::max(Scalar(1) / 3, 1 - t * t * t);
        damping_ = std::max(damping_ * (foretold ? std::min(release_, factor) : factor), least_damping());
        growth_ = 2;
    }
    void tighten(bool solved) {
        if (!solved) swamped_ = std::max(swamped_, 10 * damping_);  // by rounding
        damping_ = std::max(damping_ * growth_, least_damping());
        growth_ *= 2;
        release_ = 1;
    }

    /// Less would be lost in every column of H, though one has shrunk since D knew it.
    Scalar least_damping() const { return std::max(16 * epsilon * model_->least_share(), swamped_); }

    void record(iteration& now) {
        now.cost = static_cast<double>(cost_);
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

    Scalar resolvable(double tolerance) const { return std::max(static_cast<Scalar>(tolerance), 4 * epsilon); }

    /// Tests the point itself: no residual left, or none of it that a column of J can reach.
    bool stationary() {
        if (std::sqrt(2 * cost_) <= std::max(4 * model_->residual_noise(), zero_))
            return over(termination::zero_residual, "the residual is zero to working precision");
        if (model_->gradient_cosine() <= resolvable(options_.gradient_tolerance))
            return over(termination::gradient_tolerance, "the gradient is zero to the tolerance asked for");
        return false;
    }

    /// Tests a step, taken or not, against the tolerances.
    bool small(Scalar before, Scalar change, Scalar predicted, Scalar step, Scalar point, bool accepted) {
        const Scalar least = resolvable(options_.function_tolerance) * before;
        if (std::abs(change) <= least && predicted <= least)
            return over(termination::function_tolerance, "the cost changes no more than the tolerance asked for");
        if (accepted && step <= resolvable(options_.step_tolerance) * point)
            return over(termination::step_tolerance, "the step is as small as the tolerance asked for");
        return false;
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
    bool over(termination why, const char* message) {
        end(why, message);
        return true;
    }

    static constexpr Scalar largest_damping = std::numeric_limits<Scalar>::max() / Scalar(1e12);

    basic_problem<Scalar>& problem_;
    const levenberg_marquardt& options_;
    summary result_;
    const stopwatch* total_ = nullptr;
    std::optional<damped_model<Scalar>> model_;
    aligned_vector<Scalar> trial_, bent_, scratch_;
    Scalar zero_ = 0, cost_ = 0, damping_, growth_ = 2, release_ = 1, swamped_ = 0;
    bool moved_ = false;
};

}  // namespace ditto::detail
