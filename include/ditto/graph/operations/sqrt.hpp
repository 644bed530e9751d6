#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/constexpr_sqrt.hpp>
#include <ditto/graph/operations/reciprocal_or_zero.hpp>

#include <type_traits>

namespace ditto::op {
/// Square root.
///
///   derivative  da / (2 v), chosen to be 0 at a == 0
///   domain      a >= 0
struct sqrt {
    static constexpr std::string_view name = "sqrt";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 8;
    static constexpr auto dimensions = dimension_rule::half;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    static constexpr bool in_domain(double a) { return a >= 0.0; }
    template <class T>
    static constexpr T value(T a) {
        if constexpr (std::same_as<T, double>)
            if (std::is_constant_evaluated()) return ditto::detail::constexpr_sqrt(a);
        using std::sqrt;  // argument-dependent lookup finds the batch
        return sqrt(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {T(0.5) * ditto::reciprocal_or_zero(v)};
    }
};
static_assert(operation<sqrt>);
}  // namespace ditto::op

namespace ditto {
template <traced A>
constexpr auto sqrt(const A& a) {
    return apply(op::sqrt{}, a);
}
}  // namespace ditto
