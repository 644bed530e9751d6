#pragma once

#include <ditto/graph/operation.hpp>

#include <cmath>

namespace ditto::op {
/// Hyperbolic tangent.
///
///   derivative  (1 - v²) da with v = tanh(a)
struct tanh {
    static constexpr std::string_view name = "tanh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 18;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::tanh;  // argument-dependent lookup finds the batch
        return tanh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {T(1.0) - v * v};
    }
};
static_assert(operation<tanh>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto tanh(const A& a) {
    return apply(op::tanh{}, a);
}
}  // namespace ditto
