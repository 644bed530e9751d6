#pragma once

#include <ditto/kernel/exp.hpp>
#include <ditto/kernel/twofold.hpp>

namespace ditto {
namespace detail {

/// x = n log(2) + r + tail, |r| <= log(2) / 2, a tail below the last digit of r, of |x| <= exponential::limit.
template <class T>
struct reduced {
    T n, r, tail;
};
template <class T>
DITTO_ALWAYS_INLINE reduced<T> reduce_by_log2(T x) {
    using constants = exponential<scalar_of<T>>;
    const T n = nearest(x * T(scalar_of<T>(0x1.71547652b82fep+0)));
    const T most = multiply_add(n, T(-constants::ln2[0]), x);  // exact
    const T r = multiply_add(n, T(-constants::ln2[1]), most);
    return {n, r, multiply_add(n, T(-constants::ln2[1]), most - r)};
}

/// exp(r + tail) of |r| <= log(2) / 2 and a tail below the last digit of r.
template <class T>
DITTO_ALWAYS_INLINE T exp_of_reduced(T r, T tail) {
    const T r2 = r * r;
    return T(scalar_of<T>(1)) + (r + multiply_add(r2, polynomial(r, r2, exponential<scalar_of<T>>::q), tail));
}

/// exp(x + low) = 2^n (high + low), of |x| <= exponential::limit and a low part below the last digit of x.
template <class T>
struct long_exp {
    T n;
    twofold<T> power;
};
template <class T>
DITTO_ALWAYS_INLINE long_exp<T> exp_of_sum(T x, T low) {
    const auto [n, r, tail] = reduce_by_log2(x);
    const auto rest = exact_sum(r, tail + low);  // the low part may be well above the last digit of r
    const T r2 = rest.high * rest.high;
    const T beyond = multiply_add(r2, polynomial(rest.high, r2, exponential<scalar_of<T>>::q), rest.low);
    return {n, exact_sum_ordered(T(scalar_of<T>(1)), rest.high + beyond)};
}

/// x, where it is not beyond the limits; NaN stays.
template <class T>
DITTO_ALWAYS_INLINE T clamp(T x, T lowest, T highest) {
    const T below = select(x > highest, highest, x);
    return select(below < lowest, lowest, below);
}

/// Constants of the hyperbolic functions, |r| <= log(2) / 2, z = r².
///
///   odd   sinh(r) = r + r z (o0 + o1 z + …)     least relative error (0.0024 ulp; float 0.0001)
///   log2  log(2) in two parts
///   even  cosh(r) = 1 + z / 2 + z² (e0 + e1 z + …)                  (0.0002 ulp; float 0.03)
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct hyperbolic;

template <>
struct hyperbolic<double> {
    static constexpr double log2[] = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    static constexpr double odd[] = {0x1.5555555555559p-3, 0x1.111111110f6aep-7, 0x1.a01a01afe580ap-13,
                                     0x1.71ddf852686c3p-19, 0x1.af5ec17dd8c25p-26};
    static constexpr double even[] = {0x1.5555555555556p-5, 0x1.6c16c16c15d04p-10, 0x1.a01a01a920194p-16,
                                      0x1.27e4d5c0b6e8p-22, 0x1.1f7ca29b35b5fp-29};
};
template <>
struct hyperbolic<float> {
    static constexpr float log2[] = {0x1.62e43p-1f, -0x1.05c61p-29f};
    static constexpr float odd[] = {0x1.555556p-3f, 0x1.1110b2p-7f, 0x1.a16feap-13f};
    static constexpr float even[] = {0x1.555502p-5f, 0x1.6d2d96p-10f};
};

/// sinh(r) = r + odd and cosh(r) = 1 + even.
template <class T>
struct sinh_cosh {
    T odd, even;
};
template <class T>
DITTO_ALWAYS_INLINE sinh_cosh<T> sinh_cosh_of_reduced(T r) {
    using constants = hyperbolic<scalar_of<T>>;
    const T z = r * r, z2 = z * z;
    return {r * z * polynomial(z, z2, constants::odd),
            multiply_add(z2, polynomial(z, z2, constants::even), z * T(scalar_of<T>(0.5)))};
}

}  // namespace detail

/// 2^x, within 1.5 ulp, subnormal results included; whole powers exactly.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> exp2(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number limit(Scalar(detail::layout<Scalar>::bias * 3 / 2));
    const number inside = detail::clamp(x, -limit, limit);
    const number n = detail::nearest(inside), r = inside - n;
    const auto power = detail::exact_product(r, number(detail::hyperbolic<Scalar>::log2[0]));
    return detail::scale(
        detail::exp_of_reduced(power.high, multiply_add(r, number(detail::hyperbolic<Scalar>::log2[1]), power.low)), n);
}

/// exp(x) - 1, within 2 ulp, also near 0.
///
///   method  2^n (expm1(r) + (1 - 2^-n)), where the bracket is exact unless it does not matter
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> expm1(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number one(Scalar(1));
    const number inside = detail::clamp(x, number(Scalar(-50)), number(detail::exponential<Scalar>::limit));
    const auto [n, r, tail] = detail::reduce_by_log2(inside);
    const auto [odd, even] = detail::sinh_cosh_of_reduced(r);
    const number most(Scalar(80)), below = select(n > most, most, n);
    const number rest = one - detail::power_of_two(-below);
    return detail::copy_sign(detail::scale(rest + (r + (tail + odd + even)), n), x);
}

}  // namespace ditto
