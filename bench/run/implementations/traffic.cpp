// The floor: reads and writes the same bytes as a batched kernel, by the same block loads, and computes nothing.
#include "block_kernel.hpp"
#include "simd.hpp"

#include <tuple>
#include <utility>

namespace bench {
namespace {

using namespace simd;

/// Writes each loaded register as it is, again from the first when there are more outputs than inputs.
template <bool Streaming, std::size_t Outputs, class... Vec>
[[gnu::always_inline]] inline void copy(writer<Streaming>& write, const Vec&... loaded) {
    const auto all = std::tie(loaded...);
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        (write(std::get<K % sizeof...(Vec)>(all)), ...);
    }(std::make_index_sequence<Outputs>{});
}

template <bool Streaming>
void distance(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 2, 1);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const pairs p(in.state, in.offsets[0] + i), q(in.state, in.offsets[1] + i);
        copy<Streaming, 5>(write, p.first, p.second, q.first, q.second, load(in.givens[0] + i));
    }
}

template <bool Streaming>
void four_points(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 4, 0);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const pairs a(in.state, in.offsets[0] + i), b(in.state, in.offsets[1] + i);
        const pairs c(in.state, in.offsets[2] + i), d(in.state, in.offsets[3] + i);
        copy<Streaming, 9>(write, a.first, a.second, b.first, b.second, c.first, c.second, d.first, d.second);
    }
}

template <bool Streaming>
void reprojection(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 2, 2);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const std::int32_t* c = in.offsets[0] + i;
        const std::int32_t* p = in.offsets[1] + i;
        const pairs c0(in.state, c), c2(in.state + 2, c), c4(in.state + 4, c), c6(in.state + 6, c), c7(in.state + 7, c);
        const pairs p0(in.state, p), p1(in.state + 1, p);
        copy<Streaming, 26>(write, c0.first, c0.second, c2.first, c2.second, c4.first, c4.second, c6.first, c6.second,
                                    c7.first, c7.second, p0.first, p0.second, p1.first, p1.second,
                                    load(in.givens[0] + i), load(in.givens[1] + i));
    }
}

template <bool Streaming>
block_kernel kernel_of(structure kind) {
    switch (kind) {
        case structure::distance: return distance<Streaming>;
        case structure::parallel:
        case structure::perpendicular: return four_points<Streaming>;
        case structure::reprojection: return reprojection<Streaming>;
    }
    return nullptr;
}

}  // namespace

prepared prepare_traffic(const scene& s) {
    const bool streaming = s.output_doubles() * sizeof(double) > streaming_bytes;
    prepared p = bind_kernels(s, lanes, streaming ? kernel_of<true> : kernel_of<false>);
    if (streaming)
        p.run = [run = std::move(p.run)](double* out) {
            run(out);
            _mm_sfence();
        };
    return p;
}

}  // namespace bench
