#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/exponential.hpp>
#include <ditto/graph/operations/negate.hpp>

namespace ditto::op {

/// Error function, 2/sqrt(π) ∫ exp(-t²) dt from 0 to a.
///
///   derivative  2/sqrt(π) exp(-a²) da
struct erf {
    static constexpr std::string_view name = "erf";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 46;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::erf;  // argument-dependent lookup finds the batch
        return erf(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::exp;
        return {T(0x1.20dd750429b6dp+0) * exp(-(a * a))};
    }
};
static_assert(operation<erf>);

/// Complementary error function 1 - erf(a), with all its digits where erf(a) is near 1.
///
///   derivative  -2/sqrt(π) exp(-a²) da
struct erfc {
    static constexpr std::string_view name = "erfc";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 46;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::erfc;  // argument-dependent lookup finds the batch
        return erfc(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::exp;
        return {T(-0x1.20dd750429b6dp+0) * exp(-(a * a))};
    }
};
static_assert(operation<erfc>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto erf(const A& a) {
    return apply(op::erf{}, a);
}

template <traced A>
constexpr auto erfc(const A& a) {
    return apply(op::erfc{}, a);
}

}  // namespace ditto
