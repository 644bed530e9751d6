#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operation.hpp>

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

/// Power of two.
///
///   derivative  log(2) v da with v = 2^a
struct exp2 {
    static constexpr std::string_view name = "exp2";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::exp2;  // argument-dependent lookup finds the batch
        return exp2(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {T(0x1.62e42fefa39efp-1) * v};
    }
};
static_assert(operation<exp2>);

/// exp(a) - 1, with all its digits near a == 0.
///
///   derivative  exp(a) da
struct expm1 {
    static constexpr std::string_view name = "expm1";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 16;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::expm1;  // argument-dependent lookup finds the batch
        return expm1(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::exp;
        return {exp(a)};
    }
};
static_assert(operation<expm1>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto exp(const A& a) {
    return apply(op::exp{}, a);
}

template <traced A>
constexpr auto exp2(const A& a) {
    return apply(op::exp2{}, a);
}

template <traced A>
constexpr auto expm1(const A& a) {
    return apply(op::expm1{}, a);
}

}  // namespace ditto
