#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/box.hpp>
#include <ditto/solve/quadratic_model.hpp>
#include <ditto/solve/second_derivative.hpp>
#include <ditto/solve/stopwatch.hpp>

#include <cstddef>
#include <limits>
#include <span>

namespace ditto::detail {

/// A point, and another one that a step leads to: what methods try steps with. Both hold all scalars.
template <class Scalar>
class trial_point {
public:
    using vector = typename quadratic_model<Scalar>::vector;

    trial_point(const basic_problem<Scalar>& of, const box<Scalar>& bounds, double& seconds)
        : problem_(of),
          bounds_(bounds),
          seconds_(seconds),
          second_derivative_(of.storage()),
          here_(of.storage().variables.state()),
          there_(here_),
          other_(here_),
          scratch_(of.storage().scratch),
          along_(vector::Zero(static_cast<Eigen::Index>(of.column_count()))),
          pull_(of.column_count()) {
        bounds_.project(here_.data(), here_.data());
    }

    const aligned_vector<Scalar>& here() const { return here_; }
    const aligned_vector<Scalar>& there() const { return there_; }
    Scalar cost = 0;  ///< here

    void go_there() { here_.swap(there_); }
    void go_to(const aligned_vector<Scalar>& point) { here_ = point; }

    /// Differences of the cost below this are rounding: of r by what rounding the point does to it, and of the sum.
    Scalar noise(const quadratic_model<Scalar>& model) const {
        return std::sqrt(2 * cost) * model.residual_noise() + 4 * std::numeric_limits<Scalar>::epsilon() * cost;
    }
    bool is_rounding(const quadratic_model<Scalar>& model, Scalar change) const {
        return std::abs(change) <= noise(model) && std::abs(model.predicted_decrease()) <= noise(model);
    }

    /// The change of the cost where the model's step leads.
    Scalar change(const quadratic_model<Scalar>& model) {
        move(model.step(), there_);
        return cost_at(there_) - cost;
    }
    /// The same for another step. `keep` makes it the trial.
    Scalar other_change(const quadratic_model<Scalar>& model) {
        move(model.step(), other_);
        return cost_at(other_) - cost;
    }
    void keep() { there_.swap(other_); }

    bool can_pull() const { return second_derivative_.applies(); }
    /// Writes −Jᵀr_vv along the model's step v.
    void pull(const quadratic_model<Scalar>& model, vector& into) {
        along_ = second_derivative<Scalar>::step * model.step();
        problem_.storage().variables.move(here_.data(), along_.data(), other_.data());
        const stopwatch time(seconds_);
        second_derivative_(here_.data(), other_.data(), {model.step().data(), pull_.size()}, pull_);
        for (std::size_t c = 0; c < pull_.size(); ++c) into[static_cast<Eigen::Index>(c)] = -pull_[c];
    }

private:
    void move(const vector& step, aligned_vector<Scalar>& to) const {
        problem_.storage().variables.move(here_.data(), step.data(), to.data());
        bounds_.project(to.data(), here_.data());
    }
    Scalar cost_at(const aligned_vector<Scalar>& point) {
        const stopwatch time(seconds_);
        return problem_.cost_at(point.data(), scratch_);
    }

    const basic_problem<Scalar>& problem_;
    const box<Scalar>& bounds_;
    double& seconds_;
    second_derivative<Scalar> second_derivative_;
    aligned_vector<Scalar> here_, there_, other_, scratch_;
    vector along_;
    aligned_vector<Scalar> pull_;  // Jᵀr_vv
};

}  // namespace ditto::detail
