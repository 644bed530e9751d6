#pragma once

#include <ditto/problem/problem.hpp>
#include <ditto/solve/damped_steps.hpp>
#include <ditto/solve/dogleg_steps.hpp>
#include <ditto/solve/minimise.hpp>
#include <ditto/solve/minimiser.hpp>
#include <ditto/solve/searched_steps.hpp>
#include <ditto/solve/summary.hpp>

#include <concepts>

namespace ditto {

/// Minimises ½‖r‖² over the free variables of a problem, which holds the best point found when this returns or throws. The
/// options say by which method: levenberg_marquardt, dogleg or gauss_newton.
///
/// Variables with bounds stay within them, and start there: a start outside is moved first.
///
/// Throws what the callback throws, bad_alloc, and ditto::error where the callback edits the problem's structure, or rows
/// or non-zeros of JᵀJ outnumber 2^31 - 1. Workspace is allocated once; iterations allocate nothing beyond their records
/// after the first thousand and, where a kernel reads a part of a variable, what Eigen's factorisation does.
template <class Scalar>
summary solve(basic_problem<Scalar>& of, const levenberg_marquardt& options = {}) {
    return detail::minimiser<Scalar, detail::damped_steps<Scalar>, levenberg_marquardt>(of, options).run();
}
/// Their options are deduced, so that options in braces are Levenberg-Marquardt's.
template <class Scalar, std::same_as<dogleg> Options>
summary solve(basic_problem<Scalar>& of, const Options& options) {
    return detail::minimiser<Scalar, detail::dogleg_steps<Scalar>, dogleg>(of, options).run();
}
template <class Scalar, std::same_as<gauss_newton> Options>
summary solve(basic_problem<Scalar>& of, const Options& options) {
    return detail::minimiser<Scalar, detail::searched_steps<Scalar>, gauss_newton>(of, options).run();
}

}  // namespace ditto
