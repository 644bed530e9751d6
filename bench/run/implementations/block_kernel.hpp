#pragma once

#include "../implementation.hpp"

#include <utility>

namespace bench {

/// A kernel over instances or batches [0, count), as the benches' own implementations write them.
using block_kernel = void (*)(const planes& in, std::size_t count, double* out);

/// The planes by value: a compiler that cannot rule out that outputs overwrite the tables of pointers would read them again
/// for every instance.
struct inputs {
    const double* state;
    const std::int32_t* offsets[4];
    const double* givens[2];

    inputs(const planes& p, std::size_t variables, std::size_t given) : state(p.state) {
        for (std::size_t v = 0; v < variables; ++v) offsets[v] = p.offsets[v];
        for (std::size_t g = 0; g < given; ++g) givens[g] = p.givens[g];
    }
};

struct bound_kernel {
    block_kernel call;
    std::vector<const std::int32_t*> offsets;
    std::vector<const double*> givens;
    const double* state;
    std::size_t count;
    std::size_t base;

    bound_kernel(const scene& s, std::size_t b, block_kernel k, std::size_t lanes)
        : call(k), state(s.state.data()), count((s.blocks[b].instances + lanes - 1) / lanes), base(s.output_base(b)) {
        for (const auto& plane : s.blocks[b].offsets) offsets.push_back(plane.data());
        for (const auto& plane : s.blocks[b].givens) givens.push_back(plane.data());
    }
    void operator()(double* out) const { call({state, offsets.data(), givens.data()}, count, out + base); }
};

/// Binds the kernel that `choose(structure)` returns to every block of the scene.
template <class Choose>
prepared bind_kernels(const scene& s, std::size_t lanes, Choose choose) {
    std::vector<bound_kernel> kernels;
    for (std::size_t b = 0; b < s.blocks.size(); ++b) kernels.emplace_back(s, b, choose(s.blocks[b].kind), lanes);
    prepared p;
    p.lanes = lanes;
    p.order = counted_order(s);
    p.run = [kernels = std::move(kernels)](double* out) {
        for (const bound_kernel& k : kernels) k(out);
    };
    return p;
}

}  // namespace bench
