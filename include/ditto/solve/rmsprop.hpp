#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/clipping.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/rate_schedule.hpp>
#include <ditto/solve/require_option.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace ditto {

/// RMSprop (Tieleman & Hinton, "Neural networks for machine learning", lecture 6e, 2012):
///
///     v ← smoothing v + (1 − smoothing) g²,     b ← momentum b + g / (√v + epsilon),     u = b
///
/// centered: v less the square of g's own mean, an estimate of its variance (Graves, arXiv:1308.0850, eq. 38 to 40).
struct rmsprop {
    double learning_rate = 0.01;
    double smoothing = 0.99;
    double epsilon = 1e-8;
    double momentum = 0;
    bool centered = false;
    double weight_decay = 0;  ///< times x, added to the gradient
    ditto::rate_schedule schedule = {};
    ditto::clipping clip = {};
    int max_iterations = 1000;          ///< steps
    double gradient_tolerance = 1e-10;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    std::function<progress(const iteration&)> callback = {};

    static constexpr std::size_t memories = 3;
    static constexpr bool decouples_decay = false, squares = true;
    static constexpr const char* name() { return "RMSprop"; }
    void check() const {
        detail::require_fraction("smoothing", smoothing);
        detail::require_positive("epsilon", epsilon);
        detail::require_fraction("momentum", momentum);
    }
    template <class Scalar>
    auto update(std::int64_t) const {
        return [old = static_cast<Scalar>(smoothing), fresh = static_cast<Scalar>(1 - smoothing),
                e = static_cast<Scalar>(epsilon), mu = static_cast<Scalar>(momentum),
                is_centered = centered](Scalar g, Scalar& v, Scalar& mean, Scalar& b) {
            v = old * v + fresh * g * g;
            mean = old * mean + fresh * g;
            const Scalar spread = is_centered ? std::max(Scalar(0), v - mean * mean) : v;
            return b = mu * b + g / (std::sqrt(spread) + e);
        };
    }
};

}  // namespace ditto
