#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace ditto::detail {

/// Correctly rounded square root inside the compiler, where clang has none: a = m 2^e with e even, sqrt = isqrt(m) 2^(e/2).
constexpr double constexpr_sqrt(double a) {
    if (a == 0.0 || a != a || a == std::numeric_limits<double>::infinity()) return a;
    if (a < 0.0) return std::numeric_limits<double>::quiet_NaN();
    int exponent = 0;
    if (a < std::numeric_limits<double>::min()) {  // subnormal: scale into the normal range first
        a *= 0x1p108;
        exponent = -54;
    }
    const auto bits = std::bit_cast<std::uint64_t>(a);
    int e = static_cast<int>(bits >> 52) - 1075;
    std::uint64_t mantissa = (bits & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{1} << 52);
    if (e % 2 != 0) {
        mantissa <<= 1;
        --e;
    }
    // root = floor(sqrt(mantissa 2^54)): 54 bits, found bit by bit with the remainder of the schoolbook method.
    std::uint64_t root = 0;
    std::uint64_t remainder = 0;
    for (int i = 53; i >= 0; --i) {
        const int shift = 2 * i - 54;
        const std::uint64_t pair = shift >= 0 ? (mantissa >> shift) & 3 : 0;
        remainder = (remainder << 2) | pair;
        const std::uint64_t trial = (root << 2) | 1;
        root <<= 1;
        if (remainder >= trial) {
            remainder -= trial;
            root |= 1;
        }
    }
    // Round the 54th bit to nearest; a tie would need remainder 0 with the bit set, which no 53-bit square has.
    const std::uint64_t rounded = (root >> 1) + (root & 1);
    exponent += e / 2 - 27 + 1;
    double result = static_cast<double>(rounded);
    for (; exponent > 0; --exponent) result *= 2.0;
    for (; exponent < 0; ++exponent) result *= 0.5;
    return result;
}

}  // namespace ditto::detail
