#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/normal_equations.hpp>
#include <ditto/solve/normal_solver.hpp>
#include <ditto/solve/second_derivative.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace ditto::detail {

/// The quadratic model of the cost at a point, with its scaling and its damped minimiser:
///
///     m(Δx) = cost + gᵀΔx + ½ Δxᵀ H Δx,   (H + μ D²) Δx = −g,   H = JᵀJ, g = Jᵀr
///
/// D² is the largest diagonal of H met so far; coordinates of a place share one, so that it is no matter how axes lie.
/// Where a column has always been zero D² is 1, and the step there is 0. All vectors are allocated once.
template <class Scalar>
class damped_model {
public:
    using vector = typename basic_normal_equations<Scalar>::vector;
    using form = typename basic_normal_equations<Scalar>::form;

    damped_model(const basic_problem<Scalar>& of, form as)
        : equations_(of, as),
          solver_(equations_),
          second_derivative_(of.storage()),
          diagonal_(vector::Zero(size())),
          scale_(diagonal_),
          step_(diagonal_),
          bend_(diagonal_),
          point_(diagonal_),
          velocity_(static_cast<std::size_t>(size())),
          pull_(velocity_) {
        find_variables(of.storage().variables);
    }

    Eigen::Index size() const { return equations_.size(); }
    form kind() const { return equations_.kind(); }
    Scalar cost() const { return cost_; }

    /// Takes the model at `state`; false where its value or a derivative is not finite: then scales stay as they were.
    bool linearize(const Scalar* state) {
        cost_ = equations_.assemble(state);
        equations_.diagonal(diagonal_);
        if (!std::isfinite(cost_) || !diagonal_.allFinite() || !equations_.gradient().allFinite()) return false;
        rescale();
        for (Eigen::Index c = 0; c < size(); ++c) point_[c] = state[place(c)];
        return true;
    }

    /// Computes the step for a damping; false where the damped matrix is not positive definite.
    bool solve(Scalar damping) {
        step_ = diagonal_;
        for (Eigen::Index c = 0; c < size(); ++c) step_[c] += damping * scale(c);
        equations_.set_diagonal(step_);
        if (!solver_.factorize()) return false;
        step_ = -equations_.gradient();
        solver_.solve(step_);
        Scalar slope = 0, damped = 0;
        for (Eigen::Index c = 0; c < size(); ++c) {
            slope -= step_[c] * equations_.gradient()[c];
            damped += step_[c] * step_[c] * scale(c);
        }
        predicted_decrease_ = (slope + damping * damped) / 2;  // −gᵀΔx − ½ΔxᵀHΔx, by the equations for Δx
        scaled_step_ = std::sqrt(damped);
        return true;
    }

    /// Writes state + Δx.
    void trial(std::span<const Scalar> state, std::span<Scalar> into) const {
        for (Eigen::Index c = 0; c < size(); ++c) {
            const std::size_t at = place(c);
            into[at] = state[at] + step_[c];
        }
    }

    /// Writes state + h Δx: `bend` needs residuals there.
    void ahead(std::span<const Scalar> state, std::span<Scalar> into) {
        for (Eigen::Index c = 0; c < size(); ++c) {
            const std::size_t at = place(c);
            velocity_[at] = step_[c];
            into[at] = state[at] + second_derivative<Scalar>::step * step_[c];
        }
    }

    /// Bends the step to second order, as the valley does that it follows: Δx + ½a, (H + μ D²) a = −Jᵀr_vv, v = Δx.
    /// False, and no change, where 2‖Da‖ > ¾‖Dv‖: second order is too little there. `state` and `ahead` hold all scalars.
    /// Transtrum & Sethna, "Improvements to the Levenberg-Marquardt algorithm", arXiv:1201.5885, sections 2.4 and 4.2.
    bool bend(const Scalar* state, const Scalar* ahead) {
        second_derivative_(state, ahead, velocity_, pull_);
        for (Eigen::Index c = 0; c < size(); ++c) bend_[c] = -pull_[place(c)];
        solver_.solve(bend_);
        if (!(2 * weighted_norm(bend_) <= Scalar(0.75) * scaled_step_)) return false;
        step_ += bend_ / 2;
        scaled_step_ = weighted_norm(step_);
        return true;
    }
    void unbend() {
        step_ -= bend_ / 2;
        scaled_step_ = weighted_norm(step_);
    }

