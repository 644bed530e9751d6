#pragma once

#include <ditto/kernel/arithmetic.hpp>
#include <ditto/kernel/sincos.hpp>

namespace ditto {

template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> sin(packed<Scalar, Architecture> x) {
    return sincos(x).sin;
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> cos(packed<Scalar, Architecture> x) {
    return sincos(x).cos;
}
template <class Scalar, class Architecture>
packed<Scalar, Architecture> exp(packed<Scalar, Architecture> x) {
    return packed<Scalar, Architecture>(xsimd::exp(x.native()));
}
template <class Scalar, class Architecture>
packed<Scalar, Architecture> log(packed<Scalar, Architecture> x) {
    return packed<Scalar, Architecture>(xsimd::log(x.native()));
}
template <class Scalar, class Architecture>
packed<Scalar, Architecture> tanh(packed<Scalar, Architecture> x) {
    return packed<Scalar, Architecture>(xsimd::tanh(x.native()));
}
template <class Scalar, class Architecture>
packed<Scalar, Architecture> pow(packed<Scalar, Architecture> base, packed<Scalar, Architecture> exponent) {
    return packed<Scalar, Architecture>(xsimd::pow(base.native(), exponent.native()));
}

}  // namespace ditto
