#pragma once

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 warns of the undefined registers in its own AVX-512 header.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

/// The few intrinsics that the hand-written kernels need, under one spelling for AVX2 and AVX-512. The benches' own on
/// purpose: a kernel that is compared with ditto's shares no code with it.
namespace bench::simd {

#if defined(__AVX512F__) && defined(__AVX512DQ__)

using vec = __m512d;
inline constexpr std::size_t lanes = 8;

inline vec set(double x) { return _mm512_set1_pd(x); }
inline vec load(const double* p) { return _mm512_load_pd(p); }
inline vec add(vec a, vec b) { return _mm512_add_pd(a, b); }
inline vec sub(vec a, vec b) { return _mm512_sub_pd(a, b); }
inline vec mul(vec a, vec b) { return _mm512_mul_pd(a, b); }
inline vec div(vec a, vec b) { return _mm512_div_pd(a, b); }
inline vec sqrt(vec a) { return _mm512_sqrt_pd(a); }
inline vec fma(vec a, vec b, vec c) { return _mm512_fmadd_pd(a, b, c); }   // a b + c
inline vec fms(vec a, vec b, vec c) { return _mm512_fmsub_pd(a, b, c); }   // a b - c
inline vec fnma(vec a, vec b, vec c) { return _mm512_fnmadd_pd(a, b, c); } // c - a b
inline vec negate(vec a) { return _mm512_xor_pd(a, set(-0.0)); }
inline vec reciprocal_or_zero(vec a) {
    const __mmask8 nonzero = _mm512_cmp_pd_mask(a, _mm512_setzero_pd(), _CMP_NEQ_UQ);
    return _mm512_maskz_div_pd(nonzero, set(1.0), a);
}
inline vec low_bit_to_sign(vec a) { return _mm512_castsi512_pd(_mm512_slli_epi64(_mm512_castpd_si512(a), 63)); }
inline vec flip_sign(vec a, vec sign) { return _mm512_xor_pd(a, sign); }
inline vec choose(vec sign, vec if_set, vec if_clear) {
    return _mm512_mask_mov_pd(if_clear, _mm512_movepi64_mask(_mm512_castpd_si512(sign)), if_set);
}
inline bool any_not_below(vec a, double limit) { return _mm512_cmp_pd_mask(a, set(limit), _CMP_NLT_UQ) != 0; }
inline void store(double* p, vec a) { _mm512_store_pd(p, a); }
inline void stream(double* p, vec a) { _mm512_stream_pd(p, a); }

/// Two neighbouring doubles of each lane: first = lanes 0 2 4 6, second = lanes 1 3 5 7, as (x, y) pairs.
struct pairs {
    vec first, second;
    pairs(vec f, vec s) : first(f), second(s) {}
    pairs(const double* state, const std::int32_t* at) : first(four(state, at)), second(four(state, at + 1)) {}
    vec x() const { return _mm512_unpacklo_pd(first, second); }
    vec y() const { return _mm512_unpackhi_pd(first, second); }

private:
    static __m256d two(const double* low, const double* high) {
        return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1);
    }
    static vec four(const double* s, const std::int32_t* at) {
        return _mm512_insertf64x4(_mm512_castpd256_pd512(two(s + at[0], s + at[2])), two(s + at[4], s + at[6]), 1);
    }
};

#else

using vec = __m256d;
inline constexpr std::size_t lanes = 4;

inline vec set(double x) { return _mm256_set1_pd(x); }
inline vec load(const double* p) { return _mm256_load_pd(p); }
inline vec add(vec a, vec b) { return _mm256_add_pd(a, b); }
inline vec sub(vec a, vec b) { return _mm256_sub_pd(a, b); }
inline vec mul(vec a, vec b) { return _mm256_mul_pd(a, b); }
inline vec div(vec a, vec b) { return _mm256_div_pd(a, b); }
inline vec sqrt(vec a) { return _mm256_sqrt_pd(a); }
inline vec fma(vec a, vec b, vec c) { return _mm256_fmadd_pd(a, b, c); }    // a b + c
inline vec fms(vec a, vec b, vec c) { return _mm256_fmsub_pd(a, b, c); }    // a b - c
inline vec fnma(vec a, vec b, vec c) { return _mm256_fnmadd_pd(a, b, c); }  // c - a b
inline vec negate(vec a) { return _mm256_xor_pd(a, set(-0.0)); }
inline vec reciprocal_or_zero(vec a) {
    return _mm256_and_pd(div(set(1.0), a), _mm256_cmp_pd(a, _mm256_setzero_pd(), _CMP_NEQ_UQ));
}
inline vec low_bit_to_sign(vec a) { return _mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(a), 63)); }
inline vec flip_sign(vec a, vec sign) { return _mm256_xor_pd(a, sign); }
inline vec choose(vec sign, vec if_set, vec if_clear) { return _mm256_blendv_pd(if_clear, if_set, sign); }
inline bool any_not_below(vec a, double limit) {
    return _mm256_movemask_pd(_mm256_cmp_pd(a, set(limit), _CMP_NLT_UQ)) != 0;
}
inline void store(double* p, vec a) { _mm256_store_pd(p, a); }
inline void stream(double* p, vec a) { _mm256_stream_pd(p, a); }

/// Two neighbouring doubles of each lane: first = lanes 0 2, second = lanes 1 3, as (x, y) pairs.
struct pairs {
    vec first, second;
    pairs(vec f, vec s) : first(f), second(s) {}
    pairs(const double* s, const std::int32_t* at) : first(two(s + at[0], s + at[2])), second(two(s + at[1], s + at[3])) {}
    vec x() const { return _mm256_unpacklo_pd(first, second); }
    vec y() const { return _mm256_unpackhi_pd(first, second); }

private:
    static vec two(const double* low, const double* high) {
        return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1);
    }
};

#endif

/// Pairs of differences are taken before the transposition: half the shuffles.
inline pairs operator-(const pairs& a, const pairs& b) { return {sub(a.first, b.first), sub(a.second, b.second)}; }

/// Writes outputs one after the other, past the caches where asked.
template <bool Streaming>
struct writer {
    double* at;
    void operator()(vec value) {
        if constexpr (Streaming) stream(at, value);
        else store(at, value);
        at += lanes;
    }
};

}  // namespace bench::simd
