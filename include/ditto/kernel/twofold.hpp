#pragma once

#include <ditto/kernel/bits.hpp>

/// Numbers of twice the digits, as unevaluated sums of two (Dekker, A floating-point technique for extending the available
/// precision, 1971; Knuth, The Art of Computer Programming 2, section 4.2.2).
namespace ditto::detail {

template <class T>
struct twofold {
    T high, low;
};

/// a + b exactly.
template <class T>
DITTO_ALWAYS_INLINE twofold<T> exact_sum(T a, T b) {
    const T sum = a + b, rest = sum - a;
    return {sum, (a - (sum - rest)) + (b - rest)};
}
/// The same where |a| >= |b| or a = 0.
template <class T>
DITTO_ALWAYS_INLINE twofold<T> exact_sum_ordered(T a, T b) {
    const T sum = a + b;
    return {sum, (a - sum) + b};
}

/// a b exactly; without fused multiply-add to twice the digits.
template <class T>
DITTO_ALWAYS_INLINE twofold<T> exact_product(T a, T b) {
    if constexpr (fuses_multiply_add) {
        // Not a * b, which g++ would fuse with a sum that uses it, while `low` is the error of the rounded product.
        const T product = multiply_add(a, b, T(scalar_of<T>(-0.0)));
        return {product, multiply_add(a, b, -product)};
    } else {
        const T product = a * b, a1 = upper_half(a), b1 = upper_half(b), a2 = a - a1, b2 = b - b1;
        return {product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
    }
}

/// c - a b, rounded once or nearly so: what is left after a division or a root.
template <class T>
DITTO_ALWAYS_INLINE T remainder(T c, T a, T b) {
    if constexpr (fuses_multiply_add) return multiply_add(-a, b, c);
    const twofold<T> product = exact_product(a, b);
    return (c - product.high) - product.low;
}

template <class T>
DITTO_ALWAYS_INLINE twofold<T> operator*(twofold<T> a, twofold<T> b) {
    const twofold<T> product = exact_product(a.high, b.high);
    return {product.high, product.low + (a.high * b.low + a.low * b.high)};
}
template <class T>
DITTO_ALWAYS_INLINE twofold<T> operator/(twofold<T> a, twofold<T> b) {
    const T inverse = T(scalar_of<T>(1)) / b.high, quotient = a.high * inverse;
    return {quotient, (remainder(a.high, quotient, b.high) + (a.low - quotient * b.low)) * inverse};
}
/// Of a > 0.
template <class T>
DITTO_ALWAYS_INLINE twofold<T> sqrt(twofold<T> a) {
    const T root = sqrt(a.high);
    return {root, (remainder(a.high, root, root) + a.low) / (root + root)};
}

}  // namespace ditto::detail
