#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/box.hpp>
#include <ditto/solve/column_scale.hpp>
#include <ditto/solve/linear_system.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace ditto::detail {

/// The quadratic model of the cost at a point, its scaling, and the step that a method has chosen by it:
///
///     m(Δx) = cost + gᵀΔx + ½ Δxᵀ H Δx,   H = JᵀJ, g = Jᵀr
///
/// Columns at a bound that −g points out of are held: there g is 0, and so are steps; others end at their bounds (Kanzow,
/// Yamashita, Fukushima, "Levenberg-Marquardt methods with strong local convergence properties for solving nonlinear
/// equations with convex constraints", 2004). All vectors are allocated once.
template <class Scalar>
class quadratic_model {
public:
    using vector = typename linear_system<Scalar>::vector;

    quadratic_model(std::unique_ptr<linear_system<Scalar>> system, const std::vector<variable_columns>& variables,
                    const box<Scalar>& bounds, bool by_column)
        : system_(std::move(system)),
          variables_(variables),
          bounds_(bounds),
          scale_(variables, size(), by_column),
          gradient_(vector::Zero(size())),
          diagonal_(gradient_),
          step_(gradient_),
          added_(gradient_),
          point_(gradient_),
          held_(static_cast<std::size_t>(size())) {}

    Eigen::Index size() const { return system_->size(); }
    Scalar cost() const { return cost_; }
    const vector& gradient() const { return gradient_; }
    const vector& step() const { return step_; }
    const column_scale<Scalar>& scale() const { return scale_; }
    Scalar curvature(const vector& v) const { return system_->curvature(v); }  ///< vᵀHv

    /// Takes the model at `state`; false where its value or a derivative is not finite: then scales stay as they were.
    bool linearize(const Scalar* state) {
        state_ = state;
        cost_ = system_->assemble(state);
        system_->diagonal(diagonal_);
        system_->gradient(gradient_);
        if (!std::isfinite(cost_) || !diagonal_.allFinite() || !gradient_.allFinite()) return false;
        scale_.update(diagonal_);
        for (Eigen::Index c = 0; c < size(); ++c) hold(c, bounds_.holds(c, state, gradient_[c]));
        for (const variable_columns& v : variables_)
            if (v.curved) {
                Scalar squares = 0;
                for (Eigen::Index i = 0; i < v.size; ++i) squares += state[v.offset + i] * state[v.offset + i];
                point_.segment(v.first, v.count).setConstant(std::sqrt(squares));
            } else {
                for (Eigen::Index i = 0; i < v.size; ++i) point_[v.first + i] = state[v.offset + i];
            }
        return true;
    }

    /// The step of (H + μ D²) Δx = −g; false where the matrix is not positive definite. Later `apply` uses its factors.
    bool solve(Scalar damping) {
        for (Eigen::Index c = 0; c < size(); ++c)
            added_[c] = is_held(c) ? std::min((diagonal_[c] + scale_[c]) / epsilon, std::numeric_limits<Scalar>::max() / 4)
                                     : damping * scale_[c];
        if (!system_->factorize(added_)) return false;
        step_ = -gradient_;
        apply(step_);
        const Scalar damped = scale_.product(step_, step_);
        promised_decrease_ = predicted_decrease_ = (damping * damped - slope()) / 2;  // by the equations for Δx
        scaled_step_ = std::sqrt(damped);
        if (!bounds_.empty()) solution_ = step_;
        clip();
        return true;
    }
    /// Replaces a right side by its solution with the matrix that `solve` factored, zero in held columns.
    void apply(vector& right) {
        system_->solve(right);
        for (Eigen::Index c = 0; c < size(); ++c)
            if (is_held(c)) right[c] = 0;
    }

    /// Takes another step.
    template <class Step>
    void set_step(const Eigen::MatrixBase<Step>& step) {
        step_ = step;
        if (clip()) return;
        scaled_step_ = scale_.norm(step_);
        predict();
    }
    /// Changes the step, not what it foretells.
    void add_to_step(const vector& v) {
        step_ += v;
        clipped_ = bounds_.clip(state_, step_);
        scaled_step_ = scale_.norm(step_);
    }

    /// The last solution before it was shortened to stay within bounds, and the decrease foretold of it.
    const vector& solution() const { return bounds_.empty() ? step_ : solution_; }
    Scalar promised_decrease() const { return promised_decrease_; }
    bool clipped() const { return clipped_; }  ///< whether the step was shortened to stay within bounds
    Scalar predicted_decrease() const { return predicted_decrease_; }
    Scalar slope() const { return step_.dot(gradient_); }
    Scalar step_norm() const { return step_.norm(); }
    Scalar scaled_step_norm() const { return scaled_step_; }  ///< ‖DΔx‖
    Scalar gradient_norm() const { return size() == 0 ? Scalar(0) : gradient_.cwiseAbs().maxCoeff(); }
    Scalar scaled_point_norm() const { return scale_.norm_of_point(point_); }  ///< ‖Dx‖

    /// The least damping that is not lost in every column of H, though one has shrunk since D knew it.
    Scalar least_damping() const { return 16 * epsilon * scale_.least_share(diagonal_); }

    /// What rounding the point can do to ‖r‖, column by column: ε ‖diag(JᵀJ)^½ x‖.
    Scalar residual_noise() const { return epsilon * column_scale<Scalar>::weighted_norm(point_, diagonal_); }

    /// The largest cosine of the angles between r and the columns of J: 0 at a stationary point, whatever the units.
    Scalar gradient_cosine() const {
        const Scalar residual = std::sqrt(2 * cost_);
        Scalar largest = 0;
        for (Eigen::Index c = 0; c < size(); ++c)
            if (const Scalar norms = std::sqrt(diagonal_[c]) * residual; norms > 0)
                largest = std::max(largest, std::abs(gradient_[c]) / norms);
        return largest;
    }

private:
    static constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();

    void hold(Eigen::Index c, bool held) {
        held_[static_cast<std::size_t>(c)] = held;
        if (held) gradient_[c] = 0;
    }
    bool is_held(Eigen::Index c) const { return held_[static_cast<std::size_t>(c)] != 0; }

    bool clip() {
        clipped_ = bounds_.clip(state_, step_);
        if (!clipped_) return false;
        scaled_step_ = scale_.norm(step_);
        predict();
        return true;
    }
    void predict() { predicted_decrease_ = -slope() - curvature(step_) / 2; }

    std::unique_ptr<linear_system<Scalar>> system_;
    const std::vector<variable_columns>& variables_;
    const box<Scalar>& bounds_;
    column_scale<Scalar> scale_;
    vector gradient_, diagonal_, step_, solution_, added_, point_;
    std::vector<char> held_;
    const Scalar* state_ = nullptr;
    Scalar cost_ = 0, predicted_decrease_ = 0, promised_decrease_ = 0, scaled_step_ = 0;
    bool clipped_ = false;
};

}  // namespace ditto::detail
