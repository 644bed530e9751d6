#pragma once

#include <algorithm>
#include <cstdint>
#include <ditto/kernel/registers.hpp>
#include <memory>

namespace ditto {
namespace detail {

/// The rows of two neighbouring components: transposed[k] holds in segment s
///   double  lane 2 s + k
///   float   lanes 4 s + 2 k and 4 s + 2 k + 1
template <batch_type T>
struct stored_pair {
    static constexpr std::size_t size = 2;
    typename T::vector_type transposed[2];

    DITTO_ALWAYS_INLINE explicit stored_pair(const T* components) {
        const auto a = components[0].lanes, b = components[1].lanes;
        if constexpr (sizeof(scalar_of<T>) == 8) {
            transposed[0] = shuffle_segments<0, 2>(a, b);
            transposed[1] = shuffle_segments<1, 3>(a, b);
        } else {
            transposed[0] = shuffle_segments<0, 4, 1, 5>(a, b);
            transposed[1] = shuffle_segments<2, 6, 3, 7>(a, b);
        }
    }
    template <std::size_t Lane>
    DITTO_ALWAYS_INLINE void store(scalar_of<T>* to) const {
        using scalar = scalar_of<T>;
        constexpr std::size_t part = sizeof(scalar) == 8 ? Lane % 2 : Lane % 4 / 2;
        const auto row = segment_of<Lane / segment_size<scalar>, scalar, lanes<T>>(transposed[part]);
        if constexpr (sizeof(scalar) == 8)
            store_vector<scalar, 2>(row, to);
        else
            *reinterpret_cast<float_pair*>(to) = std::bit_cast<vector<double, 2>>(row)[Lane % 2];
    }
};

/// The rows of four neighbouring components of floats: transposed[k] holds in segment s lane 4 s + k.
template <batch_type T>
struct stored_quad {
    static constexpr std::size_t size = 4;
    typename T::vector_type transposed[4];

    DITTO_ALWAYS_INLINE explicit stored_quad(const T* components) {
        const auto a = components[0].lanes, b = components[1].lanes, c = components[2].lanes, d = components[3].lanes;
        const auto low_ab = shuffle_segments<0, 4, 1, 5>(a, b), high_ab = shuffle_segments<2, 6, 3, 7>(a, b);
        const auto low_cd = shuffle_segments<0, 4, 1, 5>(c, d), high_cd = shuffle_segments<2, 6, 3, 7>(c, d);
        transposed[0] = shuffle_segments<0, 1, 4, 5>(low_ab, low_cd);
        transposed[1] = shuffle_segments<2, 3, 6, 7>(low_ab, low_cd);
        transposed[2] = shuffle_segments<0, 1, 4, 5>(high_ab, high_cd);
        transposed[3] = shuffle_segments<2, 3, 6, 7>(high_ab, high_cd);
    }
    template <std::size_t Lane>
    DITTO_ALWAYS_INLINE void store(scalar_of<T>* to) const {
        const auto row = segment_of<Lane / 4, scalar_of<T>, lanes<T>>(transposed[Lane % 4]);
        store_vector<scalar_of<T>, 4>(row, to);
    }
};

/// Transposes all components first, then writes lane after lane. A last block that starts early repeats equal values.
template <std::size_t First, std::size_t Size, batch_type T, class... Stored>
DITTO_ALWAYS_INLINE void store_components(scalar_of<T>* base, const std::int32_t* offsets, const T* components,
                                          const Stored&... stored) {
    if constexpr (First < Size) {
        constexpr std::size_t left = Size - First;
        constexpr std::size_t block = sizeof(scalar_of<T>) == 4 && Size >= 4 && left >= 3 ? 4 : 2;
        constexpr std::size_t start = left < block ? Size - block : First;
        using stored_block = std::conditional_t<block == 4, stored_quad<T>, stored_pair<T>>;
        store_components<start + block, Size>(base, offsets, components, stored..., stored_block(components + start));
    } else {
        const auto store_lane = [&]<std::size_t Lane>() __attribute__((always_inline)) {
            scalar_of<T>* to = base + offsets[Lane];
            std::size_t at = 0;
            ((stored.template store<Lane>(to + std::min(at, Size - Stored::size)), at += Stored::size), ...);
        };
        [&]<std::size_t... Lane>(std::index_sequence<Lane...>) __attribute__((always_inline)) {
            (store_lane.template operator()<Lane>(), ...);
        }
        (std::make_index_sequence<lanes<T>>{});
    }
}

}  // namespace detail

/// To memory aligned to the batch.
template <class T>
DITTO_ALWAYS_INLINE void store(T value, scalar_of<T>* to) {
    if constexpr (batch_type<T>)
        detail::store_vector<scalar_of<T>, lanes<T>>(value.lanes, std::assume_aligned<sizeof value>(to));
    else
        *to = value;
}

/// Past the caches, to memory aligned to the batch: for outputs that will not be read soon. Call `streaming_fence`
/// before another thread reads them.
template <class T>
DITTO_ALWAYS_INLINE void store_streaming(T value, scalar_of<T>* to) {
    if constexpr (batch_type<T>) {
        const auto bits = value.lanes;
#if defined(__AVX512F__)
        if constexpr (sizeof bits == 64)
            return _mm512_stream_pd(reinterpret_cast<double*>(to), reinterpret_cast<__m512d>(bits));
#endif
#if defined(__AVX__)
        if constexpr (sizeof bits == 32)
            return _mm256_stream_pd(reinterpret_cast<double*>(to), reinterpret_cast<__m256d>(bits));
#endif
#if defined(__SSE2__)
        if constexpr (sizeof bits == 16)
            return _mm_stream_pd(reinterpret_cast<double*>(to), reinterpret_cast<__m128d>(bits));
#endif
    }
    store(value, to);
}

/// Orders streaming stores before whatever is stored later.
inline void streaming_fence() {
#if defined(__SSE2__)
    _mm_sfence();
#endif
}

/// Outputs of this size and above are faster stored past the caches. Measured on Zen 3 with 32 MiB of last-level cache, 2-D
/// distance, 40 bytes of outputs an instance; ns per instance, plain / streaming, by MiB of outputs:
///   0.4 1.28 / 1.85   ·   4 1.28 / 1.84   ·   8 1.45 / 1.82   ·   16 2.6 / 1.9   ·   38 4.3 / 2.1 (quieter runs 3.1 / 2.3)
inline constexpr std::size_t streaming_threshold_bytes = std::size_t{8} << 20;

/// The inverse of `load_block`: writes for each lane the `Size` scalars components[0 … Size - 1] to base + offsets[lane].
/// Lanes are written in their order: where targets overlap, the last lane wins, as in a loop over the lanes.
template <std::size_t Size, class T>
DITTO_ALWAYS_INLINE void store_block(scalar_of<T>* base, const std::int32_t* offsets, const T* components) {
    if constexpr (!batch_type<T>) {
        for (std::size_t c = 0; c < Size; ++c) base[offsets[0] + static_cast<std::ptrdiff_t>(c)] = components[c];
    } else if constexpr (Size == 1) {
        [&]<std::size_t... Lane>(std::index_sequence<Lane...>) __attribute__((always_inline)) {
            ((base[offsets[Lane]] = components[0].lanes[Lane]), ...);  // a loop would become a scatter, which is slow
        }
        (std::make_index_sequence<lanes<T>>{});
    } else {
        detail::store_components<0, Size>(base, offsets, components);
    }
}

}  // namespace ditto
