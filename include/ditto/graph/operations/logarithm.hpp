#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/reciprocal.hpp>

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

/// Logarithm to base 2, exact at powers of two.
///
///   derivative  da / (a log(2))
///   domain      a > 0
struct log2 {
    static constexpr std::string_view name = "log2";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 15;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool in_domain(double a) { return a > 0.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::log2;  // argument-dependent lookup finds the batch
        return log2(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {T(0x1.71547652b82fep+0) / a};
    }
};
static_assert(operation<log2>);

/// Logarithm to base 10.
///
///   derivative  da / (a log(10))
///   domain      a > 0
struct log10 {
    static constexpr std::string_view name = "log10";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 16;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool in_domain(double a) { return a > 0.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::log10;  // argument-dependent lookup finds the batch
        return log10(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {T(0x1.bcb7b1526e50ep-2) / a};
    }
};
static_assert(operation<log10>);

/// log(1 + a), with all its digits near a == 0.
///
///   derivative  da / (1 + a)
///   domain      a > -1
struct log1p {
    static constexpr std::string_view name = "log1p";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 18;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool in_domain(double a) { return a > -1.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::log1p;  // argument-dependent lookup finds the batch
        return log1p(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {T(1.0) / (T(1.0) + a)};
    }
};
static_assert(operation<log1p>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto log(const A& a) {
    return apply(op::log{}, a);
}

template <traced A>
constexpr auto log2(const A& a) {
    return apply(op::log2{}, a);
}

template <traced A>
constexpr auto log10(const A& a) {
    return apply(op::log10{}, a);
}

template <traced A>
constexpr auto log1p(const A& a) {
    return apply(op::log1p{}, a);
}

}  // namespace ditto
