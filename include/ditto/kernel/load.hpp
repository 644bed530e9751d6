#pragma once

#include <cstdint>
#include <ditto/kernel/registers.hpp>

namespace ditto {
namespace detail {

template <class Scalar>
struct block_source {
    const Scalar* state;
    const std::int32_t* offsets;
    DITTO_ALWAYS_INLINE const Scalar* at(std::size_t lane, std::size_t component) const {
        return state + offsets[lane] + component;
    }
};

/// A register from 128-bit segments: segment s comes from lane First + s * Step.
template <class T, std::size_t First, std::size_t Step, class Segment>
DITTO_ALWAYS_INLINE typename T::vector_type join_segments(Segment segment_at) {
    using scalar = scalar_of<T>;
    constexpr std::size_t one = segment_size<scalar>;
    if constexpr (sizeof(T) == 16)
        return segment_at(First);
    else if constexpr (sizeof(T) == 32)
        return join<scalar, one>(segment_at(First), segment_at(First + Step));
    else
        return join<scalar, 2 * one>(join<scalar, one>(segment_at(First), segment_at(First + Step)),
                                     join<scalar, one>(segment_at(First + 2 * Step), segment_at(First + 3 * Step)));
}

/// One component of all lanes, scalar by scalar. In segments, from which clang++ makes no gather instruction: it is slow.
template <batch_type T>
DITTO_ALWAYS_INLINE T load_lanes(block_source<scalar_of<T>> from, std::size_t component) {
    using scalar = scalar_of<T>;
    constexpr std::size_t size = segment_size<scalar>;
    return T(join_segments<T, 0, size>([&](std::size_t lane) {
        if constexpr (size == 2)
            return segment<scalar>{*from.at(lane, component), *from.at(lane + 1, component)};
        else
            return segment<scalar>{*from.at(lane, component), *from.at(lane + 1, component),
                                   *from.at(lane + 2, component), *from.at(lane + 3, component)};
    }));
}

/// Two neighbouring components, by loads of 128 bits (double) or 64 bits (float).
template <batch_type T>
DITTO_ALWAYS_INLINE void load_pair(block_source<scalar_of<T>> from, std::size_t first,
                                   typename T::vector_type (&out)[2]) {
    using scalar = scalar_of<T>;
    if constexpr (sizeof(scalar) == 8) {
        const auto block = [&](std::size_t lane) { return load_vector<segment_size<scalar>>(from.at(lane, first)); };
        const auto even = join_segments<T, 0, 2>(block), odd = join_segments<T, 1, 2>(block);
        out[0] = shuffle_segments<0, 2>(even, odd);
        out[1] = shuffle_segments<1, 3>(even, odd);
    } else {
        const auto pair = [&](std::size_t lane) { return *reinterpret_cast<const float_pair*>(from.at(lane, first)); };
        const auto blocks = [&](std::size_t lane) {
            return std::bit_cast<segment<float>>(vector<double, 2>{pair(lane), pair(lane + 1)});
        };
        const auto low = join_segments<T, 0, 4>(blocks), high = join_segments<T, 2, 4>(blocks);
        out[0] = shuffle_segments<0, 2, 4, 6>(low, high);
        out[1] = shuffle_segments<1, 3, 5, 7>(low, high);
    }
}

/// Whether four components at once are cheaper than two pairs: not for four doubles, where insertion is part of the load.
template <class T>
inline constexpr bool loads_quads = sizeof(scalar_of<T>) == 4 || sizeof(T) == 64;

/// Four neighbouring components, by loads of 128 bits (float) or 256 bits (double).
template <batch_type T>
DITTO_ALWAYS_INLINE void load_quad(block_source<scalar_of<T>> from, std::size_t first,
                                   typename T::vector_type (&out)[4]) {
    using scalar = scalar_of<T>;
    if constexpr (sizeof(scalar) == 4) {
        const auto block = [&](std::size_t lane) { return load_vector<segment_size<scalar>>(from.at(lane, first)); };
        const auto lane0 = join_segments<T, 0, 4>(block), lane1 = join_segments<T, 1, 4>(block),
                   lane2 = join_segments<T, 2, 4>(block), lane3 = join_segments<T, 3, 4>(block);
        const auto low01 = shuffle_segments<0, 4, 1, 5>(lane0, lane1),
                   high01 = shuffle_segments<2, 6, 3, 7>(lane0, lane1);
        const auto low23 = shuffle_segments<0, 4, 1, 5>(lane2, lane3),
                   high23 = shuffle_segments<2, 6, 3, 7>(lane2, lane3);
        out[0] = shuffle_segments<0, 1, 4, 5>(low01, low23);
        out[1] = shuffle_segments<2, 3, 6, 7>(low01, low23);
        out[2] = shuffle_segments<0, 1, 4, 5>(high01, high23);
        out[3] = shuffle_segments<2, 3, 6, 7>(high01, high23);
    } else {
        const auto lanes_of = [&](std::size_t low, std::size_t high) {
            return join<scalar, 4>(load_vector<4>(from.at(low, first)), load_vector<4>(from.at(high, first)));
        };
        const auto lanes02 = lanes_of(0, 2), lanes13 = lanes_of(1, 3), lanes46 = lanes_of(4, 6),
                   lanes57 = lanes_of(5, 7);
        const auto even0123 = shuffle_segments<0, 2>(lanes02, lanes13),
                   odd0123 = shuffle_segments<1, 3>(lanes02, lanes13);
        const auto even4567 = shuffle_segments<0, 2>(lanes46, lanes57),
                   odd4567 = shuffle_segments<1, 3>(lanes46, lanes57);
        out[0] = shuffle<0, 1, 4, 5, 8, 9, 12, 13>(even0123, even4567);
        out[1] = shuffle<0, 1, 4, 5, 8, 9, 12, 13>(odd0123, odd4567);
        out[2] = shuffle<2, 3, 6, 7, 10, 11, 14, 15>(even0123, even4567);
        out[3] = shuffle<2, 3, 6, 7, 10, 11, 14, 15>(odd0123, odd4567);
    }
}

/// Components First to Size - 1. The last block may start early: what it loads twice costs less than single scalars.
template <std::size_t First, std::size_t Size, batch_type T>
DITTO_ALWAYS_INLINE void load_components(block_source<scalar_of<T>> from, T* components) {
    constexpr std::size_t left = Size - First;
    if constexpr (Size == 1) {
        components[0] = load_lanes<T>(from, 0);
    } else if constexpr (left > 0) {
        constexpr std::size_t block = loads_quads<T> && Size >= 4 && left >= 3 ? 4 : 2;
        constexpr std::size_t start = left < block ? Size - block : First;
        typename T::vector_type loaded[block];
        if constexpr (block == 4)
            load_quad<T>(from, start, loaded);
        else
            load_pair<T>(from, start, loaded);
        [&]<std::size_t... C>(std::index_sequence<C...>) __attribute__((always_inline)) {
            ((components[First + C] = T(loaded[First - start + C])), ...);  // a loop might keep `loaded` in memory
        }
        (std::make_index_sequence<start + block - First>{});
        load_components<start + block, Size, T>(from, components);
    }
}

}  // namespace detail

/// Loads for each lane the `Size` scalars at state + offsets[lane], and no others; components[c] receives the c-th of all
/// lanes. Blocks are loaded whole and transposed in registers; components that are not used cost nothing but their loads.
template <std::size_t Size, class T>
DITTO_ALWAYS_INLINE void load_block(const scalar_of<T>* state, const std::int32_t* offsets, T* components) {
    if constexpr (batch_type<T>)
        detail::load_components<0, Size, T>({state, offsets}, components);
    else
        for (std::size_t c = 0; c < Size; ++c) components[c] = state[offsets[0] + static_cast<std::ptrdiff_t>(c)];
}

/// The scalars of consecutive instances; any alignment.
template <class T>
DITTO_ALWAYS_INLINE T load_plane(const scalar_of<T>* from) {
    if constexpr (batch_type<T>)
        return T(detail::load_vector<lanes<T>>(from));
    else
        return *from;
}

}  // namespace ditto
