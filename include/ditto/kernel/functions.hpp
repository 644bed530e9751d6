#pragma once

#include <cmath>
#include <ditto/kernel/exp.hpp>
#include <ditto/kernel/sincos.hpp>
#include <limits>

/// The functions that operations call on batches; argument-dependent lookup finds them. Each agrees with the standard
/// library's function of one number within 4 ulp in every lane, special values included: tests/unit/kernel.
namespace ditto {

template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> sin(packed<Scalar, Architecture> x) {
    return sincos(x).sin;
}

template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> cos(packed<Scalar, Architecture> x) {
    return sincos(x).cos;
}

/// Natural logarithm. Subnormal numbers are scaled by 2^54 first: xsimd 8 takes them for normal ones.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> log(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const auto tiny = x < number(std::numeric_limits<Scalar>::min());
    const number scaled = select(tiny, x * number(Scalar(0x1p54)), x);
    const number correction = select(tiny, number(Scalar(37.42994775023705)), number(Scalar(0)));  // 54 log(2)
    return number(xsimd::log(scaled.native())) - correction;
}

template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> tanh(packed<Scalar, Architecture> x) {
    return packed<Scalar, Architecture>(xsimd::tanh(x.native()));
}

/// Power, lane by lane by the standard library: xsimd 8 loses up to 100 ulp at large exponents and mishandles 0 and infinity.
/// Whole exponents and halves never get here; the simplifier writes them as products and square roots.
template <class Scalar, class Architecture>
[[gnu::noinline]] packed<Scalar, Architecture> pow(packed<Scalar, Architecture> base,
                                                   packed<Scalar, Architecture> exponent) {
    packed<Scalar, Architecture> result;
    for (std::size_t lane = 0; lane < result.size; ++lane)
        result.lanes[lane] = std::pow(base.lanes[lane], exponent.lanes[lane]);
    return result;
}

}  // namespace ditto
