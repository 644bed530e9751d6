#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/functions/error_function.hpp>
#include <ditto/kernel/functions/exponential.hpp>
#include <ditto/kernel/functions/hyperbolic.hpp>
#include <ditto/kernel/functions/inverse_hyperbolic.hpp>
#include <ditto/kernel/functions/inverse_trigonometric.hpp>
#include <ditto/kernel/functions/logarithm.hpp>
#include <ditto/kernel/functions/root.hpp>
#include <ditto/kernel/functions/rounding.hpp>
#include <ditto/kernel/functions/tangent.hpp>
#include <ditto/kernel/sincos.hpp>

/// The functions that operations call on batches; argument-dependent lookup finds them. Each is within 2 ulp of the exact
/// value, unless it says otherwise, and agrees with the standard library's function of one number within 4 ulp in every
/// lane, special values included: tests/unit/kernel. What xsimd 8 has is used where it is as accurate and as fast, which is
/// tanh.
namespace ditto {

template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> sin(packed<Scalar, Architecture> x) {
    return sincos(x).sin;
}

template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> cos(packed<Scalar, Architecture> x) {
    return sincos(x).cos;
}

/// Power, lane by lane by the standard library: xsimd 8 loses up to 100 ulp at large exponents and mishandles 0 and infinity,
/// and a logarithm of 65 bits, which 1 ulp takes, costs as much as the lanes do (measured: 0.8 to 2.1 times as fast with
/// fused multiply-add, 0.4 times without). Whole exponents and halves never get here; the simplifier writes them as products
/// and square roots.
template <class Scalar, class Architecture>
[[gnu::noinline]] packed<Scalar, Architecture> pow(packed<Scalar, Architecture> base,
                                                   packed<Scalar, Architecture> exponent) {
    packed<Scalar, Architecture> result;
    for (std::size_t lane = 0; lane < result.size; ++lane)
        result.lanes[lane] = std::pow(base.lanes[lane], exponent.lanes[lane]);
    return result;
}

}  // namespace ditto
