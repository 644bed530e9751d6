#pragma once

#include <ditto/kernel/arithmetic.hpp>

#include <limits>
#include <type_traits>

/// Numbers of a batch as bits, and as parts: sign, power of two, mantissa.
namespace ditto::detail {

/// The layout of a number.
///   digits  of the mantissa, the leading one left out
///   bias    of the exponent
///   round   added to a number, leaves the integer nearest to it in the lowest bits
///   half    bits whose removal leaves a number with an exact square
template <class Scalar>
struct layout;
template <>
struct layout<double> {
    static constexpr int digits = 52, bias = 1023, half = 27;
    static constexpr double round = 0x1.8p52;
};
template <>
struct layout<float> {
    static constexpr int digits = 23, bias = 127, half = 12;
    static constexpr float round = 0x1.8p23f;
};

template <class T>
DITTO_ALWAYS_INLINE typename T::mask_type bits_of(T x) {
    return std::bit_cast<typename T::mask_type>(x.lanes);
}
template <class T>
DITTO_ALWAYS_INLINE T number_of(typename T::mask_type bits) {
    return T(std::bit_cast<typename T::vector_type>(bits));
}

template <class T>
DITTO_ALWAYS_INLINE T copy_sign(T magnitude, T sign) {
    const auto negative = bits_of(T(scalar_of<T>(-0.0)));
    return number_of<T>((bits_of(magnitude) & ~negative) | (bits_of(sign) & negative));
}

/// Whether a condition holds in every lane.
template <class T>
DITTO_ALWAYS_INLINE bool all(typename T::mask_type condition) {
    const T one(scalar_of<T>(1));
    return xsimd::all(number_of<T>(condition & bits_of(one)).native() == one.native());
}

/// The upper half of the digits of x.
template <class T>
DITTO_ALWAYS_INLINE T upper_half(T x) {
    return number_of<T>((bits_of(x) >> layout<scalar_of<T>>::half) << layout<scalar_of<T>>::half);
}

/// The integer nearest to x, |x| < 2^(digits - 1); ties to even.
template <class T>
DITTO_ALWAYS_INLINE T nearest(T x) {
    const T round(layout<scalar_of<T>>::round);
    return (x + round) - round;
}

/// 2^n of a whole number n for which that is a normal number.
template <class T>
DITTO_ALWAYS_INLINE T power_of_two(T n) {
    using layout = layout<scalar_of<T>>;
    return number_of<T>(bits_of(n + T(layout::round + scalar_of<T>(layout::bias))) << layout::digits);
}

/// x 2^n, also where 2^n or the product is subnormal or infinite, of a whole number |n| < 2 bias.
template <class T>
DITTO_ALWAYS_INLINE T scale(T x, T n) {
    const T half = nearest(n * T(scalar_of<T>(0.5)));
    return x * power_of_two(half) * power_of_two(n - half);
}

template <class T>
struct exponent_and_mantissa {
    T exponent, mantissa;
};
/// x = 2^exponent mantissa with lowest <= mantissa < 2 lowest, of a normal and positive x.
template <class T>
DITTO_ALWAYS_INLINE exponent_and_mantissa<T> split(T x, scalar_of<T> lowest) {
    using scalar = scalar_of<T>;
    using layout = layout<scalar>;
    using words = vector<std::make_unsigned_t<same_size_integer<scalar>>, T::size>;  // NaN's bits may overflow
    const auto word = [](T of) { return std::bit_cast<words>(of.lanes); };
    const auto number = [](words of) { return T(std::bit_cast<typename T::vector_type>(of)); };
    const words low = word(T(lowest)), above = word(x) + (word(T(scalar(1))) - low);
    const T whole(layout::round * scalar(2) / scalar(3));
    const T exponent = number((above >> layout::digits) | word(whole)) - (whole + T(scalar(layout::bias)));
    const words digits = word(T(std::numeric_limits<scalar>::min())) - 1;
    return {exponent, number((above & digits) + low)};
}

}  // namespace ditto::detail
