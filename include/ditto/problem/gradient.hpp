#pragma once

#include <ditto/problem/storage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ditto::detail {

/// gradient += Jᵀr of one chunk, straight from the kernel's output.
template <class Scalar>
void add_gradient(const block<Scalar>& in, std::size_t first, std::size_t count, const Scalar* out,
                  std::span<Scalar> gradient) {
    const std::size_t lanes = in.shape().lanes;
    const std::size_t rows = in.shape().rows;
    const std::size_t outputs = rows + in.shape().partials.size();
    for (std::size_t i = 0; i < count; i += lanes, out += outputs * lanes) {
        const std::size_t live = std::min(lanes, count - i);
        for (const auto& run : in.plan.runs) {
            const std::int32_t* columns = in.columns[run.variable] + first + i;
            const Scalar* residual = out + run.row * lanes;
            for (std::uint32_t k = run.first; k < run.first + run.count; ++k) {
                const Scalar* partial = out + (rows + k) * lanes;
                const std::size_t component = in.shape().partials[k].component;
                for (std::size_t l = 0; l < live; ++l) {
                    if (columns[l] >= 0)
                        gradient[static_cast<std::size_t>(columns[l]) + component] += partial[l] * residual[l];
                }
            }
        }
    }
}

}  // namespace ditto::detail
