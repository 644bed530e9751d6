#pragma once

// Needs Ceres 2.1.

#include <ditto/define/as_real.hpp>
#include <ditto/define/manifold.hpp>
#include <ditto/define/residual.hpp>

#include <Eigen/Cholesky>
#include <ceres/manifold.h>

#include <algorithm>
#include <cstddef>

namespace ditto {

namespace detail {

/// The scalars of a point. Differentiated as a definition is, by the step, this is the derivative of plus.
template <manifold Kind>
inline constexpr auto scalars_of_point = residual<Kind>([](auto x) {
    vec<quantity<any_dimension>, kind_size<Kind>> all{};
    std::size_t next = 0;
    for_each_scalar(x, [&](const auto& s) { all[next++] = as_real(s); });
    return all;
});

template <class Kind>
struct tangent_space {
    static constexpr int scalars = static_cast<int>(kind_size<Kind>), columns = static_cast<int>(kind_columns<Kind>);
    using embedding = Eigen::Matrix<double, scalars, columns, columns == 1 ? Eigen::ColMajor : Eigen::RowMajor>;
    using inverse = Eigen::Matrix<double, columns, scalars, scalars == 1 ? Eigen::ColMajor : Eigen::RowMajor>;

    /// P = d plus(x, step) / d step at 0: each column is a scalar's change.
    static embedding directions(const double* x) {
        const auto at = scalars_of_point<Kind>.linearize(unflatten<Kind, double>(x));
        embedding result;
        for (int i = 0; i < scalars; ++i)
            for (int k = 0; k < columns; ++k)
                result(i, k) = at.jacobian[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
        return result;
    }

    /// P⁺ = (PᵀP)⁻¹Pᵀ. Derivatives by the step, times this, are by the scalars: across the manifold they are 0, and times
    /// P what they were.
    static inverse coordinates(const double* x) {
        const embedding p = directions(x);
        return (p.transpose() * p).llt().solve(p.transpose());
    }
};

}  // namespace detail

/// A kind's plus and minus for Ceres. Blocks hold the kind's scalars in the order of its value: a quaternion's w first.
template <manifold Kind>
class ceres_manifold final : public ceres::Manifold {
    using space = detail::tangent_space<Kind>;

public:
    int AmbientSize() const override { return space::scalars; }
    int TangentSize() const override { return space::columns; }

    bool Plus(const double* x, const double* step, double* moved) const override {
        vec<double, kind_columns<Kind>> by;
        std::copy_n(step, kind_columns<Kind>, by.begin());
        flatten<Kind, double>(Kind::plus(unflatten<Kind, double>(x), by), moved);
        return true;
    }
    bool PlusJacobian(const double* x, double* jacobian) const override {
        space::embedding::Map(jacobian) = space::directions(x);
        return true;
    }
    bool Minus(const double* y, const double* x, double* step) const override {
        const auto by = Kind::minus(unflatten<Kind, double>(y), unflatten<Kind, double>(x));
        std::copy(by.begin(), by.end(), step);
        return true;
    }
    bool MinusJacobian(const double* x, double* jacobian) const override {
        space::inverse::Map(jacobian) = space::coordinates(x);
        return true;
    }
};

}  // namespace ditto
