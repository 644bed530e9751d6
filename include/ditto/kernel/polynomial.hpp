#pragma once

#include <ditto/kernel/arithmetic.hpp>

namespace ditto::detail {

/// c[0] + c[1] x + c[2] x² + …, given x2 = x². Terms in pairs: half the steps of Horner's rule wait for one another, which
/// made sine and cosine together 12 % faster (measured on Zen 3).
template <std::size_t Size, class T>
DITTO_ALWAYS_INLINE T polynomial(T x, T x2, const scalar_of<T> (&c)[Size]) {
    const auto pair = [&](std::size_t i) __attribute__((always_inline)) {
        return i + 1 < Size ? multiply_add(T(c[i + 1]), x, T(c[i])) : T(c[i]);
    };
    constexpr std::size_t last = (Size - 1) / 2 * 2;
    T sum = pair(last);
    for (std::size_t i = last; i >= 2; i -= 2) sum = multiply_add(sum, x2, pair(i - 2));
    return sum;
}

}  // namespace ditto::detail
