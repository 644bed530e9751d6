#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/polynomial.hpp>

namespace ditto {

template <class T>
struct sin_cos {
    T sin, cos;
};

namespace detail {

/// Constants of sine and cosine.
///
///   half_pi  parts of pi / 2 whose products with any quadrant up to `limit` are exact, or become so by fusing
///   sine     sin(r) = r + r z (s0 + s1 z + …), z = r², |r| <= pi / 4, least relative error (0.033 ulp; float 0.064)
///   cosine   cos(r) = 1 - z / 2 + z² (c0 + c1 z + …), the same (0.0005 ulp; float 0.002)
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct trigonometry;

template <>
struct trigonometry<double> {
    static constexpr double limit = 1e5;
    static constexpr double round = 0x1.8p52;  // added to x, leaves the integer nearest to x in the lowest bits
    static constexpr double half_pi[] = {fuses_multiply_add ? 0x1.921fb54442d18p+0 : 0x1.921fb5444p+0,
                                         fuses_multiply_add ? 0x1.1a62633145c07p-54 : 0x1.68c234c4cp-39,
                                         fuses_multiply_add ? -0x1.f1976b7ed8fbcp-110 : 0x1.98a2e03707345p-77};
    static constexpr double sine[] = {-0x1.5555555555548p-3, 0x1.111111110f7d0p-7,   -0x1.a01a019bfdee2p-13,
                                      0x1.71de3567d2afbp-19, -0x1.ae5e5a911261bp-26, 0x1.5d8fd18a93e29p-33};
    static constexpr double cosine[] = {0x1.555555555554bp-5,   -0x1.6c16c16c14f91p-10, 0x1.a01a019c844d8p-16,
                                        -0x1.27e4f7eac3643p-22, 0x1.1ee9d7b3f42c4p-29,  -0x1.8fa499894ff01p-37};
};

template <>
struct trigonometry<float> {
    static constexpr float limit = fuses_multiply_add ? 1e5f : 8192.0f;
    static constexpr float round = 0x1.8p23f;
    static constexpr float half_pi[] = {
        fuses_multiply_add ? 0x1.921fb6p+0f : 0x1.92p+0f, fuses_multiply_add ? -0x1.777a5cp-25f : 0x1.fb4p-12f,
        fuses_multiply_add ? -0x1.ee59dap-50f : 0x1.444p-24f, fuses_multiply_add ? 0.0f : 0x1.68c234p-39f};
    static constexpr float sine[] = {-0x1.555546p-3f, 0x1.11073bp-7f, -0x1.9943e0p-13f};
    static constexpr float cosine[] = {0x1.55554ap-5f, -0x1.6c0c34p-10f, 0x1.99eb9cp-16f};
};

/// Lane by lane by the standard library: what the polynomials cannot reach.
template <class T>
[[gnu::noinline, gnu::cold]] sin_cos<T> sincos_of_lanes(T x) {
    sin_cos<T> result;
    for (std::size_t lane = 0; lane < T::size; ++lane) {
        result.sin.lanes[lane] = std::sin(x.lanes[lane]);
        result.cos.lanes[lane] = std::cos(x.lanes[lane]);
    }
    return result;
}

}  // namespace detail

/// Sine and cosine together, for little more than either alone.
///
///   error     at most 1.6 ulp up to |x| = 1e5; float without fused multiply-add 2.5 ulp up to 8192
///   beyond    the whole batch by the standard library; infinity and NaN give NaN; sin(-0) = -0
///   method    x = n pi / 2 + r with pi / 2 in parts (Cody and Waite, Software Manual for the Elementary Functions, 1980),
///             polynomials of r, exchanged and negated by the quadrant n
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE sin_cos<packed<Scalar, Architecture>> sincos(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using bits = typename number::mask_type;
    using constants = detail::trigonometry<Scalar>;
    constexpr int sign_bit = sizeof(Scalar) * 8 - 1;

    const number magnitude(xsimd::abs(x.native()));
    if (!xsimd::all(magnitude.native() <= number(constants::limit).native())) [[unlikely]]
        return detail::sincos_of_lanes(x);

    const number shifted = multiply_add(magnitude, number(Scalar(0x1.45f306dc9c883p-1)), number(constants::round));
    const number quadrants = shifted - number(constants::round);
    number r = magnitude;
    for (Scalar part : constants::half_pi)
        if (part != 0) r = multiply_add(quadrants, number(-part), r);

    const number z = r * r, z2 = z * z;
    const number sine = multiply_add(r, z * detail::polynomial(z, z2, constants::sine), r);
    const number cosine = multiply_add(z2, detail::polynomial(z, z2, constants::cosine),
                                       multiply_add(number(Scalar(-0.5)), z, number(Scalar(1))));

    const bits quadrant = std::bit_cast<bits>(shifted.lanes);
    const bits negative = std::bit_cast<bits>(number(Scalar(-0.0)).lanes);
    const bits even = (quadrant & 1) == 0;
    const bits sine_sign = ((quadrant << (sign_bit - 1)) ^ std::bit_cast<bits>(x.lanes)) & negative;
    const bits cosine_sign = ((quadrant ^ (quadrant << 1)) << (sign_bit - 1)) & negative;
    const auto with_sign = [](number value, bits sign) __attribute__((always_inline)) {
        return number(std::bit_cast<typename number::vector_type>(std::bit_cast<bits>(value.lanes) ^ sign));
    };
    return {with_sign(select(even, sine, cosine), sine_sign), with_sign(select(even, cosine, sine), cosine_sign)};
}

}  // namespace ditto
