#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/line_search.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/require_option.hpp>

#include <Eigen/Core>

#include <functional>
#include <limits>

namespace ditto {
namespace detail {
template <class Scalar>
class lbfgs_direction;
}  // namespace detail

/// Options of the L-BFGS method (Nocedal 1980; Liu & Nocedal 1989): the inverse Hessian from the last steps and what they
/// changed the gradient by. Tolerances are relative, and never finer than the scalar type can resolve.
struct lbfgs {
    int memory = 10;            ///< how many steps are remembered
    int max_iterations = 1000;  ///< line searches
    strong_wolfe line_search = {};
    double gradient_tolerance = 1e-12;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    double step_tolerance = 1e-14;      ///< on ‖Δx‖ / ‖x‖, largest components, in three steps
    double function_tolerance = 1e-15;  ///< on the relative decrease of f, actual and to first order, in three steps
    std::function<progress(const iteration&)> callback = {};

    template <class Scalar>
    using direction = detail::lbfgs_direction<Scalar>;
    static constexpr const char* name() { return "L-BFGS"; }
    void check() const { detail::require_option(memory > 0, "memory", "be positive", memory); }
};

namespace detail {

/// The direction −Hg, by the two-loop recursion: Nocedal & Wright (2006), algorithm 7.4, with eq. 7.20 to start from.
template <class Scalar>
class lbfgs_direction {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    lbfgs_direction(const lbfgs& options, Eigen::Index size)
        : steps_(size, options.memory), changes_(steps_), curvatures_(options.memory), factors_(options.memory) {}

    void restart() { count_ = 0; }

    /// From the step `length` times `direction`, the change of the gradient and the gradient there: the next direction.
    /// Pairs without positive curvature are passed over.
    void turn(Scalar length, const vector& change, const vector& gradient, vector& direction) {
        const Scalar curvature = length * direction.dot(change), squares = change.squaredNorm();
        if (curvature > epsilon * length * direction.stableNorm() * std::sqrt(squares) && curvature / squares > 0) {
            newest_ = count_ == 0 ? 0 : (newest_ + 1) % steps_.cols();
            count_ = std::min(count_ + 1, steps_.cols());
            steps_.col(newest_) = length * direction;
            changes_.col(newest_) = change;
            curvatures_[newest_] = curvature;
            scale_ = curvature / squares;
        }
        direction = -gradient;
        for (Eigen::Index i = 0; i < count_; ++i) {
            const Eigen::Index at = back(i);
            factors_[at] = steps_.col(at).dot(direction) / curvatures_[at];
            direction -= factors_[at] * changes_.col(at);
        }
        if (count_ > 0) direction *= scale_;
        for (Eigen::Index i = count_; i-- > 0;) {
            const Eigen::Index at = back(i);
            direction += (factors_[at] - changes_.col(at).dot(direction) / curvatures_[at]) * steps_.col(at);
        }
    }

    /// The length to try first: 1, as of Newton's method, once something is known; before that, what the caller proposes.
    Scalar first_length(Scalar proposed) const { return count_ > 0 ? Scalar(1) : proposed; }

private:
    Eigen::Index back(Eigen::Index i) const { return (newest_ + steps_.cols() - i) % steps_.cols(); }

    static constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> steps_, changes_;
    vector curvatures_, factors_;
    Scalar scale_ = 1;
    Eigen::Index count_ = 0, newest_ = 0;
};

}  // namespace detail
}  // namespace ditto
