#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/line_search.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/require_option.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <functional>

namespace ditto {
namespace detail {
template <class Scalar>
class conjugate_direction;
}  // namespace detail

/// Options of the nonlinear conjugate gradient method of Hager & Zhang: four vectors of memory, whatever the iterations.
/// Tolerances are relative, and never finer than the scalar type can resolve.
struct conjugate_gradient {
    int restart_after = 0;      ///< iterations, then steepest descent once; 0: as many as there are unknowns, at least 20
    int max_iterations = 5000;  ///< line searches
    strong_wolfe line_search = {.curvature = 0.1};
    double gradient_tolerance = 1e-12;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    double step_tolerance = 1e-14;      ///< on ‖Δx‖ / ‖x‖, largest components, in three steps
    double function_tolerance = 1e-15;  ///< on the relative decrease of f, actual and to first order, in three steps
    std::function<progress(const iteration&)> callback = {};

    template <class Scalar>
    using direction = detail::conjugate_direction<Scalar>;
    static constexpr const char* name() { return "conjugate gradients"; }
    void check() const { detail::require_option(restart_after >= 0, "restart_after", "not be negative", restart_after); }
};

namespace detail {

/// d ← −g + βd. β of Hager & Zhang, "A new conjugate gradient method with guaranteed descent and an efficient line search"
/// (2005), eq. 1.3, bounded from below as in "The limited memory conjugate gradient method" (2013), eq. 2.4, whatever the
/// units.
template <class Scalar>
class conjugate_direction {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    conjugate_direction(const conjugate_gradient& options, Eigen::Index size)
        : restart_after_(options.restart_after > 0 ? options.restart_after : std::max<Eigen::Index>(size, 20)) {}

    void restart() { turns_ = 0; }

    void turn(Scalar, const vector& change, const vector& gradient, vector& direction) {
        const Scalar along = direction.dot(change), squares = direction.squaredNorm();
        Scalar beta = 0;
        if (along > 0 && ++turns_ < restart_after_) {
            beta = (change.dot(gradient) - 2 * (change.squaredNorm() / along) * direction.dot(gradient)) / along;
            // gradient − change is the gradient that the direction was made of
            beta = std::max(beta, Scalar(0.4) * (direction.dot(gradient) - along) / squares);
        } else {
            turns_ = 0;
        }
        direction = beta * direction - gradient;
    }

    Scalar first_length(Scalar proposed) const { return proposed; }

private:
    Eigen::Index restart_after_, turns_ = 0;
};

}  // namespace detail
}  // namespace ditto
