#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operation.hpp>

namespace ditto::op {

/// Hyperbolic sine.
///
///   derivative  cosh(a) da
struct sinh {
    static constexpr std::string_view name = "sinh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 17;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::sinh;  // argument-dependent lookup finds the batch
        return sinh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::cosh;
        return {cosh(a)};
    }
};
static_assert(operation<sinh>);

/// Hyperbolic cosine.
///
///   derivative  sinh(a) da
struct cosh {
    static constexpr std::string_view name = "cosh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 16;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr auto parity = symmetry::even;
    template <class T>
    static constexpr T value(T a) {
        using std::cosh;  // argument-dependent lookup finds the batch
        return cosh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::sinh;
        return {sinh(a)};
    }
};
static_assert(operation<cosh>);

/// Hyperbolic tangent.
///
///   derivative  (1 - v²) da with v = tanh(a), which far from 0 cancels: to ε, not to ε of itself
struct tanh {
    static constexpr std::string_view name = "tanh";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 18;
    static constexpr auto dimensions = dimension_rule::number;
    static constexpr auto parity = symmetry::odd;
    template <class T>
    static constexpr T value(T a) {
        using std::tanh;  // argument-dependent lookup finds the batch
        return tanh(a);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T v, T) {
        return {T(1.0) - v * v};
    }
};
static_assert(operation<tanh>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto sinh(const A& a) {
    return apply(op::sinh{}, a);
}

template <traced A>
constexpr auto cosh(const A& a) {
    return apply(op::cosh{}, a);
}

template <traced A>
constexpr auto tanh(const A& a) {
    return apply(op::tanh{}, a);
}

}  // namespace ditto
