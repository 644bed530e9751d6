#pragma once

#include <ditto/config.hpp>
#include <ditto/error.hpp>
#include <ditto/problem/problem.hpp>

#include <Eigen/OrderingMethods>
#include <Eigen/QR>
#include <Eigen/SparseQR>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

namespace ditto::detail {

/// The Jacobian of a problem with columns of unit length, J = S D, in double precision, and S P = Q R, columns exchanged so
/// that what depends on others comes last: dense for some thousand columns, sparse for more.
class scaled_jacobian {
public:
    using vector = Eigen::VectorXd;
    using matrix = Eigen::MatrixXd;
    using index = Eigen::Index;

    /// `tolerance` 0: what rounding makes of a dependent column.
    template <class Scalar>
    explicit scaled_jacobian(basic_problem<Scalar>& of, double tolerance = 0) {
        const auto at = of.evaluate();
        if (!at.finite()) throw error("ditto: a residual or derivative is not finite: ask problem.diagnose()");
        residuals_ = at.residuals.template cast<double>();
        columns_ = at.jacobian.template cast<double>();
        lengths_.resize(columns_.cols());
        for (index c = 0; c < columns_.cols(); ++c) {
            const double length = columns_.col(c).norm();
            lengths_[c] = length > 0 ? length : 1;
            columns_.col(c) /= lengths_[c];
        }
        columns_.makeCompressed();
        const double epsilon = std::numeric_limits<Scalar>::epsilon();
        tolerance_ = tolerance > 0 ? tolerance : 4 * epsilon * static_cast<double>(std::max<index>({rows(), columns(), 16}));
        if (static_cast<double>(rows()) * static_cast<double>(columns()) <= 4e6) factor_dense();
        else factor_sparse();
    }

    index rows() const { return columns_.rows(); }
    index columns() const { return columns_.cols(); }
    index rank() const { return rank_; }
    double tolerance() const { return tolerance_; }
    const vector& residuals() const { return residuals_; }
    const vector& lengths() const { return lengths_; }  ///< of the columns of J; 1 where that is 0
    const Eigen::SparseMatrix<double>& scaled() const { return columns_; }

    /// The column of J that is number `k` in R.
    index column(index k) const { return order_[static_cast<std::size_t>(k)]; }
    /// The first columns of R, as many as the rank, and their rest: R = (first, rest) above nothing.
    const matrix& triangle() const { return triangle_; }

    /// (SᵀS)⁻¹ of column `c` of the unit matrix: R⁻¹ R⁻ᵀ of it. All columns of J must be independent.
    vector inverse_column(index c) const {
        vector right = vector::Zero(columns()), solution(columns());
        right[place_[static_cast<std::size_t>(c)]] = 1;
        if (sparse_) {
            sparse_->transpose().triangularView<Eigen::Lower>().solveInPlace(right);
            sparse_->triangularView<Eigen::Upper>().solveInPlace(right);
        } else {
            triangle_.transpose().triangularView<Eigen::Lower>().solveInPlace(right);
            triangle_.triangularView<Eigen::Upper>().solveInPlace(right);
        }
        for (index k = 0; k < columns(); ++k) solution[column(k)] = right[k];
        return solution;
    }

private:
    void factor_dense() {
        const Eigen::ColPivHouseholderQR<matrix> qr{matrix(columns_)};
        const index most = std::min(rows(), columns());
        while (rank_ < most && std::abs(qr.matrixR()(rank_, rank_)) > tolerance_) ++rank_;
        triangle_ = qr.matrixR().topRows(rank_);
        triangle_.triangularView<Eigen::StrictlyLower>().setZero();
        take_order(qr.colsPermutation().indices());
    }
    void factor_sparse() {
        Eigen::SparseQR<Eigen::SparseMatrix<double>, Eigen::COLAMDOrdering<int>> qr;
        qr.setPivotThreshold(tolerance_);
        qr.compute(columns_);
        if (qr.info() != Eigen::Success) throw error("ditto: the Jacobian cannot be factored");
        rank_ = qr.rank();
        take_order(qr.colsPermutation().indices());
        const Eigen::SparseMatrix<double, Eigen::RowMajor> sorted = qr.matrixR();  // which the copy in qr is not
        sparse_ = sorted.topRows(rank_);
        if (rank_ < columns()) triangle_ = *sparse_;
    }
    template <class Indices>
    void take_order(const Indices& indices) {
        order_.resize(static_cast<std::size_t>(columns()));
        place_.resize(order_.size());
        for (index k = 0; k < columns(); ++k) {
            order_[static_cast<std::size_t>(k)] = indices[k];
            place_[static_cast<std::size_t>(indices[k])] = k;
        }
    }

    vector residuals_, lengths_;
    Eigen::SparseMatrix<double> columns_;
    matrix triangle_;
    std::optional<Eigen::SparseMatrix<double>> sparse_;
    std::vector<index> order_, place_;
    index rank_ = 0;
    double tolerance_ = 0;
};

}  // namespace ditto::detail
