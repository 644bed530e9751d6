#pragma once

#include <ditto/graph/operations/reciprocal.hpp>

namespace ditto::op {
/// Quotient of two numbers.
///
///   derivative  (da - v db) / b
///   domain      b != 0; at 0 value and derivative are IEEE's infinities or NaN
///   range       b normal, as its reciprocal may be shared; of the first derivatives 1e-150 < |b| < 1e150, of the second
///               1e-100 to 1e100: powers of the reciprocal overflow
struct divide {
    static constexpr std::string_view name = "divide";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 8;
    static constexpr auto dimensions = dimension_rule::quotient;
    static constexpr bool exact = true;
    static constexpr bool in_domain(double, double b) { return b != 0.0; }
    template <class T>
    static constexpr T value(T a, T b) {
        return a / b;
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T v, T, T b) {
        const T r = ditto::reciprocal(b);
        return {r, -(v * r)};
    }
};
static_assert(operation<divide>);
}  // namespace ditto::op

namespace ditto {
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator/(const A& a, const B& b) {
    return apply(op::divide{}, a, b);
}
}  // namespace ditto
