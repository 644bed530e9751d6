#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto::op {
/// Product of two numbers.
///
///   derivative  b da + a db
struct multiply {
    static constexpr std::string_view name = "multiply";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::product;
    static constexpr bool exact = true;
    template <class T>
    static constexpr T value(T a, T b) {
        return a * b;
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T a, T b) {
        return {b, a};
    }
};
static_assert(operation<multiply>);
}  // namespace ditto::op

namespace ditto {
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator*(const A& a, const B& b) {
    return apply(op::multiply{}, a, b);
}
}  // namespace ditto
