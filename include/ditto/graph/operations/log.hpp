#pragma once

#include <ditto/graph/operations/reciprocal.hpp>

#include <cmath>

namespace ditto::op {
/// Natural logarithm.
///
///   derivative  da / a
///   domain      a > 0
struct log {
    static constexpr std::string_view name = "log";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 14;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool in_domain(double a) { return a > 0.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::log;  // argument-dependent lookup finds the batch
        return log(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {ditto::reciprocal(a)};
    }
};
static_assert(operation<log>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto log(const A& a) {
    return apply(op::log{}, a);
}
}  // namespace ditto
