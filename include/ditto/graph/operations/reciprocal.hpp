#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto::op {
/// Reciprocal, 1 / a. Divisions by one denominator share it.
///
///   derivative  -v² da
///   domain      a != 0; at 0 value and derivative are IEEE's infinities
struct reciprocal {
    static constexpr std::string_view name = "reciprocal";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 8;
    static constexpr auto dimensions = dimension_rule::quotient;
    static constexpr bool exact = true;
    static constexpr bool in_domain(double a) { return a != 0.0; }
    template <class T>
    static constexpr T value(T a) {
        return T(1.0) / a;
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {-(v * v)};
    }
};
static_assert(operation<reciprocal>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto reciprocal(const A& a) {
    return apply(op::reciprocal{}, a);
}
constexpr double reciprocal(double a) {
    return 1.0 / a;
}
}  // namespace ditto
