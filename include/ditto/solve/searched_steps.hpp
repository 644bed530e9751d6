#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/gauss_newton.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/least_damped_step.hpp>
#include <ditto/solve/quadratic_model.hpp>
#include <ditto/solve/trial_point.hpp>

#include <algorithm>
#include <limits>

namespace ditto::detail {

/// Gauss-Newton steps, shortened by a line search. See damped_steps for what a method is asked.
template <class Scalar>
class searched_steps {
public:
    using model = quadratic_model<Scalar>;
    static constexpr const char* name = "Gauss-Newton";
    static constexpr const char* shorter = "no step decreased the cost, however short";

    searched_steps(const gauss_newton& options, Eigen::Index columns)
        : options_(options), direction_(model::vector::Zero(columns)) {}

    bool find(model& m) {
        length_ = 1;
        return solve_least_damped(m, damping_);
    }

    /// Backtracks until f(x + αd) ≤ f(x) + sufficient_decrease α gᵀd: α by the parabola through both ends, then by the cubic
    /// through the last two (Nocedal & Wright, eqs. 3.57 to 3.59), and each at least a tenth and at most half of the last.
    /// Steps bend at bounds, and are judged by the slope of what is left (Bertsekas, "Projected Newton methods", 1982).
    Scalar attempt(model& m, trial_point<Scalar>& trial) {
        Scalar change = trial.change(m);
        direction_ = m.solution();
        if (enough(m, change) || trial.is_rounding(m, change)) return change;
        const Scalar slope = direction_.dot(m.gradient());
        Scalar before = 0, change_before = 0;
        for (int i = 1; i < options_.max_evaluations && slope < 0; ++i) {
            Scalar next = length_ / 10;
            if (std::isfinite(change)) {
                next = -slope * length_ * length_ / (2 * (change - slope * length_));
                if (before > 0 && std::isfinite(change_before)) next = cubic(slope, length_, change, before, change_before);
                next = std::isfinite(next) ? std::clamp(next, length_ / 10, length_ / 2) : length_ / 2;
            }
            before = length_;
            change_before = change;
            length_ = next;
            m.set_step(length_ * direction_);
            change = trial.change(m);
            if (enough(m, change)) break;
        }
        return change;
    }

    void taken(Scalar, const model&) { damping_ = damping_ / 10 < least ? Scalar(0) : damping_ / 10; }
    void refused(bool, const model&) { damping_ = std::max(10 * damping_, Scalar(1e-6)); }
    Scalar promised(const model& m) const { return m.promised_decrease(); }
    bool is_short() const { return length_ < Scalar(0.1) || damping_ > 1; }
    bool exhausted() const { return !(damping_ < 1 / std::numeric_limits<Scalar>::epsilon()); }
    void describe(iteration& now) const {
        now.damping = static_cast<double>(damping_);
        now.step_length = static_cast<double>(length_);
    }

private:
    static constexpr Scalar least = 16 * std::numeric_limits<Scalar>::epsilon();

    bool enough(const model& m, Scalar change) const {
        return change < 0 && change <= static_cast<Scalar>(options_.sufficient_decrease) * m.slope();
    }
    static Scalar cubic(Scalar slope, Scalar a, Scalar change_a, Scalar b, Scalar change_b) {
        const Scalar u = (change_a - slope * a) / (a * a), v = (change_b - slope * b) / (b * b);
        const Scalar third = (u - v) / (a - b), second = (a * v - b * u) / (a - b);
        if (third == 0) return -slope / (2 * second);
        return (-second + std::sqrt(std::max(second * second - 3 * third * slope, Scalar(0)))) / (3 * third);
    }

    const gauss_newton& options_;
    typename model::vector direction_;
    Scalar damping_ = 0, length_ = 1;
};

}  // namespace ditto::detail
