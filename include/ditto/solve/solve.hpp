#pragma once

#include <ditto/problem/problem.hpp>
#include <ditto/solve/levenberg_marquardt.hpp>
#include <ditto/solve/minimise.hpp>
#include <ditto/solve/minimiser.hpp>
#include <ditto/solve/summary.hpp>

namespace ditto {

/// Minimises ½‖r‖² over the free variables of a problem, which holds the best point found when this returns or throws.
///
/// Throws what the callback throws, bad_alloc, and ditto::error where the callback edits the problem's structure, or rows
/// or non-zeros of JᵀJ outnumber 2^31 - 1. Workspace is allocated once; iterations allocate nothing beyond their records
/// after the first thousand and, with sparse_cholesky, what Eigen's factorisation does.
template <class Scalar>
summary solve(basic_problem<Scalar>& of, const levenberg_marquardt& options = {}) {
    return detail::minimiser<Scalar>(of, options).run();
}

}  // namespace ditto
