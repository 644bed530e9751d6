#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/comparison.hpp>
#include <ditto/graph/operations/select.hpp>

namespace ditto::op {

/// The smaller of two numbers; NaN where either is.
///
///   derivative  that of the smaller one; at a tie half of each, the mean of both sides
struct min {
    static constexpr std::string_view name = "min";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = true;
    static constexpr int cost = 2;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        return detail::choose(a < b, a, detail::choose(b <= a, b, a + b));
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T a, T b) {
        return {detail::choose(b < a, T(0.0), detail::choose(a < b, T(1.0), T(0.5))),
                detail::choose(a < b, T(0.0), detail::choose(b < a, T(1.0), T(0.5)))};
    }
};
static_assert(operation<min>);

/// The larger of two numbers; NaN where either is.
///
///   derivative  that of the larger one; at a tie half of each, the mean of both sides
struct max {
    static constexpr std::string_view name = "max";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = true;
    static constexpr int cost = 2;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        return detail::choose(b < a, a, detail::choose(a <= b, b, a + b));
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T a, T b) {
        return {detail::choose(a < b, T(0.0), detail::choose(b < a, T(1.0), T(0.5))),
                detail::choose(b < a, T(0.0), detail::choose(a < b, T(1.0), T(0.5)))};
    }
};
static_assert(operation<max>);

}  // namespace ditto::op

namespace ditto {

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto min(const A& a, const B& b) {
    return apply(op::min{}, a, b);
}
/// What is called where std::min is visible, too.
template <traced A>
constexpr auto min(const A& a, const A& b) {
    return apply(op::min{}, a, b);
}

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto max(const A& a, const B& b) {
    return apply(op::max{}, a, b);
}
/// What is called where std::max is visible, too.
template <traced A>
constexpr auto max(const A& a, const A& b) {
    return apply(op::max{}, a, b);
}

}  // namespace ditto
