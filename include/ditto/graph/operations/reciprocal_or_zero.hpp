#pragma once

#include <ditto/graph/operations/select.hpp>

namespace ditto::op {
/// Reciprocal where it exists, 0 at 0: what keeps derivatives finite at singular points.
///
///   derivative  -v² da, chosen to be 0 at a == 0, as the value is
struct reciprocal_or_zero {
    static constexpr std::string_view name = "reciprocal_or_zero";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 10;
    static constexpr auto dimensions = dimension_rule::quotient;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a) {
        if constexpr (number<T>) return a == T(0.0) ? T(0.0) : T(1.0) / a;  // the compiler divides by no zero
        else return detail::choose(a == T(0.0), T(0.0), T(1.0) / a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {-(v * v)};
    }
};
static_assert(operation<reciprocal_or_zero>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto reciprocal_or_zero(const A& a) {
    return apply(op::reciprocal_or_zero{}, a);
}
constexpr double reciprocal_or_zero(double a) {
    return a == 0.0 ? 0.0 : 1.0 / a;
}
}  // namespace ditto
