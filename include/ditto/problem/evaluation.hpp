#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/aligned_vector.hpp>
#include <ditto/problem/jacobian_pattern.hpp>

#include <Eigen/SparseCore>

#include <algorithm>
#include <memory>

namespace ditto {

template <class Scalar>
class basic_problem;

/// What a problem is at its present state. Filled by `problem::evaluate`, which allocates only when the problem's
/// structure is another one than this evaluation held before.
template <class Scalar>
class basic_evaluation {
public:
    Eigen::Matrix<Scalar, Eigen::Dynamic, 1> residuals;     ///< in the order of adding
    Eigen::SparseMatrix<Scalar, Eigen::RowMajor> jacobian;  ///< columns are the scalars of `state()`, or steps on manifolds
    Scalar cost = 0;                                        ///< what a solver minimises: ½‖r‖², with losses and energies

    /// Whether every residual and every partial derivative is finite.
    bool finite() const {
        const auto is_finite = [](Scalar x) { return std::isfinite(x); };
        return std::all_of(residuals.data(), residuals.data() + residuals.size(), is_finite) &&
               std::all_of(jacobian.valuePtr(), jacobian.valuePtr() + jacobian.nonZeros(), is_finite);
    }

private:
    friend class basic_problem<Scalar>;

    void take_pattern(const std::shared_ptr<const detail::jacobian_pattern>& pattern) {
        const auto rows = static_cast<Eigen::Index>(pattern->row_starts.size()) - 1;
        const auto columns = static_cast<Eigen::Index>(pattern->columns);
        const auto non_zeros = static_cast<Eigen::Index>(pattern->column_of.size());
        const bool untouched = residuals.size() == rows && jacobian.isCompressed() && jacobian.rows() == rows &&
                               jacobian.cols() == columns && jacobian.nonZeros() == non_zeros;
        if (pattern_ == pattern && untouched) return;
        residuals.resize(rows);
        jacobian.resize(rows, columns);
        jacobian.resizeNonZeros(non_zeros);
        std::copy(pattern->row_starts.begin(), pattern->row_starts.end(), jacobian.outerIndexPtr());
        std::copy(pattern->column_of.begin(), pattern->column_of.end(), jacobian.innerIndexPtr());
        pattern_ = pattern;
    }

    std::shared_ptr<const detail::jacobian_pattern> pattern_;
    detail::aligned_vector<Scalar> scratch_;
};

using evaluation = basic_evaluation<double>;

}  // namespace ditto
