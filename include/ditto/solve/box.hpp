#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/column_scale.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ditto::detail {

/// Bounds of the free scalars: lower ≤ x ≤ upper, by scalar of the state; infinite where there is none, empty where no
/// variable has any. Scalars of variables on manifolds are not bounded.
template <class Scalar>
class box {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    box() = default;
    box(std::span<const Scalar> lower, std::span<const Scalar> upper, const std::vector<variable_columns>& variables,
        Eigen::Index columns)
        : lower_(lower), upper_(upper) {
        if (empty()) return;
        scalar_of_column_.assign(static_cast<std::size_t>(columns), -1);
        for (const variable_columns& v : variables)
            for (Eigen::Index i = 0; !v.curved && i < v.count; ++i)
                scalar_of_column_[static_cast<std::size_t>(v.first + i)] = v.offset + i;
    }

    bool empty() const { return lower_.empty(); }

    /// Moves a point into the box: what is within rounding of a bound, coming from another point, onto it.
    void project(Scalar* state, const Scalar* from) const {
        for (const Eigen::Index at : scalar_of_column_) {
            if (at < 0) continue;
            const Scalar x = state[at], low = lower(at), high = upper(at);
            if (x <= low + rounding(low, from[at])) state[at] = low;
            else if (x >= high - rounding(high, from[at])) state[at] = high;
        }
    }

    /// Whether a column is at a bound that going down the gradient would leave.
    bool holds(Eigen::Index column, const Scalar* state, Scalar gradient) const {
        if (empty()) return false;
        const Eigen::Index at = scalar_of_column_[static_cast<std::size_t>(column)];
        return at >= 0 && ((gradient >= 0 && state[at] <= lower(at)) || (gradient <= 0 && state[at] >= upper(at)));
    }

    /// Shortens a step, column by column, to what leads into the box. Returns whether it was changed.
    bool clip(const Scalar* state, vector& step) const {
        bool changed = false;
        for (std::size_t c = 0; c < scalar_of_column_.size(); ++c) {
            const Eigen::Index at = scalar_of_column_[c];
            if (at < 0) continue;
            Scalar& s = step[static_cast<Eigen::Index>(c)];
            const Scalar down = lower(at) - state[at], up = std::max(upper(at) - state[at], down);
            const Scalar within = std::clamp(s, down, up);
            changed = changed || within != s;
            s = within;
        }
        return changed;
    }

private:
    Scalar lower(Eigen::Index at) const { return lower_[static_cast<std::size_t>(at)]; }
    Scalar upper(Eigen::Index at) const { return upper_[static_cast<std::size_t>(at)]; }
    static Scalar rounding(Scalar bound, Scalar from) {
        if (!std::isfinite(bound)) return 0;
        return 2 * std::numeric_limits<Scalar>::epsilon() * std::max(std::abs(bound), std::abs(from));
    }

    std::span<const Scalar> lower_, upper_;
    std::vector<Eigen::Index> scalar_of_column_;  // -1: not bounded
};

}  // namespace ditto::detail