    Scalar predicted_decrease() const { return predicted_decrease_; }
    Scalar step_norm() const { return step_.norm(); }
    Scalar scaled_step_norm() const { return scaled_step_; }  ///< ‖DΔx‖
    Scalar gradient_norm() const { return size() == 0 ? Scalar(0) : equations_.gradient().cwiseAbs().maxCoeff(); }

    Scalar scaled_point_norm() const { return norm(point_, scale_); }  ///< ‖Dx‖

    /// What rounding the point can do to ‖r‖, column by column: ε ‖diag(JᵀJ)^½ x‖.
    Scalar residual_noise() const { return epsilon * norm(point_, diagonal_); }

    /// The largest cosine of the angles between r and the columns of J: 0 at a stationary point, whatever the units.
    Scalar gradient_cosine() const {
        const Scalar residual = std::sqrt(2 * cost_);
        Scalar largest = 0;
        for (Eigen::Index c = 0; c < size(); ++c)
            if (const Scalar norms = std::sqrt(diagonal_[c]) * residual; norms > 0)
                largest = std::max(largest, std::abs(equations_.gradient()[c]) / norms);
        return largest;
    }

private:
    static Scalar norm(const vector& of, const vector& weights) {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < of.size(); ++c) sum += weights[c] * of[c] * of[c];
        return std::sqrt(sum);
    }
    Scalar weighted_norm(const vector& of) const {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < size(); ++c) sum += scale(c) * of[c] * of[c];
        return std::sqrt(sum);
    }
    /// Where the scalar of a column is in the state.
    std::size_t place(Eigen::Index c) const {
        return static_cast<std::size_t>(equations_.state_of_column()[static_cast<std::size_t>(c)]);
    }
    /// A variable's scalars are neighbours among the columns as they are in the state.
    void find_variables(const variable_store<Scalar>& variables) {
        std::vector<std::uint32_t> at(static_cast<std::size_t>(size()));
        for (std::uint32_t id = 0; id < variables.count(); ++id)
            if (!variables.fixed(id) && variables.size(id) > 0) at[static_cast<std::size_t>(variables.offset(id))] = id;
        for (Eigen::Index c = 0; c < size();) {
            const std::uint32_t id = at[place(c)];
            if (variables.size(id) > 1) variables_.push_back({c, variables.size(id), variables.axes(id)});
            c += variables.size(id);
        }
    }
    /// Coordinates of one place share the mean of their diagonals. A column whose length is below √ε of the longest of its
    /// variable may be rounding: scaled by its own length, it would throw its unknown away.
    void rescale() {
        step_ = diagonal_;
        for (const auto& [first, count, axes] : variables_)
            for (Eigen::Index at = first; axes > 1 && at < first + count; at += axes)
                step_.segment(at, axes).setConstant(step_.segment(at, axes).mean());
        scale_ = scale_.cwiseMax(step_);
        for (const auto& [first, count, axes] : variables_) {
            auto scales = scale_.segment(first, count);
            scales = scales.cwiseMax(epsilon * scales.maxCoeff());
        }
    }
    Scalar scale(Eigen::Index c) const { return scale_[c] > 0 ? scale_[c] : Scalar(1); }

    basic_normal_equations<Scalar> equations_;
    normal_solver<Scalar> solver_;
    detail::second_derivative<Scalar> second_derivative_;
    vector diagonal_, scale_, step_, bend_, point_;
    aligned_vector<Scalar> velocity_, pull_;  // by place in the state: the step, Jᵀr_vv
    static constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    struct columns {
        Eigen::Index first, count, axes;
    };
    std::vector<columns> variables_;  // those of several scalars
    Scalar cost_ = 0, predicted_decrease_ = 0, scaled_step_ = 0;
};

}  // namespace ditto::detail
