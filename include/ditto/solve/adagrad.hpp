#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/clipping.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/rate_schedule.hpp>
#include <ditto/solve/require_option.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>

namespace ditto {

/// Adagrad (Duchi, Hazan & Singer, "Adaptive subgradient methods", 2011, the diagonal form of figure 1):
///
///     s ← s + g²,     u = g / (√s + epsilon)
struct adagrad {
    double learning_rate = 0.01;
    double initial_accumulator = 0;  ///< s before the first step
    double epsilon = 1e-10;
    double weight_decay = 0;  ///< times x, added to the gradient
    ditto::rate_schedule schedule = {};
    ditto::clipping clip = {};
    int max_iterations = 1000;          ///< steps
    double gradient_tolerance = 1e-10;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    std::function<progress(const iteration&)> callback = {};

    static constexpr std::size_t memories = 1;
    static constexpr bool decouples_decay = false, squares = true;
    static constexpr const char* name() { return "Adagrad"; }
    void check() const {
        detail::require_not_negative("initial_accumulator", initial_accumulator);
        detail::require_positive("epsilon", epsilon);
    }
    template <class Scalar>
    auto update(std::int64_t) const {
        return [e = static_cast<Scalar>(epsilon), first = static_cast<Scalar>(initial_accumulator)](Scalar g, Scalar& s) {
            s += g * g;
            return g / (std::sqrt(first + s) + e);
        };
    }
};

}  // namespace ditto
