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
namespace detail {

/// Kingma & Ba, "Adam", arXiv:1412.6980, algorithm 1: means of g and g² that forget exponentially, freed of their bias
/// towards the 0 that they started from.
template <class Scalar, class Options>
auto adam_update(const Options& o, std::int64_t t) {
    const auto times = static_cast<double>(t);
    return [b1 = static_cast<Scalar>(o.beta1), b2 = static_cast<Scalar>(o.beta2), e = static_cast<Scalar>(o.epsilon),
            new1 = static_cast<Scalar>(1 - o.beta1), new2 = static_cast<Scalar>(1 - o.beta2),
            unbias1 = static_cast<Scalar>(1 / (1 - std::pow(o.beta1, times))),
            unbias2 = static_cast<Scalar>(1 / (1 - std::pow(o.beta2, times)))](Scalar g, Scalar& m, Scalar& v) {
        m = b1 * m + new1 * g;
        v = b2 * v + new2 * g * g;
        return unbias1 * m / (std::sqrt(unbias2 * v) + e);
    };
}

template <class Options>
void check_adam(const Options& o) {
    require_fraction("beta1", o.beta1);
    require_fraction("beta2", o.beta2);
    require_positive("epsilon", o.epsilon);
}

}  // namespace detail

/// Adam: u = m̂ / (√v̂ + epsilon), of the gradient's means m̂ and v̂ of its squares.
struct adam {
    double learning_rate = 1e-3;
    double beta1 = 0.9;    ///< what m keeps of itself
    double beta2 = 0.999;  ///< what v keeps of itself
    double epsilon = 1e-8;
    double weight_decay = 0;  ///< times x, added to the gradient
    ditto::rate_schedule schedule = {};
    ditto::clipping clip = {};
    int max_iterations = 1000;          ///< steps
    double gradient_tolerance = 1e-10;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    std::function<progress(const iteration&)> callback = {};

    static constexpr std::size_t memories = 2;
    static constexpr bool decouples_decay = false, squares = true;
    static constexpr const char* name() { return "Adam"; }
    void check() const { detail::check_adam(*this); }
    template <class Scalar>
    auto update(std::int64_t t) const {
        return detail::adam_update<Scalar>(*this, t);
    }
};

/// Adam whose decay does not go through the means: u = m̂ / (√v̂ + epsilon) + weight_decay x. Loshchilov & Hutter,
/// "Decoupled weight decay regularization", arXiv:1711.05101, algorithm 2, its decay times the learning rate.
struct adamw {
    double learning_rate = 1e-3;
    double beta1 = 0.9;    ///< what m keeps of itself
    double beta2 = 0.999;  ///< what v keeps of itself
    double epsilon = 1e-8;
    double weight_decay = 0.01;  ///< times x, added to the update
    ditto::rate_schedule schedule = {};
    ditto::clipping clip = {};
    int max_iterations = 1000;          ///< steps
    double gradient_tolerance = 1e-10;  ///< on ‖∇f‖ ‖x‖ / |f|, largest components; see ditto::minimise
    std::function<progress(const iteration&)> callback = {};

    static constexpr std::size_t memories = 2;
    static constexpr bool decouples_decay = true, squares = true;
    static constexpr const char* name() { return "AdamW"; }
    void check() const { detail::check_adam(*this); }
    template <class Scalar>
    auto update(std::int64_t t) const {
        return detail::adam_update<Scalar>(*this, t);
    }
};

}  // namespace ditto
