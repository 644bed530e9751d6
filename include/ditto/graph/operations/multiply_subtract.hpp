#pragma once

#include <ditto/graph/operations/multiply_add.hpp>

namespace ditto::op {
/// a b - c, rounded once where the processor fuses it. Kernels are lowered to it; definitions need not name it.
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
}  // namespace ditto::op
