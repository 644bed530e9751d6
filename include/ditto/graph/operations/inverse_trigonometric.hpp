#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/negate.hpp>
#include <ditto/graph/operations/reciprocal_or_zero.hpp>
#include <ditto/graph/operations/sqrt.hpp>

namespace ditto::op {

/// Inverse sine, in [-π/2, π/2].
///
///   derivative  da / sqrt(1 - a²), chosen to be 0 at a == ±1
///   domain      |a| <= 1
struct asin {
    static constexpr std::string_view name = "asin";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::angle;
    static constexpr bool smooth = false;
    static constexpr auto parity = symmetry::odd;
    static constexpr bool in_domain(double a) { return a >= -1.0 && a <= 1.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::asin;  // argument-dependent lookup finds the batch
        return asin(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sqrt;
        return {ditto::reciprocal_or_zero(sqrt(T(1.0) - a * a))};
    }
};
static_assert(operation<asin>);

/// Inverse cosine, in [0, π].
///
///   derivative  -da / sqrt(1 - a²), chosen to be 0 at a == ±1
///   domain      |a| <= 1
struct acos {
    static constexpr std::string_view name = "acos";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::angle;
    static constexpr bool smooth = false;
    static constexpr bool in_domain(double a) { return a >= -1.0 && a <= 1.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::acos;  // argument-dependent lookup finds the batch
        return acos(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sqrt;
        return {-ditto::reciprocal_or_zero(sqrt(T(1.0) - a * a))};
    }
};
static_assert(operation<acos>);

/// Inverse tangent, in (-π/2, π/2).
///
///   derivative  da / (1 + a²)
///   range       of the first derivative |a| < 1e150, of the second 1e75: powers of a overflow
struct atan {
    static constexpr std::string_view name = "atan";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 16;
    static constexpr auto dimensions = dimension_rule::angle;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::atan;  // argument-dependent lookup finds the batch
        return atan(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {T(1.0) / (T(1.0) + a * a)};
    }
};
static_assert(operation<atan>);

/// The angle of the direction (b, a), in [-π, π]: atan2(y, x).
///
///   derivative  (b da - a db) / (a² + b²), chosen to be 0 at the origin; across the cut along b < 0 as if there were none
///   range       of the first derivatives 1e-150 < |(a, b)| < 1e150, of the second 1e-75 to 1e75: powers overflow, or
///               underflow
///               to the choice at the origin
struct atan2 {
    static constexpr std::string_view name = "atan2";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = false;
    static constexpr int cost = 21;
    static constexpr auto dimensions = dimension_rule::direction;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        using std::atan2;  // argument-dependent lookup finds the batch
        return atan2(a, b);
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T, T a, T b) {
        const T inverse = ditto::reciprocal_or_zero(a * a + b * b);
        return {b * inverse, -(a * inverse)};
    }
};
static_assert(operation<atan2>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto asin(const A& a) {
    return apply(op::asin{}, a);
}

template <traced A>
constexpr auto acos(const A& a) {
    return apply(op::acos{}, a);
}

template <traced A>
constexpr auto atan(const A& a) {
    return apply(op::atan{}, a);
}

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto atan2(const A& a, const B& b) {
    return apply(op::atan2{}, a, b);
}

}  // namespace ditto
