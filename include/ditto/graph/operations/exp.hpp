#pragma once

#include <ditto/graph/operation.hpp>

#include <cmath>

namespace ditto::op {
/// Exponential function.
///
///   derivative  exp(a) da, which is the value
struct exp {
    static constexpr std::string_view name = "exp";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::exp;  // argument-dependent lookup finds the batch
        return exp(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {v};
    }
};
static_assert(operation<exp>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto exp(const A& a) {
    return apply(op::exp{}, a);
}
}  // namespace ditto
