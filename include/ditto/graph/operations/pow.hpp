#pragma once

#include <ditto/graph/operations/reciprocal_or_zero.hpp>

#include <cmath>

namespace ditto::op {
/// Power with a literal exponent. Whole exponents up to 16 and halves become multiplications, reciprocals and square
/// roots before they get here (see rewrite.hpp).
///
///   derivative  c a^(c-1) da for a^c, chosen to be 0 at a == 0 where 0 < c < 1; none with respect to c, which is a
///               constant
///   domain      a >= 0, or c whole; a != 0 where c < 0
struct pow {
    static constexpr std::string_view name = "pow";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 40;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool in_domain(double a, double c) {
        const bool whole = c >= -9.0e15 && c <= 9.0e15 && static_cast<double>(static_cast<long long>(c)) == c;
        return (a >= 0.0 || whole) && !(a == 0.0 && c < 0.0);
    }
    template <class T>
    static constexpr T value(T a, T c) {
        using std::pow;  // argument-dependent lookup finds the batch
        return pow(a, c);
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T v, T a, T c) {
        if constexpr (traced<T>) {
            if (c.literal() > 0.0 && c.literal() < 1.0) return {c * (v * ditto::reciprocal_or_zero(a)), T(0.0)};
            return {c * apply(op::pow{}, a, c - T(1.0)), T(0.0)};
        } else {
            if (c > T(0.0) && c < T(1.0)) return {c * (v * ditto::reciprocal_or_zero(a)), T(0.0)};
            return {c * value(a, c - T(1.0)), T(0.0)};
        }
    }
};
static_assert(operation<pow>);
}  // namespace ditto::op

namespace ditto {
/// a^c for a literal exponent c.
template <traced A, number Exponent>
constexpr auto pow(const A& a, Exponent c) {
    return apply(op::pow{}, a, c);
}
}  // namespace ditto
