#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/sign.hpp>

namespace ditto::op {
/// Absolute value.
///
///   derivative  sign(a) da, chosen to be 0 at a == 0
struct abs {
    static constexpr std::string_view name = "abs";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool exact = true;
    static constexpr auto parity = symmetry::even;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a) {
        using std::abs;  // argument-dependent lookup finds the batch
        return abs(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {ditto::sign(a)};
    }
};
static_assert(operation<abs>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto abs(const A& a) {
    return apply(op::abs{}, a);
}
}  // namespace ditto
