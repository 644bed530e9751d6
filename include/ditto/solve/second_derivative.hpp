#pragma once

#include <ditto/problem/storage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ditto::detail {

/// Jᵀr_vv, r_vv the second derivative of r along v, in one pass over the residuals and without forming either:
///
///     r_vv ≈ 2/h ((r(x + h v) − r(x))/h − J v)        Transtrum & Sethna, arXiv:1201.5885, section 2.4
///
/// Costs residuals at x + h v, and residuals and derivatives at x. Nothing is allocated after construction.
template <class Scalar>
class second_derivative {
public:
    /// Small enough for a third derivative to matter little, large enough for rounding to.
    static constexpr Scalar step = Scalar(0.1);

    explicit second_derivative(const problem_storage<Scalar>& of)
        : storage_(of), here_(of.scratch), ahead_(of.scratch) {}

    /// Losses bend the cost, too, which this does not know of.
    bool applies() const { return storage_.is_plain(); }

    /// Writes Jᵀr_vv by column; x and x + h v hold all scalars, v is by column.
    void operator()(const Scalar* x, const Scalar* ahead, std::span<const Scalar> v, std::span<Scalar> into) {
        std::fill(into.begin(), into.end(), Scalar(0));
        for (const auto& in : storage_.residuals.blocks()) {
            const auto& kernel = in.kernel();
            const instance_planes<Scalar> there{ahead, in.offsets.pointers(), in.givens.pointers()};
            sweep(in, x, true, std::span<Scalar>(here_), [&](std::size_t first, std::size_t count, const Scalar* out) {
                const std::size_t lanes = kernel.shape.lanes, batch = first / lanes;
                kernel.residuals(kernel.context, there, batch, batch + (count + lanes - 1) / lanes, ahead_.data());
                apply_weights(in, first, count, kernel.shape.rows, ahead_.data());
                add(in, first, count, out, v, into);
            });
        }
    }

private:
    /// r_vv of each batch takes the place of r(x + h v).
    void add(const block<Scalar>& in, std::size_t first, std::size_t count, const Scalar* out,
             std::span<const Scalar> v, std::span<Scalar> into) {
        const std::size_t lanes = in.shape().lanes, rows = in.shape().rows;
        Scalar* curvature = ahead_.data();
        for (std::size_t i = 0; i < count; i += lanes) {
            for (std::size_t k = 0; k < rows * lanes; ++k) curvature[k] = (curvature[k] - out[k]) / step;
            for_each_partial(in, first + i, std::min(lanes, count - i), out,
                             [&](std::size_t column, std::size_t at, Scalar d) { curvature[at] -= d * v[column]; });
            for (std::size_t k = 0; k < rows * lanes; ++k) curvature[k] *= 2 / step;
            for_each_partial(in, first + i, std::min(lanes, count - i), out,
                             [&](std::size_t column, std::size_t at, Scalar d) { into[column] += d * curvature[at]; });
            out += (rows + in.shape().partials.size()) * lanes;
            curvature += rows * lanes;
        }
    }

    /// f(column, place of a row and lane in the batch, derivative of the row by the column)
    template <class Function>
    void for_each_partial(const block<Scalar>& in, std::size_t instance, std::size_t live, const Scalar* out,
                          Function f) const {
        const std::size_t lanes = in.shape().lanes, rows = in.shape().rows;
        for (const auto& run : in.plan.runs) {
            const std::int32_t* columns = in.columns[run.variable] + instance;
            for (std::uint32_t k = run.first; k < run.first + run.count; ++k)
                for (std::size_t l = 0; l < live; ++l) {
                    if (columns[l] >= 0)
                        f(static_cast<std::size_t>(columns[l]) + in.shape().partials[k].component, run.row * lanes + l,
                          out[(rows + k) * lanes + l]);
                }
        }
    }

    const problem_storage<Scalar>& storage_;
    aligned_vector<Scalar> here_, ahead_;
};

}  // namespace ditto::detail
