#pragma once

#include <ditto/kernel/exp.hpp>
#include <ditto/kernel/twofold.hpp>

namespace ditto {
namespace detail {

/// Constants of logarithms.
///
///   series  log((1 + s) / (1 - s)) = 2 s + s z (c0 + c1 z + …), z = s², |s| <= 0.1716, least error (0.011 ulp;
///           float 0.014)
///   log2e, log10e   in two parts, the first with an exact product with the upper half of a number
///   log10of2        in two parts, the first with an exact product with any exponent
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct logarithm;

template <>
struct logarithm<double> {
    static constexpr double series[] = {0x1.5555555555592p-1, 0x1.999999997fdbp-2, 0x1.24924941f22edp-2,
                                        0x1.c71c52083d46dp-3, 0x1.74663f2c9578p-3, 0x1.39a1b33d48c0dp-3,
                                        0x1.2f05b30798ffbp-3};
    static constexpr double log2e[] = {0x1.715476p+0, 0x1.4ae0bf85ddf44p-26};
    static constexpr double log10e[] = {0x1.bcb7b1p-2, 0x1.49b9438ca9aaep-28};
    static constexpr double log10of2[] = {0x1.34413509f7p-2, 0x1.3fde623e2566bp-43};
};
template <>
struct logarithm<float> {
    static constexpr float series[] = {0x1.55557ap-1f, 0x1.995ebcp-2f, 0x1.31e2b6p-2f};
    static constexpr float log2e[] = {0x1.714p+0f, 0x1.47652cp-12f};
    static constexpr float log10e[] = {0x1.bcap-2f, 0x1.7b1526p-14f};
    static constexpr float log10of2[] = {0x1.344p-2f, 0x1.3509f8p-18f};
};

/// x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2), of x > 0.
template <class T>
struct log_argument {
    T k, f;
};
template <class T>
DITTO_ALWAYS_INLINE log_argument<T> split_for_log(T x) {
    using scalar = scalar_of<T>;
    const auto tiny = x < T(std::numeric_limits<scalar>::min());
    const auto [k, m] = split(select(tiny, x * T(scalar(0x1p54)), x), scalar(0x1.6a09e667f3bcdp-1));
    return {select(tiny, k - T(scalar(54)), k), m - T(scalar(1))};
}

/// What log(1 + f) lacks of f - f² / 2.
template <class T>
DITTO_ALWAYS_INLINE T log_rest(T half_square, T s) {
    const T z = s * s;
    return s * multiply_add(z, polynomial(z, z * z, logarithm<scalar_of<T>>::series), half_square);
}

/// log(2^k (1 + f + tail)) with a tail below the last digit of f.
template <class T>
DITTO_ALWAYS_INLINE T log_of_parts(T k, T f, T tail) {
    using constants = exponential<scalar_of<T>>;
    const T half_square = f * f * T(scalar_of<T>(0.5)), s = f / (T(scalar_of<T>(2)) + f);
    const T low = multiply_add(k, T(constants::ln2[1]), tail) + log_rest(half_square, s);
    return multiply_add(k, T(constants::ln2[0]), f - (half_square - low));
}

/// A logarithm of x > 0; otherwise what is due to 0, infinity, negative numbers and NaN.
template <class T>
DITTO_ALWAYS_INLINE T log_special(T x, T logarithm) {
    using limits = std::numeric_limits<scalar_of<T>>;
    const T zero(scalar_of<T>(0)), infinity(limits::infinity());
    const T edge = select(x == zero, -infinity, select(x < zero, T(limits::quiet_NaN()), x));
    return select((x > zero) & (x < infinity), logarithm, edge);
}

/// log(1 + a) + extra log(2) of a = high + low > -1.
template <class T>
DITTO_ALWAYS_INLINE T log_one_plus(twofold<T> a, T extra) {
    using scalar = scalar_of<T>;
    const auto u = exact_sum(T(scalar(1)), a.high);
    const auto [k, m] = split(u.high, scalar(0x1.6a09e667f3bcdp-1));
    const T most(scalar(80));  // beyond, what 1 + a lost does not matter
    const T low = (u.low + a.low) * power_of_two(-select(k > most, most, k));
    const auto f = exact_sum_ordered(m - T(scalar(1)), low);
    const T s = f.high / (T(scalar(2)) + f.high);
    const T tail = f.low * (T(scalar(1)) - (s + s) * (T(scalar(1)) - s));  // of its quotient by 1 + f
    return log_of_parts(k + extra, f.high, tail);
}

/// Logarithm to a base, given its logarithm's reciprocal in two parts and `whole` = k log(2) to that base in two parts.
///
///   method  log(1 + f) in two parts, so that the product by the reciprocal is rounded once (fdlibm, e_log2.c, describes it)
template <class T>
DITTO_ALWAYS_INLINE T log_to_base(T f, const scalar_of<T> (&reciprocal)[2], twofold<T> whole) {
    const T half_square = f * f * T(scalar_of<T>(0.5)), s = f / (T(scalar_of<T>(2)) + f);
    const T high = upper_half(f - half_square);
    const T low = ((f - high) - half_square) + log_rest(half_square, s);
    const T product = high * T(reciprocal[0]);  // exact
    const T sum = whole.high + product;
    const T rest = ((whole.high - sum) + product) + whole.low;
    return sum + multiply_add(low + high, T(reciprocal[1]), multiply_add(low, T(reciprocal[0]), rest));
}

}  // namespace detail

/// Natural logarithm, within 1 ulp, of subnormal numbers too. Of 0 minus infinity, of negative numbers NaN.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> log(packed<Scalar, Architecture> x) {
    const auto [k, f] = detail::split_for_log(x);
    return detail::log_special(x, detail::log_of_parts(k, f, packed<Scalar, Architecture>(Scalar(0))));
}

/// Logarithm to the base 2, within 1 ulp; of powers of 2 exactly.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> log2(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const auto [k, f] = detail::split_for_log(x);
    return detail::log_special(
        x, detail::log_to_base(f, detail::logarithm<Scalar>::log2e, detail::twofold<number>{k, number(Scalar(0))}));
}

/// Logarithm to the base 10, within 1 ulp.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> log10(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using constants = detail::logarithm<Scalar>;
    const auto [k, f] = detail::split_for_log(x);
    const detail::twofold<number> whole{k * number(constants::log10of2[0]), k * number(constants::log10of2[1])};
    return detail::log_special(x, detail::log_to_base(f, constants::log10e, whole));
}

/// log(1 + x), within 1 ulp, also near 0. Of -1 minus infinity, of lesser numbers NaN.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> log1p(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number zero(Scalar(0)), one(Scalar(1));
    const number result = detail::log_one_plus(detail::twofold<number>{x, zero}, zero);
    return select(x == zero, x, detail::log_special(one + x, result));
}

}  // namespace ditto
