#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/scaled_jacobian.hpp>

#include <Eigen/Core>
#include <Eigen/SVD>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace ditto {

/// A variable of any kind.
class any_variable {
public:
    template <class Kind>
    any_variable(const variable<Kind>& v)
        : problem_(detail::handle_access::problem(v)),
          index_(detail::handle_access::index(v)),
          serial_(detail::handle_access::serial(v)) {}

    std::uint64_t problem() const { return problem_; }
    std::uint32_t index() const { return index_; }
    std::uint32_t serial() const { return serial_; }

private:
    std::uint64_t problem_;
    std::uint32_t index_, serial_;
};

struct covariance_options {
    bool scale_by_variance = false;  ///< multiply by σ² = ‖r‖² / (rows - rank), as where errors of the data are not known
    bool pseudo_inverse = false;     ///< where columns depend on each other, (JᵀJ)⁺ in place of nothing
    double tolerance = 0;            ///< below which a column of unit length is a combination of others; 0: by rounding
};

/// (JᵀJ)⁻¹ in the columns of some variables, in the order in which they were named.
struct covariance_estimate {
    Eigen::MatrixXd matrix;  ///< not a number where columns depend on each other, unless as a pseudo-inverse
    std::vector<std::size_t> first;  ///< of each variable: its first column here; and behind the last
    std::size_t rank = 0;            ///< of J
    std::size_t columns = 0;         ///< of J
    double variance = 0;             ///< σ² = ‖r‖² / (rows - rank); not a number where that divides by 0

    bool is_full_rank() const { return rank == columns; }

    /// How two variables vary together, or one alone, counted in the order in which they were named.
    Eigen::MatrixXd block(std::size_t i, std::size_t j) const {
        return matrix.block(at(i), at(j), at(i + 1) - at(i), at(j + 1) - at(j));
    }
    Eigen::MatrixXd block(std::size_t i) const { return block(i, i); }
    /// Standard deviations of a variable's columns.
    Eigen::VectorXd deviations(std::size_t i) const { return block(i).diagonal().cwiseSqrt(); }

private:
    Eigen::Index at(std::size_t i) const { return static_cast<Eigen::Index>(first.at(i)); }
};

namespace detail {

/// V Σ⁻² Vᵀ of J = U Σ Vᵀ, the `rank` largest singular values alone.
inline Eigen::MatrixXd pseudo_inverse(const scaled_jacobian& j) {
    if (j.columns() > 2000)
        throw error("ditto: a pseudo-inverse is for at most 2000 columns, here are " + std::to_string(j.columns()));
    Eigen::MatrixXd r(j.rank(), j.columns());  // R Pᵀ D: J but for orthogonal columns
    for (Eigen::Index k = 0; k < j.columns(); ++k) r.col(j.column(k)) = j.triangle().col(k) * j.lengths()[j.column(k)];
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(r, Eigen::ComputeThinU | Eigen::ComputeThinV);
    const Eigen::MatrixXd v = svd.matrixV() * svd.singularValues().cwiseInverse().asDiagonal();
    return v * v.transpose();
}

}  // namespace detail

/// How far the data determine variables, to first order, at the present state: (JᵀJ)⁻¹ in their columns, from a QR
/// decomposition of J with columns of unit length. J is that of `evaluate`: weights count, losses do not. A fixed variable has
/// no columns. Where columns depend on each other, nothing is determined, and the result says so.
template <class Scalar>
covariance_estimate covariance(basic_problem<Scalar>& of, std::span<const any_variable> variables,
                               const covariance_options& options = {}) {
    const detail::scaled_jacobian j(of, options.tolerance);
    const auto& store = of.storage().variables;
    covariance_estimate made;
    std::vector<Eigen::Index> columns;
    for (const any_variable& v : variables) {
        const bool foreign = of.residual_count() > 0 && v.problem() != detail::handle_access::problem(of.residual(0));
        if (foreign || !store.contains(v.index(), v.serial()))
            throw invalid_handle("ditto: the variable belongs to another problem");
        made.first.push_back(columns.size());
        for (std::int32_t c = 0; !store.fixed(v.index()) && c < store.columns(v.index()); ++c)
            columns.push_back(store.column(v.index()) + c);
    }
    made.first.push_back(columns.size());
    made.rank = static_cast<std::size_t>(j.rank());
    made.columns = static_cast<std::size_t>(j.columns());
    const auto freedom = static_cast<double>(j.rows() - j.rank());
    made.variance = freedom > 0 ? j.residuals().squaredNorm() / freedom : std::numeric_limits<double>::quiet_NaN();

    const auto size = static_cast<Eigen::Index>(columns.size());
    made.matrix = Eigen::MatrixXd::Constant(size, size, std::numeric_limits<double>::quiet_NaN());
    if (made.is_full_rank()) {
        for (Eigen::Index c = 0; c < size; ++c) {
            const Eigen::Index column = columns[static_cast<std::size_t>(c)];
            const Eigen::VectorXd whole = j.inverse_column(column).cwiseQuotient(j.lengths()) / j.lengths()[column];
            made.matrix.col(c) = whole(columns);
        }
        made.matrix = ((made.matrix + made.matrix.transpose()) / 2).eval();
    } else if (options.pseudo_inverse) {
        made.matrix = detail::pseudo_inverse(j)(columns, columns);
    }
    if (options.scale_by_variance) made.matrix *= made.variance;
    return made;
}
template <class Scalar>
covariance_estimate covariance(basic_problem<Scalar>& of, std::initializer_list<any_variable> variables,
                               const covariance_options& options = {}) {
    return covariance(of, std::span(variables.begin(), variables.size()), options);
}

}  // namespace ditto
