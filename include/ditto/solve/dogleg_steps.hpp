#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/dogleg.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/least_damped_step.hpp>
#include <ditto/solve/plane_minimum.hpp>
#include <ditto/solve/quadratic_model.hpp>
#include <ditto/solve/trial_point.hpp>

#include <algorithm>
#include <limits>

namespace ditto::detail {

/// Steps of Powell's dogleg and of its subspace variant, and the radius that governs them. See damped_steps for what a
/// method is asked.
template <class Scalar>
class dogleg_steps {
public:
    using model = quadratic_model<Scalar>;
    using vector = typename model::vector;
    static constexpr const char* name = "dogleg";
    static constexpr const char* shorter = "no step decreased the cost, however small the radius";

    dogleg_steps(const dogleg& options, Eigen::Index columns)
        : options_(options), newton_(vector::Zero(columns)), cauchy_(newton_), combined_(newton_) {}

    bool find(model& m) {
        if (!known_ && !(known_ = prepare(m))) return false;
        if (radius_ < 0) start(m);
        if (newton_length_ <= radius_) {
            if (!fresh_) m.set_step(newton_);
            is_short_ = m.clipped();
        } else {
            is_short_ = true;
            if (options_.subspace) within_plane(m);
            else along_dogleg(m);
            m.set_step(combined_);
        }
        fresh_ = false;
        return true;
    }

    Scalar attempt(model& m, trial_point<Scalar>& trial) const { return trial.change(m); }

    void taken(Scalar gain, const model& m) {
        if (gain > Scalar(0.75)) radius_ = std::max(radius_, 3 * m.scaled_step_norm());
        if (gain < Scalar(0.25)) radius_ = std::min(radius_, m.scaled_step_norm()) / 2;
        shrink_ = 2;
        known_ = false;
    }
    void refused(bool solved, const model& m) {
        if (!solved) radius_ = 0;
        radius_ = std::min(radius_, m.clipped() ? newton_length_ : m.scaled_step_norm()) / shrink_;
        shrink_ *= 2;
    }
    /// Where longer steps were refused, shorter ones are all there is.
    Scalar promised(const model& m) const { return shrink_ > 2 && !m.clipped() ? m.predicted_decrease() : newton_decrease_; }
    bool is_short() const { return is_short_; }
    bool exhausted() const { return !(radius_ > least_radius_); }
    void describe(iteration& now) const {
        now.damping = static_cast<double>(damping_);
        now.radius = static_cast<double>(radius_);
    }

private:
    /// The Gauss-Newton step, and the minimum along −D⁻²g.
    bool prepare(model& m) {
        damping_ = damping_ / 10 < 16 * std::numeric_limits<Scalar>::epsilon() ? Scalar(0) : damping_ / 10;
        if (!solve_least_damped(m, damping_)) return false;
        newton_ = m.solution();
        newton_length_ = m.scale().norm(newton_);
        newton_decrease_ = m.promised_decrease();
        for (Eigen::Index c = 0; c < cauchy_.size(); ++c) cauchy_[c] = -m.gradient()[c] / m.scale()[c];
        const Scalar length = m.scale().norm(cauchy_);
        if (length > 0) cauchy_ /= length;  // so that no product overflows that need not
        const Scalar slope = -cauchy_.dot(m.gradient()), curvature = m.curvature(cauchy_);
        cauchy_length_ = curvature > 0 ? slope / curvature : std::numeric_limits<Scalar>::infinity();
        fresh_ = true;
        return true;
    }
    void start(const model& m) {
        const Scalar point = m.scaled_point_norm();
        radius_ = static_cast<Scalar>(options_.initial_radius) * (point > 0 ? point : newton_length_);
        least_radius_ = std::numeric_limits<Scalar>::min() * 1024;
    }

    /// Where the path from here over the Cauchy point to the Gauss-Newton step leaves the region.
    void along_dogleg(const model& m) {
        if (!(cauchy_length_ < radius_)) {
            combined_ = radius_ * cauchy_;
            return;
        }
        combined_ = newton_ - cauchy_length_ * cauchy_;
        const Scalar a = m.scale().product(combined_, combined_);
        const Scalar b = cauchy_length_ * m.scale().product(cauchy_, combined_);
        const Scalar c = (radius_ - cauchy_length_) * (radius_ + cauchy_length_);
        const Scalar root = std::sqrt(std::max(b * b + a * c, Scalar(0)));
        const Scalar share = b > 0 ? c / (b + root) : (root - b) / a;
        combined_ = cauchy_length_ * cauchy_ + std::clamp(share, Scalar(0), Scalar(1)) * combined_;
    }

    /// By coordinates y in an orthonormal basis of the plane, in the scalar product of D².
    void within_plane(const model& m) {
        second_ = newton_ - m.scale().product(newton_, cauchy_) * cauchy_;
        second_ -= m.scale().product(second_, cauchy_) * cauchy_;
        const Scalar length = m.scale().norm(second_);
        if (!(length > std::numeric_limits<Scalar>::epsilon() * newton_length_)) return along_dogleg(m);
        second_ /= length;
        sum_ = cauchy_ + second_;
        plane_model<Scalar> plane{m.curvature(cauchy_), 0, m.curvature(second_), cauchy_.dot(m.gradient()),
                                  second_.dot(m.gradient())};
        plane.b12 = (m.curvature(sum_) - plane.b11 - plane.b22) / 2;
        const auto y = plane_minimum(plane, radius_);
        combined_ = y[0] * cauchy_ + y[1] * second_;
    }

    const dogleg& options_;
    vector newton_, cauchy_, combined_, second_, sum_;  // cauchy_ is the direction, of length 1
    Scalar newton_length_ = 0, newton_decrease_ = 0, cauchy_length_ = 0;
    Scalar radius_ = -1, least_radius_ = 0, shrink_ = 2, damping_ = 0;
    bool known_ = false, fresh_ = false, is_short_ = false;
};

}  // namespace ditto::detail
