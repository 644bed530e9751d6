#pragma once

#include <ditto/problem/normal_equations.hpp>
#include <ditto/solve/normal_solver.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace ditto::detail {

/// The quadratic model of the cost at a point, with its scaling and its damped minimiser:
///
///     m(Δx) = cost + gᵀΔx + ½ Δxᵀ H Δx,   (H + μ D²) Δx = −g,   H = JᵀJ, g = Jᵀr
///
/// D² is the largest diagonal of H met so far; where a column has always been zero it is 1, and the step there is 0.
/// All vectors are allocated once.
template <class Scalar>
class damped_model {
public:
    using vector = typename basic_normal_equations<Scalar>::vector;
    using form = typename basic_normal_equations<Scalar>::form;

    damped_model(const basic_problem<Scalar>& of, form as)
        : equations_(of, as),
          solver_(equations_),
          diagonal_(vector::Zero(size())),
          scale_(diagonal_),
          step_(diagonal_),
          point_(diagonal_) {}

    Eigen::Index size() const { return equations_.size(); }
    form kind() const { return equations_.kind(); }
    Scalar cost() const { return cost_; }

    /// Takes the model at `state`; false where its value or a derivative is not finite: then scales stay as they were.
    bool linearize(const Scalar* state) {
        cost_ = equations_.assemble(state);
        equations_.diagonal(diagonal_);
        if (!std::isfinite(cost_) || !diagonal_.allFinite() || !equations_.gradient().allFinite()) return false;
        scale_ = scale_.cwiseMax(diagonal_);
        for (Eigen::Index c = 0; c < size(); ++c) point_[c] = state[equations_.state_of_column()[index(c)]];
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
            const auto at = static_cast<std::size_t>(equations_.state_of_column()[index(c)]);
            into[at] = state[at] + step_[c];
        }
    }

    Scalar predicted_decrease() const { return predicted_decrease_; }
    Scalar step_norm() const { return step_.norm(); }
    Scalar scaled_step_norm() const { return scaled_step_; }  ///< ‖DΔx‖
    Scalar gradient_norm() const { return size() == 0 ? Scalar(0) : equations_.gradient().cwiseAbs().maxCoeff(); }

    Scalar scaled_point_norm() const { return weighted_norm(scale_); }  ///< ‖Dx‖

    /// What rounding the point can do to ‖r‖, column by column: ε ‖diag(JᵀJ)^½ x‖.
    Scalar residual_noise() const { return std::numeric_limits<Scalar>::epsilon() * weighted_norm(diagonal_); }

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
    Scalar weighted_norm(const vector& squares) const {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < size(); ++c) sum += squares[c] * point_[c] * point_[c];
        return std::sqrt(sum);
    }
    static std::size_t index(Eigen::Index c) { return static_cast<std::size_t>(c); }
    Scalar scale(Eigen::Index c) const { return scale_[c] > 0 ? scale_[c] : Scalar(1); }

    basic_normal_equations<Scalar> equations_;
    normal_solver<Scalar> solver_;
    vector diagonal_, scale_, step_, point_;
    Scalar cost_ = 0, predicted_decrease_ = 0, scaled_step_ = 0;
};

}  // namespace ditto::detail
