#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/batch.hpp>

namespace ditto {

/// Square root, correctly rounded.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> sqrt(packed<Scalar, Architecture> a) {
#if defined(__AVX512F__) && !defined(__clang__)  // xsimd's form makes g++ 12 warn of its own header
    using vector = typename packed<Scalar, Architecture>::vector_type;
    if constexpr (sizeof(vector) == 64 && sizeof(Scalar) == 8)
        return packed<Scalar, Architecture>(vector(_mm512_maskz_sqrt_pd(0xff, __m512d(a.lanes))));
    else if constexpr (sizeof(vector) == 64)
        return packed<Scalar, Architecture>(vector(_mm512_maskz_sqrt_ps(0xffff, __m512(a.lanes))));
#endif
    return packed<Scalar, Architecture>(xsimd::sqrt(a.native()));
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> abs(packed<Scalar, Architecture> a) {
    return packed<Scalar, Architecture>(xsimd::abs(a.native()));
}

namespace detail {
// Not left to the compiler, since g++ contracts a * b + c where clang++ does not, nor to xsimd, since version 8 has no fused
// form for AVX-512.
#if defined(__clang__)
template <class Vector>
DITTO_ALWAYS_INLINE Vector fused(Vector a, Vector b, Vector c) {
    return __builtin_elementwise_fma(a, b, c);
}
#elif defined(__FMA__)
DITTO_ALWAYS_INLINE __m128 fused(__m128 a, __m128 b, __m128 c) { return _mm_fmadd_ps(a, b, c); }
DITTO_ALWAYS_INLINE __m128d fused(__m128d a, __m128d b, __m128d c) { return _mm_fmadd_pd(a, b, c); }
DITTO_ALWAYS_INLINE __m256 fused(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
DITTO_ALWAYS_INLINE __m256d fused(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }
#if defined(__AVX512F__)
DITTO_ALWAYS_INLINE __m512 fused(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
DITTO_ALWAYS_INLINE __m512d fused(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }
#endif
#else
template <class Vector>
DITTO_ALWAYS_INLINE Vector fused(Vector a, Vector b, Vector c) {
    return a * b + c;
}
#endif
}  // namespace detail

/// a b + c, rounded once where the target fuses it.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> multiply_add(packed<Scalar, Architecture> a,
                                                              packed<Scalar, Architecture> b,
                                                              packed<Scalar, Architecture> c) {
    if constexpr (fuses_multiply_add)
        return packed<Scalar, Architecture>(detail::fused(a.lanes, b.lanes, c.lanes));
    else
        return a * b + c;
}
/// condition ? yes : no, lane by lane.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> select(typename packed<Scalar, Architecture>::mask_type condition,
                                                        packed<Scalar, Architecture> yes,
                                                        packed<Scalar, Architecture> no) {
    return packed<Scalar, Architecture>(condition ? yes.lanes : no.lanes);
}

}  // namespace ditto
