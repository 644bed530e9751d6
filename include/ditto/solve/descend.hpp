#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/line_search.hpp>
#include <ditto/solve/run_log.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace ditto::detail {

/// A run of a method that goes along directions as far as a line search says: L-BFGS, conjugate gradients.
template <class Scalar, class Options, class Target>
class line_search_descent {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    line_search_descent(Target target, const Options& options)
        : log_(std::move(target), options),
          here_(log_.target()),
          low_(here_),
          trial_(here_),
          direction_(here_.gradient),
          change_(direction_),
          gradient_in_unit_(direction_),
          turning_(options, direction_.size()) {
        options.check();
        options.line_search.check();
        require_not_negative("step_tolerance", options.step_tolerance);
        require_not_negative("function_tolerance", options.function_tolerance);
    }

    summary run() {
        const auto start = log_.target().start();
        std::copy(start.begin(), start.end(), here_.x.begin());
        if (log_.begin(span(here_.x), here_.value, span(here_.gradient))) {
            if (!choose_unit()) restart();
            minimise();
        }
        return log_.finish();
    }

private:
    struct place {
        vector x, gradient;
        Scalar value = 0;
        explicit place(Target& target)
            : x(vector::Zero(static_cast<Eigen::Index>(target.start().size()))),
              gradient(vector::Zero(static_cast<Eigen::Index>(target.columns()))) {}
        void swap(place& other) {
            x.swap(other.x);
            gradient.swap(other.gradient);
            std::swap(value, other.value);
        }
    };
    static constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    static constexpr int in_a_row = 3;  // one short step may have been along a wall
    static std::span<Scalar> span(vector& v) { return {v.data(), static_cast<std::size_t>(v.size())}; }
    static Scalar largest(const vector& v) { return v.cwiseAbs().maxCoeff(); }

    void minimise() {
        for (int i = 1; i <= log_.options().max_iterations; ++i)
            if (iterate(i)) return;
        log_.end_at_limit();
    }

    /// f is minimised in a unit by which squares of derivatives are in range, a power of 2. Where that has to be another
    /// one, it starts again from here.
    bool choose_unit() {
        using limits = std::numeric_limits<Scalar>;
        const int exponent = std::ilogb(largest(here_.gradient));
        if (std::abs(exponent) <= limits::max_exponent / 4) return false;
        const int whole = std::clamp(std::ilogb(unit_) - exponent, limits::min_exponent, limits::max_exponent - 1);
        const Scalar unit = std::ldexp(Scalar(1), whole), change = unit / unit_;
        if (change == 1) return false;
        here_.value *= change;
        here_.gradient *= change;
        unit_ = unit;
        restart();
        return true;
    }

    void restart() {
        turning_.restart();
        direction_ = -here_.gradient;
        steepest_ = true;
    }

    /// One line search. Returns whether the run is over.
    bool iterate(int number) {
        Scalar slope = here_.gradient.dot(direction_);
        if (!(slope < 0) || !std::isfinite(slope)) {
            restart();
            slope = here_.gradient.dot(direction_);
        }
        if (slope == 0) return log_.end(termination::function_tolerance, "the gradient vanishes beside the best point");
        const Scalar noise = this->noise();
        line_search<Scalar> search(log_.options().line_search, {0, here_.value, slope}, noise);
        const auto found = search.run(first_length(slope), [&](Scalar length) { return try_length(length); },
                                      [&] { low_.swap(trial_); });
        const Scalar length = found.at.length, predicted = -length * slope;
        iteration now{.number = number};
        // Where f falls before and rises after, and both by less than can be told, is a minimum.
        if (!found.wolfe && !(found.at.value < here_.value - noise)) return failed(now, -found.uphill * slope <= 4 * noise);

        const Scalar change = low_.value - here_.value, step = length * largest(direction_), point = largest(low_.x);
        const Scalar gradient_after = largest(low_.gradient);
        now.cost_change = static_cast<double>(change / unit_);
        now.step_norm = static_cast<double>(length * direction_.stableNorm());
        now.accepted = true;
        change_ = low_.gradient - here_.gradient;
        here_.swap(low_);
        last_slope_ = slope;
        last_length_ = length;
        last_step_ = step;
        keep();
        if (log_.record(now) || log_.stationary()) return true;
        still_ = step <= log_.resolvable(log_.options().step_tolerance) * point ? still_ + 1 : 0;
        if (still_ == in_a_row)
            return log_.end(termination::step_tolerance, "steps are as small as the tolerance asked for");
        if (stalls(std::max(std::abs(change), predicted), noise, gradient_after))
            return log_.end(termination::function_tolerance,
                            "the function decreases no further by what the tolerance asked for");
        if (choose_unit()) return false;
        turning_.turn(length, change_, here_.gradient, direction_);
        steepest_ = false;
        return false;
    }

