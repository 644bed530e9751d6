#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/exponential.hpp>
#include <ditto/graph/operations/comparison.hpp>
#include <ditto/graph/operations/logarithm.hpp>
#include <ditto/graph/operations/reciprocal_or_zero.hpp>
#include <ditto/graph/operations/select.hpp>

namespace ditto::op {
/// Power. Whole literal exponents up to 16 and halves become multiplications, reciprocals and square roots before they get
/// here, powers of two exp2 (see rewrite.hpp).
///
///   derivative  c a^(c-1) da + a^c log(a) dc for a^c; the first chosen to be 0 at a == 0 where 0 < c < 1, the second where
///               a <= 0
///   domain      a >= 0, or c whole; a != 0 where c < 0
///   range       of the first derivatives a normal, of the second 1e-150 < a < 1e150; of literal exponents |a|^±max(|c|, 1)
///               below 1e150 and 1e100. Where 0 < c < 1, terms of the second cancel by 1 / (1 - c)
struct pow {
    static constexpr std::string_view name = "pow";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 120;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool smooth = false;
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
        using std::log;
        const auto below_one = [&] { return c * (v * ditto::reciprocal_or_zero(a)); };
        const auto other = [&] {
            if constexpr (traced<T>) return c * apply(op::pow{}, a, c - T(1.0));
            else return c * value(a, c - T(1.0));
        };
        if constexpr (traced<T>)
            if (c.is_number()) return {c.literal() < 1.0 ? below_one() : other(), T(0.0)};
        return {detail::choose(c < T(1.0), below_one(), other()), detail::choose(T(0.0) < a, v * log(a), T(0.0))};
    }
};
static_assert(operation<pow>);
}  // namespace ditto::op

namespace ditto {
template <class A, class Exponent>
    requires traced_operands<A, Exponent>
constexpr auto pow(const A& a, const Exponent& c) {
    return apply(op::pow{}, a, c);
}
}  // namespace ditto
