#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/linear_system.hpp>
#include <ditto/solve/second_derivative.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace ditto::detail {

/// The quadratic model of the cost at a point, with its scaling and its damped minimiser:
///
///     m(Δx) = cost + gᵀΔx + ½ Δxᵀ H Δx,   (H + μ D²) Δx = −g,   H = JᵀJ, g = Jᵀr
///
/// D² is the largest diagonal of H met so far, which fades, so that no far start rules for ever; coordinates of a place
/// share one, so that it is no matter how axes lie. Where a column has always been zero D² is 1, and the step there is 0.
/// All vectors are allocated once.
template <class Scalar>
class damped_model {
public:
    using vector = typename linear_system<Scalar>::vector;

    damped_model(const basic_problem<Scalar>& of, std::unique_ptr<linear_system<Scalar>> system)
        : variables_(of.storage().variables),
          system_(std::move(system)),
          second_derivative_(of.storage()),
          gradient_(vector::Zero(size())),
          diagonal_(gradient_),
          scale_(gradient_),
          step_(gradient_),
          bend_(gradient_),
          added_(gradient_),
          point_(gradient_),
          pull_(static_cast<std::size_t>(size())) {
        find_variables();
    }

    Eigen::Index size() const { return system_->size(); }
    Scalar cost() const { return cost_; }

    /// Takes the model at `state`; false where its value or a derivative is not finite: then scales stay as they were.
    bool linearize(const Scalar* state) {
        cost_ = system_->assemble(state);
        system_->diagonal(diagonal_);
        system_->gradient(gradient_);
        if (!std::isfinite(cost_) || !diagonal_.allFinite() || !gradient_.allFinite()) return false;
        rescale();
        for (const variable_columns& v : columns_)
            if (v.curved) {
                Scalar squares = 0;
                for (Eigen::Index i = 0; i < v.size; ++i) squares += state[v.offset + i] * state[v.offset + i];
                point_.segment(v.first, v.count).setConstant(std::sqrt(squares));
            } else {
                for (Eigen::Index i = 0; i < v.size; ++i) point_[v.first + i] = state[v.offset + i];
            }
        return true;
    }

    /// Computes the step for a damping; false where the damped matrix is not positive definite.
    bool solve(Scalar damping) {
        for (Eigen::Index c = 0; c < size(); ++c) added_[c] = damping * scale(c);
        if (!system_->factorize(added_)) return false;
        step_ = -gradient_;
        system_->solve(step_);
        Scalar slope = 0, damped = 0;
        for (Eigen::Index c = 0; c < size(); ++c) {
            slope -= step_[c] * gradient_[c];
            damped += step_[c] * step_[c] * scale(c);
        }
        predicted_decrease_ = (slope + damping * damped) / 2;  // −gᵀΔx − ½ΔxᵀHΔx, by the equations for Δx
        scaled_step_ = std::sqrt(damped);
        return true;
    }

    /// Writes state + Δx.
    void trial(std::span<const Scalar> state, std::span<Scalar> into) const {
        variables_.move(state.data(), step_.data(), into.data());
    }

    /// Writes state + h Δx: `bend` needs residuals there.
    void ahead(std::span<const Scalar> state, std::span<Scalar> into) {
        bend_ = second_derivative<Scalar>::step * step_;
        variables_.move(state.data(), bend_.data(), into.data());
    }

    /// Bends the step to second order, as the valley does that it follows: Δx + ½a, (H + μ D²) a = −Jᵀr_vv, v = Δx.
    /// False, and no change, where 2‖Da‖ > ¾‖Dv‖: second order is too little there. `state` and `ahead` hold all scalars.
    /// Transtrum & Sethna, "Improvements to the Levenberg-Marquardt algorithm", arXiv:1201.5885, sections 2.4 and 4.2.
    bool bend(const Scalar* state, const Scalar* ahead) {
        if (!second_derivative_.applies()) return false;
        second_derivative_(state, ahead, {step_.data(), pull_.size()}, pull_);
        for (Eigen::Index c = 0; c < size(); ++c) bend_[c] = -pull_[static_cast<std::size_t>(c)];
        system_->solve(bend_);
        if (!(2 * norm(bend_) <= Scalar(0.75) * scaled_step_)) return false;
        step_ += bend_ / 2;
        scaled_step_ = norm(step_);
        return true;
    }
    void unbend() {
        step_ -= bend_ / 2;
        scaled_step_ = norm(step_);
    }

    Scalar predicted_decrease() const { return predicted_decrease_; }
    Scalar step_norm() const { return step_.norm(); }
    Scalar scaled_step_norm() const { return scaled_step_; }  ///< ‖DΔx‖
    Scalar gradient_norm() const { return size() == 0 ? Scalar(0) : gradient_.cwiseAbs().maxCoeff(); }

    Scalar scaled_point_norm() const { return norm(point_, scale_); }  ///< ‖Dx‖

    /// The least that a diagonal of H is of D².
    Scalar least_share() const {
        Scalar least = 1;
        for (Eigen::Index c = 0; c < size(); ++c)
            if (diagonal_[c] > 0) least = std::min(least, diagonal_[c] / scale(c));
        return least;
    }

    /// What rounding the point can do to ‖r‖, column by column: ε ‖diag(JᵀJ)^½ x‖.
    Scalar residual_noise() const { return epsilon * norm(point_, diagonal_); }

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
    static Scalar norm(const vector& of, const vector& weights) {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < of.size(); ++c) sum += weights[c] * of[c] * of[c];
        return std::sqrt(sum);
    }
    Scalar norm(const vector& of) const {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < size(); ++c) sum += scale(c) * of[c] * of[c];
        return std::sqrt(sum);
    }
    void find_variables() {
        for (std::uint32_t id = 0; id < variables_.count(); ++id)
            if (!variables_.fixed(id) && variables_.size(id) > 0)
                columns_.push_back({variables_.column(id), variables_.columns(id), variables_.offset(id),
                                    variables_.size(id), variables_.axes(id), variables_.manifold(id) != nullptr});
    }
    /// Coordinates of one place share the mean of their diagonals. A column whose length is below √ε of the longest of its
    /// variable may be rounding: scaled by its own length, it would throw its unknown away.
    void rescale() {
        added_ = diagonal_;
        for (const variable_columns& v : columns_)
            for (Eigen::Index at = v.first; v.axes > 1 && at < v.first + v.count; at += v.axes)
                added_.segment(at, v.axes).setConstant(added_.segment(at, v.axes).mean());
        scale_ = (Scalar(0.95) * scale_).cwiseMax(added_);
        for (const variable_columns& v : columns_) {
            if (v.count < 2) continue;
            auto scales = scale_.segment(v.first, v.count);
            scales = scales.cwiseMax(epsilon * scales.maxCoeff());
        }
    }
    Scalar scale(Eigen::Index c) const { return scale_[c] > 0 ? scale_[c] : Scalar(1); }

    struct variable_columns {
        Eigen::Index first, count, offset, size, axes;
        bool curved;
    };
    const variable_store<Scalar>& variables_;
    std::unique_ptr<linear_system<Scalar>> system_;
    detail::second_derivative<Scalar> second_derivative_;
    vector gradient_, diagonal_, scale_, step_, bend_, added_, point_;
    aligned_vector<Scalar> pull_;  // Jᵀr_vv
    static constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    std::vector<variable_columns> columns_;
    Scalar cost_ = 0, predicted_decrease_ = 0, scaled_step_ = 0;
};

}  // namespace ditto::detail
