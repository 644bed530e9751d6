#pragma once

namespace ditto {

/// How the damped normal equations are solved.
enum class linear_solver {
    automatic,        ///< dense where JᵀJ is, or for few unknowns; sparse otherwise
    dense_cholesky,   ///< in place, without allocation
    sparse_cholesky,  ///< fill-reducing order and symbolic analysis once; Eigen's factorisation allocates scratch
    dense_schur,      ///< variables that share no residual are eliminated block by block, the rest is factored dense
    sparse_schur      ///< the same, the rest factored sparse
};

}  // namespace ditto
