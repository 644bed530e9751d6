#pragma once

#include <cstring>
#include <ditto/config.hpp>
#include <ditto/kernel/batch.hpp>
#include <utility>

/// What transposition in registers needs. Shuffles never move data between 128-bit segments unless they say so: crossing
/// costs more on x86.
namespace ditto::detail {

template <class Scalar>
inline constexpr std::size_t segment_size = 16 / sizeof(Scalar);
template <class Scalar>
using segment = vector<Scalar, segment_size<Scalar>>;

/// Size consecutive scalars, wherever they lie.
template <std::size_t Size, class Scalar>
DITTO_ALWAYS_INLINE vector<Scalar, Size> load_vector(const Scalar* from) {
    return *reinterpret_cast<const typename vector_traits<Scalar, Size>::anywhere*>(from);
}
template <class Scalar, std::size_t Size>
DITTO_ALWAYS_INLINE void store_vector(vector<Scalar, Size> value, Scalar* to) {
    std::memcpy(to, &value, sizeof value);
}

/// Two consecutive floats, which travel as a double.
typedef double float_pair __attribute__((aligned(alignof(float)), may_alias));

// Intrinsics where g++ 12 folds loads and stores only when told so; in their zeroing form with a full mask, which becomes
// the plain instruction, where the plain form makes g++ 12 warn of its own header.

/// Two halves make a whole.
template <class Scalar, std::size_t Size>
DITTO_ALWAYS_INLINE vector<Scalar, 2 * Size> join(vector<Scalar, Size> low, vector<Scalar, Size> high) {
    using whole = vector<Scalar, 2 * Size>;
#if defined(__AVX512F__)
    if constexpr (sizeof(whole) == 64)
        return std::bit_cast<whole>(_mm512_maskz_insertf64x4(0xff, _mm512_castpd256_pd512(std::bit_cast<__m256d>(low)),
                                                             std::bit_cast<__m256d>(high), 1));
#endif
#if defined(__AVX__)
    if constexpr (sizeof(whole) == 32)
        return std::bit_cast<whole>(
            _mm256_insertf128_pd(_mm256_castpd128_pd256(std::bit_cast<__m128d>(low)), std::bit_cast<__m128d>(high), 1));
#endif
    whole result;
    std::memcpy(&result, &low, sizeof low);
    std::memcpy(reinterpret_cast<char*>(&result) + sizeof low, &high, sizeof high);
    return result;
}

/// The `Index`-th 128 bits of a register.
template <std::size_t Index, class Scalar, std::size_t Size>
DITTO_ALWAYS_INLINE segment<Scalar> segment_of(const vector<Scalar, Size>& whole) {
    if constexpr (sizeof whole == sizeof(segment<Scalar>)) return std::bit_cast<segment<Scalar>>(whole);
#if defined(__AVX512F__)
    if constexpr (sizeof whole == 64) {
        return std::bit_cast<segment<Scalar>>(_mm512_maskz_extractf32x4_ps(0xf, std::bit_cast<__m512>(whole), Index));
    }
#endif
#if defined(__AVX__)
    if constexpr (sizeof whole == 32) {
        const auto two = std::bit_cast<__m256d>(whole);
        if constexpr (Index == 0) return std::bit_cast<segment<Scalar>>(_mm256_castpd256_pd128(two));
        return std::bit_cast<segment<Scalar>>(_mm256_extractf128_pd(two, Index));
    }
#endif
    segment<Scalar> result;
    std::memcpy(&result, reinterpret_cast<const char*>(&whole) + Index * sizeof result, sizeof result);
    return result;
}

/// Any lanes of `a` (0, 1, …) and `b` (Size, Size + 1, …).
template <std::size_t... Index, class Vector>
DITTO_ALWAYS_INLINE Vector shuffle(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, static_cast<int>(Index)...);
}

/// The same choice within every 128-bit segment: lanes of a's segment (0, 1, …), then of b's.
template <std::size_t... Choice, class Vector>
DITTO_ALWAYS_INLINE Vector shuffle_segments(Vector a, Vector b) {
    constexpr std::size_t within = sizeof...(Choice);
    constexpr std::size_t choice[] = {Choice...};
    constexpr std::size_t size = sizeof(Vector) / 16 * within;
    return [&]<std::size_t... Lane>(std::index_sequence<Lane...>) __attribute__((always_inline)) {
        return shuffle<(Lane / within * within + choice[Lane % within] % within +
                        choice[Lane % within] / within * size)...>(a, b);
    }
    (std::make_index_sequence<size>{});
}

}  // namespace ditto::detail
