#pragma once

#include <ditto/graph/operations/select.hpp>

namespace ditto::op {
/// Sign: -1, 0 or 1.
///
///   derivative  0, also at the step
struct sign {
    static constexpr std::string_view name = "sign";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 3;
    static constexpr auto dimensions = dimension_rule::sign;
    static constexpr bool exact = true;
    static constexpr auto parity = symmetry::odd;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a) {
        return detail::choose(a > T(0.0), T(1.0), detail::choose(a < T(0.0), T(-1.0), a));  // keeps ±0 and NaN
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T) {
        return {T(0.0)};
    }
};
static_assert(operation<sign>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto sign(const A& a) {
    return apply(op::sign{}, a);
}
constexpr double sign(double a) {
    return op::sign::value(a);
}
}  // namespace ditto