    /// Whether steps have, in a row, brought and promised less than the tolerance. Where values no longer tell,
    /// gradients may: a step that halves the least of them starts the count again.
    bool stalls(Scalar decrease, Scalar noise, Scalar gradient) {
        const Scalar small = log_.resolvable(log_.options().function_tolerance) * std::abs(here_.value);
        if (decrease > std::max(small, noise) || (decrease <= noise && gradient <= least_gradient_ / 2)) stalled_ = 0;
        else ++stalled_;
        least_gradient_ = stalled_ == 0 ? gradient : std::min(gradient, least_gradient_);
        return stalled_ == in_a_row;
    }

    /// No length decreased f: once more along the gradient, then with more doubt in its values, and then it is over.
    bool failed(iteration& now, bool rounding) {
        now.cost_change = static_cast<double>((trial_.value - here_.value) / unit_);
        rounding = rounding || stalled_ > 0 || still_ > 0;
        if (log_.record(now)) return true;
        if (!steepest_) {
            restart();
            return false;
        }
        if (!rounding && doubt_ < 4096) {
            doubt_ *= 64;
            return false;
        }
        return rounding ? log_.end(termination::function_tolerance, "the function decreases no further in this precision")
                        : log_.end(termination::no_progress, "no step decreased the function, however short");
    }

    line_point<Scalar> try_length(Scalar length) {
        log_.target().move(span(here_.x), length, span(direction_), span(trial_.x));
        const bool finite = log_.evaluate(span(trial_.x), trial_.value, span(trial_.gradient));
        trial_.value *= unit_;
        trial_.gradient *= unit_;
        const Scalar none = std::numeric_limits<Scalar>::quiet_NaN();
        return {length, trial_.value, finite ? trial_.gradient.dot(direction_) : none};
    }

    /// Differences of f below this are rounding: of f, and of what rounding x does to it. Where no step succeeds although
    /// slopes promise one, sums within f may have lost digits that its value does not tell of.
    Scalar noise() const {
        const Scalar of_x = here_.x.size() == here_.gradient.size()
                                ? (epsilon * here_.gradient).cwiseAbs().dot(here_.x.cwiseAbs())
                                : epsilon * here_.gradient.cwiseAbs().sum() * largest(here_.x);  // on manifolds
        return 4 * doubt_ * epsilon * std::abs(here_.value) + of_x;
    }

    /// Without better knowledge: as much change of f to first order as last time (Nocedal & Wright, section 3.5); after a
    /// restart, as long a step; at the start a hundredth of x, or where a line of this slope reaches 0 (Hager &
    /// Zhang 2005, I0).
    Scalar first_length(Scalar slope) const {
        const Scalar steepest = largest(direction_), point = largest(here_.x);
        const Scalar as_last = last_length_ * std::clamp(last_slope_ / slope, Scalar(0.01), Scalar(100));
        if (!steepest_) return turning_.first_length(as_last);
        if (last_step_ > 0) return last_step_ / steepest;
        if (point > 0) return point / steepest / 100;
        return here_.value != 0 ? std::abs(here_.value) / -slope : 1 / steepest;
    }

    /// The best point, in the caller's unit. Values that differ by rounding are as good: there the gradient is less.
    void keep() {
        if (here_.value / unit_ > log_.best() + 4 * epsilon * std::abs(log_.best())) return;
        if (unit_ == 1) return log_.keep(span(here_.x), here_.value, span(here_.gradient));
        gradient_in_unit_ = here_.gradient / unit_;
        log_.keep(span(here_.x), here_.value / unit_, span(gradient_in_unit_));
    }

    run_log<Scalar, Target, Options> log_;
    place here_, low_, trial_;
    vector direction_, change_, gradient_in_unit_;
    typename Options::template direction<Scalar> turning_;
    Scalar unit_ = 1, last_slope_ = 0, last_length_ = 0, last_step_ = 0;
    Scalar least_gradient_ = std::numeric_limits<Scalar>::infinity();
    Scalar doubt_ = 1;
    int stalled_ = 0, still_ = 0;
    bool steepest_ = true;
};

}  // namespace ditto::detail
