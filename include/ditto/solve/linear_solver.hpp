#pragma once

namespace ditto {

/// How the damped normal equations are solved.
enum class linear_solver {
    automatic,        ///< by size and structure: the summary says which it was
    dense_cholesky,   ///< in place, without allocation
    sparse_cholesky,  ///< fill-reducing order and symbolic analysis once, then dense fronts of neighbouring variables
    dense_schur,      ///< variables that share no residual are eliminated block by block, the rest is factored dense
    sparse_schur,     ///< the same, the rest factored sparse
    conjugate_gradients  ///< the same, the rest iterated with its block diagonal as preconditioner: no factor is stored
};

}  // namespace ditto
