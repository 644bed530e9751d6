#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/require_option.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace ditto {

/// When a step length is taken: f(x + αd) ≤ f(x) + sufficient_decrease α ∇fᵀd, and |slope there| ≤ curvature |slope here|.
struct strong_wolfe {
    double sufficient_decrease = 1e-4;
    double curvature = 0.9;
    int max_evaluations = 40;  ///< of one search

    void check() const {
        detail::require_option(sufficient_decrease > 0 && sufficient_decrease < 1, "line_search.sufficient_decrease",
                               "be in (0, 1)", sufficient_decrease);
        detail::require_option(curvature > sufficient_decrease && curvature < 1, "line_search.curvature",
                               "be between sufficient_decrease and 1", curvature);
        detail::require_option(max_evaluations > 0, "line_search.max_evaluations", "be positive", max_evaluations);
    }
};

namespace detail {

/// A function along a line: φ(α) and φ'(α).
template <class Scalar>
struct line_point {
    Scalar length, value, slope;
    bool finite() const { return std::isfinite(value) && std::isfinite(slope); }
};

/// Where a cubic through two points with their slopes is least, or NaN: Nocedal & Wright, "Numerical optimization" (2006),
/// eq. 3.59, scaled against overflow as by Moré & Thuente (1994).
template <class Scalar>
Scalar cubic_minimum(const line_point<Scalar>& a, const line_point<Scalar>& b) {
    const Scalar d1 = a.slope + b.slope - 3 * ((a.value - b.value) / (a.length - b.length));
    const Scalar scale = std::max({std::abs(d1), std::abs(a.slope), std::abs(b.slope)});
    const Scalar square = (d1 / scale) * (d1 / scale) - (a.slope / scale) * (b.slope / scale);
    const Scalar d2 = std::copysign(scale * std::sqrt(square), b.length - a.length);
    return b.length - (b.length - a.length) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
}

/// Where the slopes say that the slope vanishes, or not finite.
template <class Scalar>
Scalar secant_zero(const line_point<Scalar>& a, const line_point<Scalar>& b) {
    return b.length - b.slope * ((b.length - a.length) / (b.slope - a.slope));
}

/// The search for a length that satisfies the strong Wolfe conditions: Nocedal & Wright, algorithms 3.5 and 3.6, as one
/// loop.
///
/// `low` is the least point so far that decreases f sufficiently; between it and `high`, once that is known, are lengths
/// that satisfy both conditions. Values that differ by less than `noise` are rounding: there slopes decide, which keep
/// their digits for longer (Hager & Zhang, "A new conjugate gradient method with guaranteed descent", 2005, section 4). A
/// point that is not finite bounds the search.
template <class Scalar>
class line_search {
public:
    using point = line_point<Scalar>;
    struct result {
        point at;       ///< `length` is 0 where no length would do
        bool wolfe;     ///< whether both conditions hold
        Scalar uphill;  ///< the shortest length tried where f rises; infinite where there was none
    };

    line_search(const strong_wolfe& conditions, const point& start, Scalar noise)
        : conditions_(conditions), start_(start), low_(start), noise_(noise) {}

    /// at(length) -> point; keep(): the last point that `at` was asked for is the least yet. The last one kept is the
    /// result.
    template <class At, class Keep>
    result run(Scalar length, At&& at, Keep&& keep) {
        Scalar uphill = std::numeric_limits<Scalar>::infinity();
        for (int i = 0; i < conditions_.max_evaluations; ++i) {
            const point now = at(length);
            if (now.slope >= 0) uphill = std::min(uphill, length);
            const bool flat = std::abs(now.slope) <= -static_cast<Scalar>(conditions_.curvature) * start_.slope;
            if (!now.finite() || (too_high(now) && !(flat && std::abs(now.value - start_.value) <= noise_))) {
                bound(now);
            } else {
                keep();
                const point before = std::exchange(low_, now);
                if (flat) return {now, true, uphill};
                previous_ = before;
                // Uphill towards `high`: the minimum is on the other side.
                if (now.slope * (bounded_ ? high_.length - now.length : Scalar(1)) >= 0) bound(before);
            }
            const Scalar next = bounded_ ? within() : beyond();
            if (!std::isfinite(next) || next == low_.length || next == high_.length) break;  // no number is left between
            if (bounded_ && std::abs(high_.length - low_.length) * -start_.slope <= noise_ / 8) break;
            length = next;
        }
        return {low_, false, uphill};
    }

private:
    bool too_high(const point& p) const {
        const Scalar enough = static_cast<Scalar>(conditions_.sufficient_decrease) * p.length * start_.slope;
        return p.value > start_.value + enough + noise_ || p.value > low_.value + noise_;
    }
    void bound(const point& p) {
        high_ = p;
        bounded_ = true;
    }

    /// Where the minimum is by interpolation; between values that differ by rounding, by that of slopes.
    Scalar minimum(const point& a, const point& b) const {
        return std::abs(a.value - b.value) <= noise_ ? secant_zero(a, b) : cubic_minimum(a, b);
    }

    /// Longer than `low`, as far as the minimum if that is ahead, within limits.
    Scalar beyond() const {
        const Scalar step = low_.length - previous_.length, next = minimum(previous_, low_);
        const Scalar least = low_.length + Scalar(1.1) * step, most = low_.length + 9 * step;
        return next > low_.length && next < most ? std::max(next, least) : most;
    }

    /// Between `low` and `high`: by interpolation, but not near an end, and halved where that shrinks the interval slowly.
    Scalar within() {
        const Scalar width = high_.length - low_.length, half = low_.length + width / 2;
        const bool slow = std::abs(width) > Scalar(0.66) * width_before_last_;
        width_before_last_ = std::exchange(last_width_, std::abs(width));
        if (!high_.finite()) return low_.length > 0 ? half : low_.length + width / 10;
        if (slow) return half;
        const Scalar next = minimum(low_, high_);
        const Scalar a = low_.length + width / 10, b = high_.length - width / 10;
        return std::isfinite(next) ? std::clamp(next, std::min(a, b), std::max(a, b)) : half;
    }

    const strong_wolfe& conditions_;
    point start_, low_, previous_ = low_, high_ = low_;
    Scalar noise_;
    Scalar last_width_ = std::numeric_limits<Scalar>::infinity(), width_before_last_ = last_width_;
    bool bounded_ = false;
};

}  // namespace detail
}  // namespace ditto
