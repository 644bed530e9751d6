#pragma once

#include <ditto/problem/normal_equations.hpp>
#include <ditto/solve/dense_cholesky.hpp>

#include <Eigen/SparseCholesky>

namespace ditto::detail {

/// Cholesky factors of damped normal equations, dense or sparse as those are.
///
/// Dense: factored into room of its own; nothing is allocated after construction. Sparse: analysed once at construction,
/// in the order that the equations have; each factorisation is Eigen's, which allocates a few vectors of scratch.
template <class Scalar>
class normal_solver {
public:
    using vector = typename basic_normal_equations<Scalar>::vector;
    using form = typename basic_normal_equations<Scalar>::form;

    explicit normal_solver(const basic_normal_equations<Scalar>& equations)
        : equations_(equations), dense_(equations.kind() == form::dense ? equations.size() : 0) {
        if (equations.kind() == form::sparse) sparse_.analyzePattern(equations.sparse());
    }

    /// Factors the equations as they stand; false where they are not positive definite to working precision.
    bool factorize() {
        if (equations_.kind() == form::dense) return dense_.factorize(equations_.dense());
        sparse_.factorize(equations_.sparse());
        return sparse_.info() == Eigen::Success;
    }

    /// Replaces the right side by the solution.
    void solve(vector& right) {
        if (equations_.kind() == form::dense)
            dense_.solve(right);
        else {  // what Eigen's solve does in the order given, without its copies
            sparse_.matrixL().solveInPlace(right);
            sparse_.matrixU().solveInPlace(right);
        }
    }

private:
    const basic_normal_equations<Scalar>& equations_;
    dense_cholesky<Scalar> dense_;
    Eigen::SimplicialLLT<typename basic_normal_equations<Scalar>::sparse_matrix, Eigen::Upper,
                         Eigen::NaturalOrdering<int>>
        sparse_;
};

}  // namespace ditto::detail
