#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/sqrt.hpp>

namespace ditto::op {

/// Inverse hyperbolic sine.
///
///   derivative  da / sqrt(a² + 1)
///   range       of the first derivative |a| < 1e150, of the second 1e100: powers of a overflow
struct asinh {
    static constexpr std::string_view name = "asinh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 40;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::asinh;  // argument-dependent lookup finds the batch
        return asinh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sqrt;
        return {T(1.0) / sqrt(a * a + T(1.0))};
    }
};
static_assert(operation<asinh>);

/// Inverse hyperbolic cosine, >= 0.
///
///   derivative  da / sqrt(a² - 1), chosen to be 0 at a == 1
///   domain      a >= 1
///   range       of the first derivative a < 1e150, of the second 1e100: powers of a overflow
struct acosh {
    static constexpr std::string_view name = "acosh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 33;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool smooth = false;
    static constexpr bool in_domain(double a) { return a >= 1.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::acosh;  // argument-dependent lookup finds the batch
        return acosh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sqrt;
        return {ditto::reciprocal_or_zero(sqrt((a - T(1.0)) * (a + T(1.0))))};
    }
};
static_assert(operation<acosh>);

/// Inverse hyperbolic tangent.
///
///   derivative  da / (1 - a²)
///   domain      |a| < 1
struct atanh {
    static constexpr std::string_view name = "atanh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 25;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr auto parity = symmetry::odd;
    static constexpr bool in_domain(double a) { return a > -1.0 && a < 1.0; }
    template <class T>
    static constexpr T value(T a) {
        using std::atanh;  // argument-dependent lookup finds the batch
        return atanh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {T(1.0) / (T(1.0) - a * a)};
    }
};
static_assert(operation<atanh>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto asinh(const A& a) {
    return apply(op::asinh{}, a);
}

template <traced A>
constexpr auto acosh(const A& a) {
    return apply(op::acosh{}, a);
}

template <traced A>
constexpr auto atanh(const A& a) {
    return apply(op::atanh{}, a);
}

}  // namespace ditto
