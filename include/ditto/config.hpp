#pragma once

// Here only: libstdc++ 12 reads its 2,000 lines again for every inclusion. Beyond some 320,000 lines g++ keeps places in the
// source in a longer form, for which it takes 30 MB more.
#include <cmath>

/// The library's few macros. None of them changes the meaning of a program.

/// Inlines also where the compiler's budget says otherwise: kernels are made of thousands of one-line functions.
#define DITTO_ALWAYS_INLINE [[gnu::always_inline]] inline

namespace ditto {
/// Whether a b + c is one instruction of the target, rounded once.
#if defined(__FMA__) || defined(__AVX512F__) || defined(__ARM_FEATURE_FMA) || defined(__FP_FAST_FMA)
inline constexpr bool fuses_multiply_add = true;
#else
inline constexpr bool fuses_multiply_add = false;
#endif
}  // namespace ditto
