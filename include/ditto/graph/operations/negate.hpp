#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto::op {
/// Change of sign.
///
///   derivative  -da
struct negate {
    static constexpr std::string_view name = "negate";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool exact = true;
    template <class T>
    static constexpr T value(T a) {
        return -a;
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T) {
        return {T(-1.0)};
    }
};
static_assert(operation<negate>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto operator-(const A& a) {
    return apply(op::negate{}, a);
}
template <traced A>
constexpr A operator+(const A& a) {
    return a;
}
}  // namespace ditto
