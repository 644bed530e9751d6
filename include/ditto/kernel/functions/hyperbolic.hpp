#pragma once

#include <ditto/kernel/functions/exponential.hpp>

/// Hyperbolic functions, by the addition theorems: with |x| = n log(2) + r and p = 2^-2n,
///   sinh|x| = 2^(n-1) ((1 - p) cosh(r) + (1 + p) sinh(r))
///   cosh|x| = 2^(n-1) ((1 + p) cosh(r) + (1 - p) sinh(r))
/// so that nothing cancels near 0, and no branch is taken.
namespace ditto {
namespace detail {

template <class T>
struct hyperbolic_parts {
    T sinh, cosh, n;
};
/// 2^(1-n) times sinh and cosh of 0 <= x.
template <class T>
DITTO_ALWAYS_INLINE hyperbolic_parts<T> sinh_and_cosh(T x) {
    using scalar = scalar_of<T>;
    const auto [n, r, tail] = reduce_by_log2(x);
    const auto [odd, even] = sinh_cosh_of_reduced(r);
    const T most(scalar(40)), below = select(n > most, most, n);
    const T p = power_of_two(below * T(scalar(-2))), difference = T(scalar(1)) - p, sum = T(scalar(1)) + p;
    const T sinh = multiply_add(sum, r, multiply_add(sum, odd + tail, difference * even));
    const T cosh = multiply_add(difference, r, multiply_add(difference, odd + tail, sum * even));
    return {difference + sinh, sum + cosh, n};
}

}  // namespace detail

/// Hyperbolic sine, within 2 ulp, up to the last finite result.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> sinh(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number limit(detail::exponential<Scalar>::limit), magnitude = abs(x);
    const auto parts = detail::sinh_and_cosh(select(magnitude > limit, limit, magnitude));
    return detail::copy_sign(detail::scale(parts.sinh, parts.n - number(Scalar(1))), x);
}

/// Hyperbolic cosine, within 2 ulp, up to the last finite result.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> cosh(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number limit(detail::exponential<Scalar>::limit), magnitude = abs(x);
    const auto parts = detail::sinh_and_cosh(select(magnitude > limit, limit, magnitude));
    return detail::scale(parts.cosh, parts.n - number(Scalar(1)));
}

// xsimd uses intrinsics of which g++ 12 warns where they are inlined (GCC bug 105593, mended in 13).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
/// Hyperbolic tangent, within 1.5 ulp.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> tanh(packed<Scalar, Architecture> x) {
    return packed<Scalar, Architecture>(xsimd::tanh(x.native()));
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

}  // namespace ditto
