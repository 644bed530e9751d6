#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operation.hpp>

#include <type_traits>

namespace ditto {
/// a b + c for numbers, rounded once where the processor fuses it: as batches do.
template <number T>
constexpr T multiply_add(T a, T b, T c) {
    if constexpr (fuses_multiply_add)
        if (!std::is_constant_evaluated()) return std::fma(a, b, c);
    return a * b + c;
}
}  // namespace ditto

namespace ditto::op {

/// a b + c, rounded once where the processor fuses it. Kernels are lowered to it; definitions need not name it.
///
///   derivative  b da + a db + dc
struct multiply_add {
    static constexpr std::string_view name = "multiply_add";
    static constexpr std::size_t arity = 3;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    template <class T>
    static constexpr T value(T a, T b, T c) {
        using ditto::multiply_add;  // argument-dependent lookup finds the batch
        return multiply_add(a, b, c);
    }
    template <class T>
    static constexpr std::array<T, 3> partials(T, T a, T b, T) {
        return {b, a, T(1.0)};
    }
};
static_assert(operation<multiply_add>);

/// a b - c, rounded once where the processor fuses it. Kernels are lowered to it; definitions need not name it.
///
///   derivative  b da + a db - dc
struct multiply_subtract {
    static constexpr std::string_view name = "multiply_subtract";
    static constexpr std::size_t arity = 3;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    template <class T>
    static constexpr T value(T a, T b, T c) {
        using ditto::multiply_add;
        return multiply_add(a, b, -c);
    }
    template <class T>
    static constexpr std::array<T, 3> partials(T, T a, T b, T) {
        return {b, a, T(-1.0)};
    }
};
static_assert(operation<multiply_subtract>);

/// c - a b, rounded once where the processor fuses it. Kernels are lowered to it; definitions need not name it.
///
///   derivative  dc - b da - a db
struct subtract_product {
    static constexpr std::string_view name = "subtract_product";
    static constexpr std::size_t arity = 3;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    template <class T>
    static constexpr T value(T a, T b, T c) {
        using ditto::multiply_add;
        return multiply_add(-a, b, c);
    }
    template <class T>
    static constexpr std::array<T, 3> partials(T, T a, T b, T) {
        return {-b, -a, T(1.0)};
    }
};
static_assert(operation<subtract_product>);

/// -(a b + c), rounded once where the processor fuses it. Kernels are lowered to it; definitions need not name it.
///
///   derivative  -b da - a db - dc
struct negate_multiply_add {
    static constexpr std::string_view name = "negate_multiply_add";
    static constexpr std::size_t arity = 3;
    static constexpr bool commutative = true;
    static constexpr int cost = 1;
    static constexpr auto dimensions = dimension_rule::same;
    template <class T>
    static constexpr T value(T a, T b, T c) {
        using ditto::multiply_add;
        return multiply_add(-a, b, -c);
    }
    template <class T>
    static constexpr std::array<T, 3> partials(T, T a, T b, T) {
        return {-b, -a, T(-1.0)};
    }
};
static_assert(operation<negate_multiply_add>);

}  // namespace ditto::op
