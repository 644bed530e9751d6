#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/negate.hpp>

namespace ditto::op {

/// The largest whole number not above a.
///
///   derivative  0, also at the steps
struct floor {
    static constexpr std::string_view name = "floor";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a) {
        using std::floor;  // argument-dependent lookup finds the batch
        return floor(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T) {
        return {T(0.0)};
    }
};
static_assert(operation<floor>);

/// The smallest whole number not below a.
///
///   derivative  0, also at the steps
struct ceil {
    static constexpr std::string_view name = "ceil";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a) {
        using std::ceil;  // argument-dependent lookup finds the batch
        return ceil(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T) {
        return {T(0.0)};
    }
};
static_assert(operation<ceil>);

/// The whole number nearest to a, halves away from 0.
///
///   derivative  0, also at the steps
struct round {
    static constexpr std::string_view name = "round";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 3;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool smooth = false;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::round;  // argument-dependent lookup finds the batch
        return round(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T) {
        return {T(0.0)};
    }
};
static_assert(operation<round>);

/// The whole number nearest to a on the side of 0.
///
///   derivative  0, also at the steps
struct trunc {
    static constexpr std::string_view name = "trunc";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool smooth = false;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::trunc;  // argument-dependent lookup finds the batch
        return trunc(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T) {
        return {T(0.0)};
    }
};
static_assert(operation<trunc>);

/// Remainder of a / b with the sign of a, exact: std::fmod.
///
///   derivative  da - trunc(a / b) db, also at the steps
///   domain      b != 0
///   range       of the derivatives b normal
struct mod {
    static constexpr std::string_view name = "mod";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 8;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool smooth = false;
    static constexpr bool in_domain(double, double b) { return b != 0.0; }
    template <class T>
    static constexpr T value(T a, T b) {
        using std::fmod;  // argument-dependent lookup finds the batch
        return fmod(a, b);
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T v, T a, T b) {
        using std::round;
        return {T(1.0), -round((a - v) / b)};
    }
};
static_assert(operation<mod>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto floor(const A& a) {
    return apply(op::floor{}, a);
}

template <traced A>
constexpr auto ceil(const A& a) {
    return apply(op::ceil{}, a);
}

template <traced A>
constexpr auto round(const A& a) {
    return apply(op::round{}, a);
}

template <traced A>
constexpr auto trunc(const A& a) {
    return apply(op::trunc{}, a);
}

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto mod(const A& a, const B& b) {
    return apply(op::mod{}, a, b);
}

}  // namespace ditto
