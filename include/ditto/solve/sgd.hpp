#pragma once

#include <ditto/solve/clipping.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/rate_schedule.hpp>
#include <ditto/solve/require_option.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>

namespace ditto {

/// Gradient descent, with momentum as a sum of past gradients (Sutskever et al., "On the importance of initialization and
/// momentum in deep learning", 2013, in the form where the learning rate is outside the sum):
///
///     v ← momentum v + g,     u = v,     or g + momentum v (Nesterov)
struct sgd {
    double learning_rate = 0.01;
    double momentum = 0;
    bool nesterov = false;
    double weight_decay = 0;  ///< times x, added to the gradient
    ditto::rate_schedule schedule = {};
    ditto::clipping clip = {};
    int max_iterations = 1000;          ///< steps
    double gradient_tolerance = 1e-10;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    std::function<progress(const iteration&)> callback = {};

    static constexpr std::size_t memories = 1;
    static constexpr bool decouples_decay = false, squares = false;
    static constexpr const char* name() { return "SGD"; }
    void check() const {
        detail::require_fraction("momentum", momentum);
        detail::require_option(!nesterov || momentum > 0, "momentum", "be positive for nesterov", momentum);
    }
    template <class Scalar>
    auto update(std::int64_t) const {
        return [mu = static_cast<Scalar>(momentum), ahead = nesterov](Scalar g, Scalar& v) {
            v = mu * v + g;
            return ahead ? g + mu * v : v;
        };
    }
};

}  // namespace ditto
