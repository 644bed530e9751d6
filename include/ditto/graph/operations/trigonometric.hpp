#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operation.hpp>

namespace ditto::op {

/// Sine of an angle in radians; shares its evaluation with the cosine of the same argument.
///
///   derivative  cos(a) da
struct sin {
    static constexpr std::string_view name = "sin";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool takes_angles = true;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::sin;  // argument-dependent lookup finds the batch
        return sin(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::cos;
        return {cos(a)};
    }
};
static_assert(operation<sin>);

/// Cosine of an angle in radians; shares its evaluation with the sine of the same argument.
///
///   derivative  -sin(a) da
struct cos {
    static constexpr std::string_view name = "cos";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 12;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool takes_angles = true;
    static constexpr auto parity = symmetry::even;
    template <class T>
    static constexpr T value(T a) {
        using std::cos;  // argument-dependent lookup finds the batch
        return cos(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sin;
        return {-sin(a)};
    }
};
static_assert(operation<cos>);

/// Tangent.
///
///   derivative  (1 + v²) da with v = tan(a)
///   domain      everywhere: no number is an odd multiple of π/2
struct tan {
    static constexpr std::string_view name = "tan";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 27;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr bool takes_angles = true;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::tan;  // argument-dependent lookup finds the batch
        return tan(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {T(1.0) + v * v};
    }
};
static_assert(operation<tan>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto sin(const A& a) {
    return apply(op::sin{}, a);
}

template <traced A>
constexpr auto cos(const A& a) {
    return apply(op::cos{}, a);
}

template <traced A>
constexpr auto tan(const A& a) {
    return apply(op::tan{}, a);
}

}  // namespace ditto
