#pragma once

#include <ditto/kernel/functions/logarithm.hpp>

/// Inverse hyperbolic functions: log(1 + a) of an argument in two parts, from products and roots in two parts.
namespace ditto {

/// Within 1.5 ulp.
///
///   method  log(1 + a), a = x + x² / (1 + sqrt(1 + x²)); log(2 x) where x² would be all there is
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> asinh(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using detail::twofold;
    const number zero(Scalar(0)), one(Scalar(1)), magnitude = abs(x);
    const auto large = magnitude > number(Scalar(2) / std::numeric_limits<Scalar>::epsilon());
    const number moderate = select(large, one, magnitude);

    const auto square = detail::exact_product(moderate, moderate);
    const auto sum = detail::exact_sum(one, square.high);
    const auto root = sqrt(twofold<number>{sum.high, sum.low + square.low});
    const auto below = detail::exact_sum_ordered(root.high, one);
    const auto rest = square / twofold<number>{below.high, below.low + root.low};
    const auto a = detail::exact_sum(moderate, rest.high);
    const number result =
        detail::log_one_plus(twofold<number>{select(large, magnitude, a.high), select(large, zero, a.low + rest.low)},
                             select(large, one, zero));
    return select(magnitude < number(std::numeric_limits<Scalar>::infinity()), detail::copy_sign(result, x), x);
}

/// Within 1.5 ulp. Of x < 1 NaN.
///
///   method  log(1 + a), a = t + sqrt(t (t + 2)) of t = x - 1; log(2 x) where the root would be t
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> acosh(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using detail::twofold;
    using limits = std::numeric_limits<Scalar>;
    const number zero(Scalar(0)), one(Scalar(1));
    const auto large = x > number(Scalar(2) / limits::epsilon());
    const number t = select(large, one, x - one), above = t + number(Scalar(2));

    const auto root = sqrt(detail::exact_product(t, above));
    const auto a = detail::exact_sum(t, root.high);
    const number result = detail::log_one_plus(
        twofold<number>{select(large, x, a.high), select(large, zero, a.low + root.low)}, select(large, one, zero));
    const number edge = select(x == one, zero, select(x < one, number(limits::quiet_NaN()), x));
    return select((x > one) & (x < number(limits::infinity())), result, edge);
}

/// Within 1.5 ulp. Of ±1 infinite, beyond NaN.
///
///   method  log(1 + a) / 2, a = 2 |x| / (1 - |x|)
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> atanh(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using detail::twofold;
    using limits = std::numeric_limits<Scalar>;
    const number zero(Scalar(0)), one(Scalar(1)), magnitude = abs(x);
    const auto a = twofold<number>{magnitude + magnitude, zero} / detail::exact_sum_ordered(one, -magnitude);
    const number result = detail::log_one_plus(a, zero) * number(Scalar(0.5));
    const number edge = select(magnitude == one, number(limits::infinity()), number(limits::quiet_NaN()));
    return detail::copy_sign(select(magnitude < one, result, edge), x);
}

}  // namespace ditto
