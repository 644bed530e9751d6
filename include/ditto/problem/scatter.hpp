#pragma once

#include <ditto/kernel/load.hpp>
#include <ditto/kernel/store.hpp>
#include <ditto/problem/jacobian_pattern.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace ditto::detail {

/// Copies a chunk's residuals to their rows.
template <class Scalar>
void scatter_residuals(const block<Scalar>& in, std::size_t outputs, std::size_t first, std::size_t count,
                       const Scalar* out, Scalar* residuals) {
    const std::size_t lanes = in.shape().lanes, rows = in.shape().rows;
    for (std::size_t i = 0; i < count; i += lanes, out += outputs * lanes) {
        const std::int32_t* row = in.rows.data() + first + i;
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t l = 0; l < std::min(lanes, count - i); ++l)
                residuals[static_cast<std::size_t>(row[l]) + r] = out[r * lanes + l];
    }
}

/// One run of neighbouring partials of one batch. Whole batches are transposed in registers.
template <std::size_t Count, class Scalar>  // Count 0: known at run time only
void scatter_run(const std::int32_t* positions, std::size_t instances, std::size_t lanes, std::size_t count,
                 const Scalar* lane_of_first, Scalar* values) {
    using T = batch<Scalar>;
    if constexpr (Count > 1)
        if (instances == ditto::lanes<T> && lanes == ditto::lanes<T> &&
            std::none_of(positions, positions + ditto::lanes<T>, [](std::int32_t p) { return p < 0; })) {
            T components[Count];
            for (std::size_t c = 0; c < Count; ++c) components[c] = load_plane<T>(lane_of_first + c * lanes);
            return store_block<Count>(values, positions, components);
        }
    for (std::size_t l = 0; l < instances; ++l) {
        if (positions[l] < 0) continue;
        Scalar* to = values + positions[l];
        for (std::size_t c = 0; c < (Count ? Count : count); ++c) to[c] = lane_of_first[c * lanes + l];
    }
}

/// Copies a chunk's partials to their places among the values of the Jacobian.
template <class Scalar>
void scatter_partials(const block<Scalar>& in, const jacobian_scatter& scatter, std::size_t first, std::size_t count,
                      const Scalar* out, Scalar* values) {
    const std::size_t lanes = in.shape().lanes;
    const std::size_t rows = in.shape().rows;
    const std::size_t outputs = rows + in.shape().partials.size();
    for (std::size_t i = 0; i < count; i += lanes, out += outputs * lanes) {
        const std::size_t live = std::min(lanes, count - i);
        for (std::size_t k = 0; k < in.plan.runs.size(); ++k) {
            const auto& run = in.plan.runs[k];
            const std::int32_t* positions = scatter.positions.data() + k * in.count() + first + i;
            const Scalar* from = out + (rows + run.first) * lanes;
            switch (run.count) {
                case 1:
                    scatter_run<1>(positions, live, lanes, 1, from, values);
                    break;
                case 2:
                    scatter_run<2>(positions, live, lanes, 2, from, values);
                    break;
                case 3:
                    scatter_run<3>(positions, live, lanes, 3, from, values);
                    break;
                case 6:
                    scatter_run<6>(positions, live, lanes, 6, from, values);
                    break;
                case 9:
                    scatter_run<9>(positions, live, lanes, 9, from, values);
                    break;
                default:
                    scatter_run<0>(positions, live, lanes, run.count, from, values);
            }
        }
    }
}

/// Adds up the partials of instances in [first, first + count) that have one variable in two places.
template <class Scalar>
void scatter_repeats(const block<Scalar>& in, const jacobian_scatter& scatter, std::size_t first, std::size_t count,
                     const Scalar* out, Scalar* values) {
    const std::size_t lanes = in.shape().lanes;
    const std::size_t rows = in.shape().rows;
    const std::size_t partials = in.shape().partials.size();
    auto at = std::lower_bound(scatter.repeats.begin(), scatter.repeats.end(), first,
                               [](const auto& r, std::size_t instance) { return r.instance < instance; });
    for (; at != scatter.repeats.end() && at->instance < first + count; ++at) {
        const std::size_t i = at->instance - first;
        const Scalar* lane = out + i / lanes * (rows + partials) * lanes + i % lanes;
        for (const std::int32_t p : at->positions)
            if (p >= 0) values[p] = 0;
        for (std::size_t k = 0; k < partials; ++k)
            if (at->positions[k] >= 0) values[at->positions[k]] += lane[(rows + k) * lanes];
    }
}

}  // namespace ditto::detail
