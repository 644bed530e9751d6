#pragma once

#include <ditto/graph/operations/select.hpp>

namespace ditto::op {

/// Condition a < b: 1 where it holds, 0 where not (a NaN compares false).
///
///   derivative  0: a condition is piecewise constant
struct less {
    static constexpr std::string_view name = "less";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::condition;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        return detail::choose(a < b, T(1.0), T(0.0));
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T, T) {
        return {T(0.0), T(0.0)};
    }
};
static_assert(operation<less>);

/// Condition a <= b: 1 where it holds, 0 where not (a NaN compares false).
///
///   derivative  0: a condition is piecewise constant
struct less_equal {
    static constexpr std::string_view name = "less_equal";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::condition;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        return detail::choose(a <= b, T(1.0), T(0.0));
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T, T) {
        return {T(0.0), T(0.0)};
    }
};
static_assert(operation<less_equal>);

/// Condition a == b: 1 where it holds, 0 where not (a NaN compares false).
///
///   derivative  0: a condition is piecewise constant
struct equal {
    static constexpr std::string_view name = "equal";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::condition;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        return detail::choose(a == b, T(1.0), T(0.0));
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T, T) {
        return {T(0.0), T(0.0)};
    }
};
static_assert(operation<equal>);

}  // namespace ditto::op

namespace ditto {

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator<(const A& a, const B& b) {
    return apply(op::less{}, a, b);
}
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator>(const A& a, const B& b) {
    return apply(op::less{}, b, a);
}

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator<=(const A& a, const B& b) {
    return apply(op::less_equal{}, a, b);
}
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator>=(const A& a, const B& b) {
    return apply(op::less_equal{}, b, a);
}

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator==(const A& a, const B& b) {
    return apply(op::equal{}, a, b);
}

}  // namespace ditto
