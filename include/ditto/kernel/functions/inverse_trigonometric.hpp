#pragma once

#include <ditto/kernel/bits.hpp>
#include <ditto/kernel/polynomial.hpp>

namespace ditto {
namespace detail {

/// Constants of inverse trigonometric functions.
///
///   quarter  pi / 4 in two parts; three times the first is exact
///   tangent  atan(t) = t + t z (c0 + c1 z + …), z = t², |t| <= tan(pi / 8), least relative error (0.011 ulp; float 0.011)
///   sine     asin(s) = s + s z (c0 + c1 z + …), |s| <= 1/2, the same (0.009 ulp; float 0.005)
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct inverse_trigonometry;

template <>
struct inverse_trigonometry<double> {
    static constexpr double quarter[] = {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55};
    static constexpr double tangent[] = {-0x1.555555555553dp-2, 0x1.99999999958fap-3,  -0x1.24924922b184ap-3,
                                         0x1.c71c70e7cbd52p-4,  -0x1.745cf9100593fp-4, 0x1.3b111cbffca53p-4,
                                         -0x1.10ebe1d5a06b1p-4, 0x1.df11a6d4fd2a3p-5,  -0x1.9cdd4c142ac64p-5,
                                         0x1.37f03ac4be844p-5,  -0x1.25a3f138973dap-6};
    static constexpr double sine[] = {
        0x1.5555555555578p-3, 0x1.333333332df8bp-4,  0x1.6db6db722591p-5,  0x1.f1c71a8dea342p-6, 0x1.6e8bdfa2a52b8p-6,
        0x1.1c49e2f955df2p-6, 0x1.ca20c8ac5197fp-7,  0x1.757ba39eb53d7p-7, 0x1.6173156cd30eap-7, 0x1.e2cb2ce0def45p-9,
        0x1.648ef876b6404p-6, -0x1.594f6890acbd9p-6, 0x1.0baed5bad956bp-5};
};
template <>
struct inverse_trigonometry<float> {
    static constexpr float quarter[] = {0x1.921fbp-1f, 0x1.5110b4p-23f};
    static constexpr float tangent[] = {-0x1.55554ap-2f, 0x1.9991aep-3f, -0x1.23b6cap-3f, 0x1.b20326p-4f,
                                        -0x1.f25b7cp-5f};
    static constexpr float sine[] = {0x1.55554cp-3f, 0x1.33388ep-4f, 0x1.6cac46p-5f,
                                     0x1.04a60ep-5f, 0x1.d7f60ep-7f, 0x1.33ba9ap-5f};
};

/// The angle of the point (x, y) seen from the x axis, its sign left out: in [0, pi / 2] if `left` is nowhere true.
///
///   method  t = smaller / larger, or beyond tan(pi / 8) t = (smaller - larger) / (smaller + larger), which turns by pi / 4;
///           then reflected about pi / 4 and pi / 2, which leaves ±atan(t) and a multiple of pi / 4
template <class T>
DITTO_ALWAYS_INLINE T unsigned_angle(T y, T x, typename T::mask_type left) {
    using scalar = scalar_of<T>;
    using constants = inverse_trigonometry<scalar>;
    const T one(scalar(1)), zero(scalar(0));
    const auto steep = y > x;
    const T smaller = select(steep, x, y), larger = select(steep, y, x);
    const T size = select(larger > one, T(scalar(0.25)), T(scalar(0x1p60)));  // sums stay finite, products normal
    const T a = smaller * size, b = larger * size;
    const auto turned = a > b * T(scalar(0.4142135623730951));
    const T t = select(turned, a - b, smaller) / select(turned, a + b, larger);
    const T z = t * t;

    const auto negative = bits_of(T(scalar(-0.0)));
    const auto flip = steep ^ left;
    const T multiple =
        select(steep, T(scalar(2)), select(left, T(scalar(4)), zero)) + select(turned, select(flip, -one, one), zero);
    const T signed_t = number_of<T>(bits_of(t) ^ (flip & negative));
    const T rest =
        multiply_add(signed_t, z * polynomial(z, z * z, constants::tangent), multiple * T(constants::quarter[1]));
    return multiple * T(constants::quarter[0]) + (signed_t + rest);
}

}  // namespace detail

/// Inverse tangent, within 1.5 ulp.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> atan(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    return detail::copy_sign(detail::unsigned_angle(abs(x), number(Scalar(1)), typename number::mask_type{}), x);
}

/// The angle of the point (x, y), in [-pi, pi], within 2 ulp; signs of zeros and infinite coordinates as in C.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> atan2(packed<Scalar, Architecture> y, packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number zero(Scalar(0)), one(Scalar(1)), infinity(std::numeric_limits<Scalar>::infinity());
    const auto left = detail::bits_of(x) < 0;  // -0 too
    const number height = abs(y), width = abs(x);
    const auto corner = (height == infinity) & (width == infinity);
    const auto at_origin = (height == zero) & (width == zero);
    return detail::copy_sign(
        detail::unsigned_angle(select(corner, one, height), select(corner | at_origin, one, width), left), y);
}

/// Inverse sine, within 1.5 ulp. Beyond ±1 NaN.
///
///   method  asin(x) = pi / 2 - 2 asin(sqrt((1 - x) / 2)) beyond 1/2, with pi / 4 taken off first, exactly
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> asin(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using constants = detail::inverse_trigonometry<Scalar>;
    const number half(Scalar(0.5)), magnitude = abs(x);
    const auto near = magnitude <= half;
    const number z = select(near, x * x, (number(Scalar(1)) - magnitude) * half);
    const number s = select(near, magnitude, sqrt(z));
    const number rest = s * z * detail::polynomial(z, z * z, constants::sine);
    const number quarter(constants::quarter[0]), low(constants::quarter[1] * Scalar(2));
    const number far = quarter + ((quarter - (s + s)) - ((rest + rest) - low));
    return detail::copy_sign(select(near, s + rest, far), x);
}

/// Inverse cosine, within 1.5 ulp. Beyond ±1 NaN.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> acos(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using constants = detail::inverse_trigonometry<Scalar>;
    const number half(Scalar(0.5)), zero(Scalar(0)), magnitude = abs(x);
    const auto near = magnitude <= half;
    const number z = select(near, x * x, (number(Scalar(1)) - magnitude) * half);
    const number s = select(near, x, sqrt(z));
    const number rest = s * z * detail::polynomial(z, z * z, constants::sine);
    const number middle =
        number(constants::quarter[0] * Scalar(2)) - (s - (number(constants::quarter[1] * Scalar(2)) - rest));
    const number right = (s + rest) * number(Scalar(2));
    const number left = number(constants::quarter[0] * Scalar(4)) -
                        ((s + (rest - number(constants::quarter[1] * Scalar(2)))) * number(Scalar(2)));
    return select(near, middle, select(x < zero, left, right));
}

}  // namespace ditto
