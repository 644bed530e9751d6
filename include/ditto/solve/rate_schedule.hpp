#pragma once

#include <ditto/solve/require_option.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <numbers>
#include <type_traits>
#include <utility>

namespace ditto {

/// How the learning rate changes: a factor of it for each step, counted from 0. Any function of a step's number is one;
/// products of schedules are, too: `warm_up(100) * cosine_decay(10000)`.
class rate_schedule {
public:
    rate_schedule() = default;  ///< 1 at every step
    template <class F>
        requires(!std::same_as<std::remove_cvref_t<F>, rate_schedule> &&
                 std::is_invocable_r_v<double, const std::remove_cvref_t<F>&, std::int64_t>)
    rate_schedule(F&& factor) : factor_(std::forward<F>(factor)) {}

    /// Throws where the factor is negative or not finite.
    double operator()(std::int64_t step) const {
        const double factor = factor_ ? factor_(step) : 1.0;
        detail::require_not_negative("a factor of schedule", factor);
        return factor;
    }

    /// This one for some steps, then `next`, whose steps are counted from there.
    rate_schedule then(std::int64_t steps, rate_schedule next) const {
        detail::require_not_negative("steps of a schedule", static_cast<double>(steps));
        return [first = *this, steps, next = std::move(next)](std::int64_t step) {
            return step < steps ? first(step) : next(step - steps);
        };
    }

    friend rate_schedule operator*(rate_schedule a, rate_schedule b) {
        return [a = std::move(a), b = std::move(b)](std::int64_t step) { return a(step) * b(step); };
    }

private:
    std::function<double(std::int64_t)> factor_;
};

inline rate_schedule constant_rate(double factor) {
    detail::require_not_negative("factor of constant_rate", factor);
    return [factor](std::int64_t) { return factor; };
}

/// factor^⌊step / every⌋
inline rate_schedule step_decay(std::int64_t every, double factor) {
    detail::require_positive("every of step_decay", static_cast<double>(every));
    detail::require_not_negative("factor of step_decay", factor);
    return [=](std::int64_t step) { return std::pow(factor, static_cast<double>(step / every)); };
}

/// factor^step
inline rate_schedule exponential_decay(double factor) {
    detail::require_not_negative("factor of exponential_decay", factor);
    return [=](std::int64_t step) { return std::pow(factor, static_cast<double>(step)); };
}

/// From 1 to `least` along half a cosine in so many steps, `least` from there on: Loshchilov & Hutter, "SGDR",
/// arXiv:1608.03983, eq. 5.
inline rate_schedule cosine_decay(std::int64_t steps, double least = 0) {
    detail::require_positive("steps of cosine_decay", static_cast<double>(steps));
    detail::require_not_negative("least of cosine_decay", least);
    return [=](std::int64_t step) {
        const double done = std::min(1.0, static_cast<double>(step) / static_cast<double>(steps));
        return least + (1 - least) * (1 + std::cos(std::numbers::pi * done)) / 2;
    };
}

/// Rises to 1 by equal amounts: 1/steps at the first step, 1 from the last of them on.
inline rate_schedule warm_up(std::int64_t steps) {
    detail::require_positive("steps of warm_up", static_cast<double>(steps));
    return [=](std::int64_t step) { return std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(steps)); };
}

}  // namespace ditto
