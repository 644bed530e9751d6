#pragma once

#include <ditto/graph/operation.hpp>

#include <cmath>

namespace ditto::op {
/// Cosine of an angle in radians; shares its evaluation with the sine of the same argument.
///
///   derivative  -sin(a) da
struct cos {
    static constexpr std::string_view name = "cos";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::cos;  // argument-dependent lookup finds the batch
        return cos(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sin;
        return {-sin(a)};
    }
};
static_assert(operation<cos>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto cos(const A& a) {
    return apply(op::cos{}, a);
}
}  // namespace ditto
