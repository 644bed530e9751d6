#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto::op {
/// Difference of two numbers.
///
///   derivative  da - db
struct subtract {
    static constexpr std::string_view name = "subtract";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool exact = true;
    template <class T>
    static constexpr T value(T a, T b) {
        return a - b;
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T, T) {
        return {T(1.0), T(-1.0)};
    }
};
static_assert(operation<subtract>);
}  // namespace ditto::op

namespace ditto {
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator-(const A& a, const B& b) {
    return apply(op::subtract{}, a, b);
}
}  // namespace ditto
