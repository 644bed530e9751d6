#pragma once

#include <ditto/graph/operation.hpp>

#include <cmath>

namespace ditto::op {
/// Sine of an angle in radians; shares its evaluation with the cosine of the same argument.
///
///   derivative  cos(a) da
struct sin {
    static constexpr std::string_view name = "sin";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::sin;  // argument-dependent lookup finds the batch
        return sin(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::cos;
        return {cos(a)};
    }
};
static_assert(operation<sin>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto sin(const A& a) {
    return apply(op::sin{}, a);
}
}  // namespace ditto
