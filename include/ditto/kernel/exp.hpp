#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/polynomial.hpp>

namespace ditto {
namespace detail {

/// Constants of the exponential.
///
///   limit     beyond it the result is infinite or 0 and both powers of two below are still normal numbers
///   ln2       log(2) in two parts; the first has zeros at the end, so that its product with n is exact
///   q         exp(r) = 1 + r + r² (q0 + q1 r + …), |r| <= log(2) / 2, least relative error (0.033 ulp; float 0.051)
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct exponential;

template <>
struct exponential<double> {
    static constexpr double limit = 1000;
    static constexpr double round = 0x1.8p52;  // added to x, leaves the integer nearest to x in the lowest bits
    static constexpr int digits = 52, bias = 1023;
    static constexpr double ln2[] = {0x1.62e42fefa3p-1, 0x1.3de6af278ece6p-42};
    static constexpr double q[] = {0x1.000000000000ap-1,  0x1.55555555554fap-3,  0x1.555555555088cp-5,
                                   0x1.1111111127b9ep-7,  0x1.6c16c1842676cp-10, 0x1.a01a012a68d92p-13,
                                   0x1.a0199a16c5c50p-16, 0x1.71df253c1eb89p-19, 0x1.28ad68bddfe5fp-22,
                                   0x1.ad7f77e1f5c87p-26};
};

template <>
struct exponential<float> {
    static constexpr float limit = 125;
    static constexpr float round = 0x1.8p23f;
    static constexpr int digits = 23, bias = 127;
    static constexpr float ln2[] = {0x1.62e4p-1f, 0x1.7f7d1cp-20f};
    static constexpr float q[] = {0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558f2p-5f, 0x1.1239d4p-7f, 0x1.6a244cp-10f};
};

}  // namespace detail

/// Exponential, within 1.5 ulp, subnormal results included, where xsimd 8 returns 0, and up to the last finite result, where
/// it returns infinity. NaN gives NaN.
///
///   method  x = n log(2) + r; exp(r) by a polynomial; times 2^n in two factors, which leaves one rounding to the last one
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> exp(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using bits = typename number::mask_type;
    using constants = detail::exponential<Scalar>;
    const number limit(constants::limit), round(constants::round);

    const number below = select(x > limit, limit, x);
    const number inside = select(below < -limit, -limit, below);
    const number n = multiply_add(inside, number(Scalar(0x1.71547652b82fep+0)), round) - round;
    const number r = multiply_add(n, number(-constants::ln2[1]), multiply_add(n, number(-constants::ln2[0]), inside));
    const number r2 = r * r;
    const number power = number(Scalar(1)) + multiply_add(r2, detail::polynomial(r, r2, constants::q), r);

    const auto power_of_two = [](number exponent) __attribute__((always_inline)) {  // of a whole number
        const number biased = exponent + number(constants::round + Scalar(constants::bias));
        return number(
            std::bit_cast<typename number::vector_type>(std::bit_cast<bits>(biased.lanes) << constants::digits));
    };
    const number half = multiply_add(n, number(Scalar(0.5)), round) - round;
    return power * power_of_two(half) * power_of_two(n - half);
}

}  // namespace ditto
