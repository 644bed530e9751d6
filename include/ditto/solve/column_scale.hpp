#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/variable_store.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace ditto::detail {

/// Where a free variable's columns and scalars are.
struct variable_columns {
    Eigen::Index first, count, offset, size, axes;
    bool curved;  ///< its scalars do not merely add
};

template <class Scalar>
std::vector<variable_columns> free_variables(const variable_store<Scalar>& of) {
    std::vector<variable_columns> found;
    for (std::uint32_t id = 0; id < of.count(); ++id)
        if (!of.fixed(id) && of.size(id) > 0)
            found.push_back({of.column(id), of.columns(id), of.offset(id), of.size(id), of.axes(id),
                             of.manifold(id) != nullptr});
    return found;
}

/// D²: the largest diagonal of JᵀJ met so far; coordinates of a place share one, so that it is no matter how axes lie. Where a
/// column has always been zero D² is 1.
template <class Scalar>
class column_scale {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    /// Not `by_column`: all share the largest.
    column_scale(const std::vector<variable_columns>& variables, Eigen::Index columns, bool by_column)
        : variables_(variables), squares_(vector::Zero(columns)), met_(squares_), by_column_(by_column) {}

    /// Coordinates of one place share the mean of their diagonals. A column whose length is below √ε of the longest of its
    /// variable may be rounding: scaled by its own length, it would throw its unknown away.
    void update(const vector& diagonal) {
        met_ = diagonal;
        if (!by_column_) met_.setConstant(diagonal.size() == 0 ? Scalar(0) : diagonal.maxCoeff());
        for (const variable_columns& v : variables_)
            for (Eigen::Index at = v.first; v.axes > 1 && at < v.first + v.count; at += v.axes)
                met_.segment(at, v.axes).setConstant(met_.segment(at, v.axes).mean());
        squares_ = squares_.cwiseMax(met_);
        for (const variable_columns& v : variables_) {
            if (v.count < 2) continue;
            auto own = squares_.segment(v.first, v.count);
            own = own.cwiseMax(std::numeric_limits<Scalar>::epsilon() * own.maxCoeff());
        }
    }

    Scalar operator[](Eigen::Index c) const { return squares_[c] > 0 ? squares_[c] : Scalar(1); }

    /// ‖Dv‖
    Scalar norm(const vector& v) const { return std::sqrt(product(v, v)); }
    /// vᵀD²w
    Scalar product(const vector& v, const vector& w) const {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < v.size(); ++c) sum += (*this)[c] * v[c] * w[c];
        return sum;
    }
    /// The same where columns that have always been zero count for nothing.
    Scalar norm_of_point(const vector& x) const { return weighted_norm(x, squares_); }

    /// The least that an entry of a diagonal is of D².
    Scalar least_share(const vector& diagonal) const {
        Scalar least = 1;
        for (Eigen::Index c = 0; c < diagonal.size(); ++c)
            if (diagonal[c] > 0) least = std::min(least, diagonal[c] / (*this)[c]);
        return least;
    }

    static Scalar weighted_norm(const vector& of, const vector& weights) {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < of.size(); ++c) sum += weights[c] * of[c] * of[c];
        return std::sqrt(sum);
    }

private:
    const std::vector<variable_columns>& variables_;
    vector squares_, met_;
    bool by_column_;
};

}  // namespace ditto::detail
