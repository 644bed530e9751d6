#pragma once

#include <ditto/config.hpp>
#include <ditto/error.hpp>
#include <ditto/solve/advance.hpp>
#include <ditto/solve/clipping.hpp>
#include <ditto/solve/rate_schedule.hpp>
#include <ditto/solve/require_option.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ditto {

/// A first-order method: options, and what makes an update of a derivative, component by component.
///   learning_rate, weight_decay, schedule, clip      options that all have in common; those of a run are beside them
///   memories                                         how many numbers are remembered of each component, from 0 on
///   decouples_decay                                  decay is added to the update, and not to the gradient
///   squares                                          remembers squares of derivatives, which must not overflow
///   check()                                          throws where another option makes no sense
///   update<Scalar>(t)                                (g, memories&...) -> u for step t, counted from 1
/// A step is x ← x − rate u. The stepper does all else: to add a rule, write these.
template <class Rule>
concept update_rule = requires(const Rule& rule) {
    { rule.learning_rate } -> std::convertible_to<double>;
    { rule.weight_decay } -> std::convertible_to<double>;
    { rule.schedule } -> std::convertible_to<const rate_schedule&>;
    { rule.clip } -> std::convertible_to<const clipping&>;
    { Rule::memories } -> std::convertible_to<std::size_t>;
    { Rule::decouples_decay } -> std::convertible_to<bool>;
    { Rule::squares } -> std::convertible_to<bool>;
    { rule.name() } -> std::convertible_to<const char*>;
    rule.check();
    rule.template update<double>(std::int64_t{1});
};

/// One run of an update rule, for a training loop of one's own:
///
///     ditto::stepper descent(ditto::adam{.learning_rate = 0.01}, x.size());
///     while (...) if (!descent.step(x, gradient_at(x))) ...
///
/// All that it remembers is allocated once.
template <update_rule Rule, std::floating_point Scalar = double>
class stepper {
public:
    /// Throws ditto::error where an option makes no sense.
    stepper(Rule rule, std::size_t size)
        : rule_(std::move(rule)), update_(size, Scalar(0)), memories_(size * Rule::memories, Scalar(0)) {
        detail::require_positive("learning_rate", rule_.learning_rate);
        detail::require_not_negative("weight_decay", rule_.weight_decay);
        rule_.clip.check();
        rule_.check();
    }

    /// Moves the point. False, and nothing has changed, where a derivative is not finite, or its square is more than the
    /// rule can add up; false as well where the step led to a point that is not finite. Throws where sizes differ, or the
    /// schedule's factor makes no sense.
    [[nodiscard]] bool step(std::span<Scalar> x, std::span<const Scalar> gradient) {
        if (x.size() != update_.size()) refuse_size(x.size());
        return step(x, gradient, detail::advance<Scalar>);
    }
    /// For solvers, and points that do not merely add: move(from, length, direction, to), where `to` is `from`. Decay has
    /// no meaning there.
    template <class Move>
    [[nodiscard]] bool step(std::span<Scalar> x, std::span<const Scalar> gradient, Move&& move) {
        if (gradient.size() != update_.size()) refuse_size(gradient.size());
        if (x.size() != update_.size() && rule_.weight_decay != 0)
            throw error("ditto: weight_decay must be 0 where variables are on manifolds");
        Scalar largest = 0;
        for (const Scalar g : gradient) {
            if (!std::isfinite(g)) return false;
            largest = std::max(largest, std::abs(g));
        }
        if (Rule::squares && !(largest * largest <= room_for_sums)) return false;
        rate_ = static_cast<Scalar>(learning_rate());
        remember(x, gradient, detail::shortening(gradient, largest, rule_.clip),
                 std::make_index_sequence<Rule::memories>{});
        ++steps_;
        move(std::span<const Scalar>(x), -rate_, std::span<const Scalar>(update_), x);
        return std::all_of(x.begin(), x.end(), [](Scalar a) { return std::isfinite(a); });
    }

    std::int64_t steps() const { return steps_; }  ///< that were done
    /// Of the next step.
    double learning_rate() const { return rule_.learning_rate * rule_.schedule(steps_); }
    /// ‖Δx‖ of the last step.
    Scalar step_norm() const {
        Scalar squares = 0;
        for (const Scalar u : update_) squares += u * u;
        return rate_ * std::sqrt(squares);
    }
    const Rule& rule() const { return rule_; }

    /// As if no step had been done.
    void restart() {
        steps_ = 0;
        std::fill(memories_.begin(), memories_.end(), Scalar(0));
    }

private:
    [[noreturn]] void refuse_size(std::size_t got) const {
        throw size_mismatch("ditto: the stepper is of " + std::to_string(update_.size()) + " scalars, step() was given " +
                            std::to_string(got));
    }
    template <std::size_t... Memory>
    void remember(std::span<const Scalar> x, std::span<const Scalar> gradient, Scalar shorten,
                  std::index_sequence<Memory...>) {
        const auto value = static_cast<Scalar>(rule_.clip.value), most = static_cast<Scalar>(rule_.clip.update);
        const auto decay = static_cast<Scalar>(rule_.weight_decay);
        const auto update = rule_.template update<Scalar>(steps_ + 1);
        const bool decays = decay != 0;
        const std::size_t size = update_.size();
        [[maybe_unused]] Scalar* memory = memories_.data();
        for (std::size_t i = 0; i < size; ++i) {
            Scalar g = shorten * detail::clamped(gradient[i], value);
            if (!Rule::decouples_decay && decays) g += decay * x[i];
            update_[i] = detail::clamped(update(g, memory[Memory * size + i]...), most);
            if (Rule::decouples_decay && decays) update_[i] += decay * x[i];
        }
    }

    static constexpr Scalar room_for_sums = std::numeric_limits<Scalar>::max() * std::numeric_limits<Scalar>::epsilon();

    Rule rule_;
    std::vector<Scalar> update_, memories_;
    Scalar rate_ = 0;
    std::int64_t steps_ = 0;
};

template <class Rule>
stepper(Rule, std::size_t) -> stepper<Rule, double>;

}  // namespace ditto
