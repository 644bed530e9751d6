#pragma once

#include <ditto/kernel/polynomial.hpp>
#include <ditto/kernel/twofold.hpp>

namespace ditto {
namespace detail {

/// Constants of the cube root.
///
///   inverse  m^(-1/3), 1 <= m < 2, to 17 bits (float 14)
///   thirds   2^(-1/3), 2^(-2/3)
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct cube_root;

template <>
struct cube_root<double> {
    static constexpr double inverse[] = {0x1.c7f37f92431fcp+0,  -0x1.90e77d603d228p+0, 0x1.3e68e1c0ef156p+0,
                                         -0x1.321c5ec8fd2e5p-1, 0x1.3fa22503cd3eap-3,  -0x1.16d6641d443efp-6};
    static constexpr double thirds[] = {0x1.965fea53d6e3dp-1, 0x1.428a2f98d728bp-1};
};
template <>
struct cube_root<float> {
    static constexpr float inverse[] = {0x1.ab8574p+0f, -0x1.2c4194p+0f, 0x1.6415aep-1f, -0x1.c5173cp-3f,
                                        0x1.d46dfcp-6f};
    static constexpr float thirds[] = {0x1.965feap-1f, 0x1.428a3p-1f};
};

}  // namespace detail

/// Cube root, within 1 ulp, of negative numbers too.
///
///   method  |x| = 8^q y with 1 <= y < 8; y^(-1/3) by a polynomial and a step of third order, which needs no division; then
///           a step of Newton's method with y - t³ to twice the digits
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> cbrt(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using limits = std::numeric_limits<Scalar>;
    using constants = detail::cube_root<Scalar>;
    const number one(Scalar(1)), two(Scalar(2)), half(Scalar(0.5)), third(Scalar(1) / Scalar(3)), magnitude = abs(x);
    const auto tiny = magnitude < number(limits::min());
    const auto [e, m] = detail::split(select(tiny, magnitude * number(Scalar(0x1p54)), magnitude), Scalar(1));
    const number q = detail::nearest((e - one) * third), left = e - number(Scalar(3)) * q;

    const number factor =
        select(left > half, select(left > one, number(constants::thirds[1]), number(constants::thirds[0])), one);
    const number y = m * select(left > half, select(left > one, two + two, two), one);
    const number guess = detail::polynomial(m, m * m, constants::inverse) * factor;
    const number error = one - y * guess * (guess * guess);
    const number inverse =
        multiply_add(guess * error, multiply_add(error, number(Scalar(2) / Scalar(9)), third), guess);

    const number square = inverse * inverse, t = y * square;
    const auto t2 = detail::exact_product(t, t);
    const number rest = detail::remainder(y, t2.high, t) - t2.low * t;
    const number root = multiply_add(rest, square * third, t);
    const number result = root * detail::power_of_two(select(tiny, q - number(Scalar(18)), q));
    const auto ordinary = (magnitude > number(Scalar(0))) & (magnitude < number(limits::infinity()));
    return select(ordinary, detail::copy_sign(result, x), x);
}

/// sqrt(x² + y²), within 1.5 ulp, without overflow or underflow on the way. Infinite if either is, though the other be NaN.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> hypot(packed<Scalar, Architecture> x, packed<Scalar, Architecture> y) {
    using number = packed<Scalar, Architecture>;
    constexpr int bias = detail::layout<Scalar>::bias;
    const auto power = [](int n) {
        return std::bit_cast<Scalar>(detail::same_size_integer<Scalar>(n + bias) << detail::layout<Scalar>::digits);
    };
    const number width = abs(x), height = abs(y), one(Scalar(1));
    const number larger = select(width > height, width, height), smaller = select(width > height, height, width);
    const auto large = larger > number(power(bias / 2 - 3)), little = larger < number(power(-bias / 3));
    const number down(power(-bias * 3 / 5)), up(power(bias * 3 / 4));
    const number factor = select(large, down, select(little, up, one));
    const number back = select(large, number(power(bias * 3 / 5)), select(little, number(power(-(bias * 3 / 4))), one));
    const number a = larger * factor, b = smaller * factor;
    const number infinity(std::numeric_limits<Scalar>::infinity());
    return select((width == infinity) | (height == infinity), infinity, sqrt(multiply_add(a, a, b * b)) * back);
}

}  // namespace ditto
