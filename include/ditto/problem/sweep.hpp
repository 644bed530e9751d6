#pragma once

#include <ditto/problem/contribution.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace ditto::detail {

template <class Scalar>
struct problem_storage;

/// Scratch that kernels write and scatters read while it is in the first-level cache.
template <class Scalar>
inline constexpr std::size_t scratch_scalars = 16384 / sizeof(Scalar);

/// How much scratch one block needs at least: a batch of its widest output.
template <class Scalar>
std::size_t least_scratch(const block<Scalar>& in) {
    return (in.shape().rows + in.shape().partials.size()) * in.shape().lanes;
}

/// Scratch for one call, on the stack unless a kernel is uncommonly wide.
template <class Scalar>
class call_scratch {
public:
    std::span<Scalar> of(std::size_t least) {
        if (least <= local_.size()) return local_;
        wide_.resize(least);
        return wide_;
    }

private:
    alignas(64) std::array<Scalar, scratch_scalars<Scalar>> local_;
    aligned_vector<Scalar> wide_;
};

/// Runs a kernel over a block in chunks that fit in `scratch`: consume(first instance, instances, lanes of outputs), weights
/// applied.
template <class Scalar, class Consume>
void sweep(const block<Scalar>& in, const Scalar* state, bool with_partials, std::span<Scalar> scratch,
           Consume&& consume) {
    const kernel_table<Scalar>& kernel = in.kernel();
    const std::size_t lanes = kernel.shape.lanes;
    const std::size_t outputs = kernel.shape.rows + (with_partials ? kernel.shape.partials.size() : 0);
    const auto function = with_partials ? kernel.linearize : kernel.residuals;
    const instance_planes<Scalar> planes{state, in.offsets.pointers(), in.givens.pointers()};
    const std::size_t chunk = std::max<std::size_t>(1, scratch.size() / std::max<std::size_t>(1, outputs * lanes));
    for (std::size_t batch = 0; batch < in.batches(); batch += chunk) {
        const std::size_t end = std::min(batch + chunk, in.batches());
        function(kernel.context, planes, batch, end, scratch.data());
        const std::size_t first = batch * lanes;
        apply_weights(in, first, std::min(end * lanes, in.count()) - first, outputs, scratch.data());
        consume(first, std::min(end * lanes, in.count()) - first, static_cast<const Scalar*>(scratch.data()));
    }
}

/// The same for solvers: what consume gets has the gradient of the cost as its Jᵀr. Returns the cost of the block.
template <class Scalar, class Consume>
Scalar sweep_cost(const problem_storage<Scalar>& storage, const block<Scalar>& in, const Scalar* state,
                  std::span<Scalar> scratch, Consume&& consume) {
    contribution<Scalar> contributed(in, storage.losses);
    const std::size_t lanes = in.shape().lanes, width = (in.shape().rows + in.shape().partials.size()) * lanes;
    Scalar cost = 0;
    sweep(in, state, true, scratch, [&](std::size_t first, std::size_t count, const Scalar* out) {
        Scalar* next = scratch.data();
        for (std::size_t i = 0; i < count; i += lanes, next += width)
            cost += contributed.take(first + i, std::min(lanes, count - i), next);
        consume(first, count, out);
    });
    return cost;
}

/// The cost of a block alone.
template <class Scalar>
Scalar sweep_cost(const problem_storage<Scalar>& storage, const block<Scalar>& in, const Scalar* state,
                  std::span<Scalar> scratch) {
    contribution<Scalar> contributed(in, storage.losses);
    const std::size_t lanes = in.shape().lanes, width = in.shape().rows * lanes;
    Scalar cost = 0;
    sweep(in, state, false, scratch, [&](std::size_t first, std::size_t count, const Scalar* out) {
        for (std::size_t i = 0; i < count; i += lanes, out += width)
            cost += contributed.cost(first + i, std::min(lanes, count - i), out);
    });
    return cost;
}

}  // namespace ditto::detail
