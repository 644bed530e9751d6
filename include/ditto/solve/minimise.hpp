#pragma once

#include <ditto/problem/problem.hpp>
#include <ditto/solve/adagrad.hpp>
#include <ditto/solve/adam.hpp>
#include <ditto/solve/conjugate_gradient.hpp>
#include <ditto/solve/descend.hpp>
#include <ditto/solve/follow_rule.hpp>
#include <ditto/solve/lbfgs.hpp>
#include <ditto/solve/objective.hpp>
#include <ditto/solve/rmsprop.hpp>
#include <ditto/solve/sgd.hpp>
#include <ditto/solve/summary.hpp>

#include <concepts>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>

namespace ditto {

/// A method that goes along directions, as far as a line search says.
template <class Method>
concept line_search_method = requires { typename Method::template direction<double>; };
/// A method of gradients alone.
template <class Method>
concept gradient_method = line_search_method<Method> || update_rule<Method>;

namespace detail {

template <class Scalar, class Target, class Method>
summary minimise_target(Target target, const Method& method) {
    if constexpr (line_search_method<Method>)
        return line_search_descent<Scalar, Method, Target>(std::move(target), method).run();
    else
        return follow_rule<Scalar>(std::move(target), method);
}

}  // namespace detail

/// Minimises a function from the point in `x`, which holds the best point found when this returns or throws, and whenever
/// the callback is called.
///
/// Methods with a line search never leave for a point that is worse by more than rounding, and pass over points where f is
/// not finite. An update rule takes every step: an iteration is `accepted` where it led to the best point so far, and the
/// run ends, diverged, where f is not finite. All converge by `gradient_tolerance` where the largest |∂f/∂x| times the
/// largest |x| met is a tolerated part of |f|; for a minimum of value 0 that is never, and rules are left to end by their
/// limit or the callback.
///
/// Throws ditto::error where an option makes no sense, what f and the callback throw, and bad_alloc. All room is taken
/// at the start; iterations allocate nothing beyond their records after the first thousand.
template <class F, std::ranges::contiguous_range Range, gradient_method Method = lbfgs>
    requires std::same_as<std::ranges::range_reference_t<Range>, std::ranges::range_value_t<Range>&> &&
             std::floating_point<std::ranges::range_value_t<Range>> && objective<F, std::ranges::range_value_t<Range>>
summary minimise(F&& f, Range&& x, const Method& options = {}) {
    using number = std::ranges::range_value_t<Range>;
    using target = detail::function_target<number, std::remove_reference_t<F>>;
    return detail::minimise_target<number>(target(f, std::span<number>(x)), options);
}

/// The same for the cost of a problem over its free variables: `ditto::solve(p, ditto::lbfgs{})`. Throws ditto::error as
/// well where the callback edits the problem's structure, and where variables have bounds, which are not kept here.
template <class Scalar, gradient_method Method>
summary solve(basic_problem<Scalar>& of, const Method& options) {
    return detail::minimise_target<Scalar>(detail::problem_target<Scalar>(of), options);
}

}  // namespace ditto
