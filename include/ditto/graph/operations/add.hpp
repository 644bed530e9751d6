#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto::op {
/// Sum of two numbers.
///
///   derivative  da + db
struct add {
    static constexpr std::string_view name = "add";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool exact = true;
    template <class T>
    static constexpr T value(T a, T b) {
        return a + b;
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T, T) {
        return {T(1.0), T(1.0)};
    }
};
static_assert(operation<add>);
}  // namespace ditto::op

namespace ditto {
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator+(const A& a, const B& b) {
    return apply(op::add{}, a, b);
}
}  // namespace ditto
