#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/reciprocal_or_zero.hpp>

namespace ditto::op {

/// Cube root, of negative numbers, too.
///
///   derivative  da / (3 v²) with v = cbrt(a), chosen to be 0 at a == 0
struct cbrt {
    static constexpr std::string_view name = "cbrt";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 19;
    static constexpr auto dimensions = dimension_rule::cube_root;
    static constexpr bool smooth = false;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::cbrt;  // argument-dependent lookup finds the batch
        return cbrt(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {T(1.0 / 3.0) * ditto::reciprocal_or_zero(v * v)};
    }
};
static_assert(operation<cbrt>);

/// sqrt(a² + b²), where squares would overflow or underflow, too: slower than norm.
///
///   derivative  (a da + b db) / v with v = hypot(a, b), chosen to be 0 at the origin
///   range       of the first derivatives v normal, of the second 1e-150 < v < 1e150 and to ε / v: 1 - (a / v)² cancels
struct hypot {
    static constexpr std::string_view name = "hypot";
    static constexpr std::size_t arity = 2;
    static constexpr bool commutative = true;
    static constexpr int cost = 8;
    static constexpr auto dimensions = dimension_rule::same;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T a, T b) {
        using std::hypot;  // argument-dependent lookup finds the batch
        return hypot(a, b);
    }
    template <class T>
    static constexpr std::array<T, 2> partials(T v, T a, T b) {
        const T inverse = ditto::reciprocal_or_zero(v);
        return {a * inverse, b * inverse};
    }
};
static_assert(operation<hypot>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto cbrt(const A& a) {
    return apply(op::cbrt{}, a);
}

template <class A, class B>
    requires traced_operands<A, B>
constexpr auto hypot(const A& a, const B& b) {
    return apply(op::hypot{}, a, b);
}

}  // namespace ditto
