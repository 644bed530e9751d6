#pragma once

#include <ditto/kernel/kernel_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace ditto {

/// A kernel for instances whose scalars lie anywhere: collects them into the variables that another kernel reads, some batches
/// at a time, and lets it evaluate those. Its variables are single scalars, the ones that the other kernel's variables use.
/// Costs a load and a store per scalar. Immutable; evaluation is safe from several threads.
template <class Scalar>
class regrouped_kernel {
public:
    /// `used`: of each scalar of each variable of the kernel, whether it is read. The kernel must outlive this one.
    regrouped_kernel(const kernel_table<Scalar>& kernel, const std::vector<char>& used) : kernel_(kernel) {
        const kernel_shape& shape = kernel.shape;
        std::vector<std::uint32_t> first, number;  // of each variable: its first scalar; of each scalar: its number among the used
        for (const std::uint32_t size : shape.variables) {
            first.push_back(static_cast<std::uint32_t>(number.size()));
            for (std::uint32_t c = 0; c < size; ++c) {
                number.push_back(static_cast<std::uint32_t>(sizes_.size()));
                if (used[number.size() - 1]) sizes_.push_back(1);
            }
        }
        scalars_ = number.size();
        batches_ = std::clamp<std::size_t>(most_scalars / (scalars_ * shape.lanes + 1), 1, most_batches);
        const std::size_t instances = batches_ * shape.lanes;
        for (std::size_t v = 0; v < shape.variables.size(); ++v) {
            for (std::uint32_t c = 0; c < shape.variables[v]; ++c)
                if (used[first[v] + c]) homes_.push_back({first[v] * instances + c, shape.variables[v]});
            for (std::size_t i = 0; i < instances; ++i)
                offsets_.push_back(static_cast<std::int32_t>(first[v] * instances + i * shape.variables[v]));
        }
        for (std::size_t v = 0; v < shape.variables.size(); ++v) offset_planes_.push_back(offsets_.data() + v * instances);
        for (const auto& [row, variable, component] : shape.partials)
            partials_.push_back({row, number[first[variable] + component], 0});
        table_ = {{shape.rows, shape.givens, shape.lanes, sizes_, partials_},
                  &evaluate<&kernel_table<Scalar>::residuals>,
                  &evaluate<&kernel_table<Scalar>::linearize>,
                  this,
                  kernel_origin::regrouped};
    }
    regrouped_kernel(const regrouped_kernel&) = delete;  // the table points here
    regrouped_kernel& operator=(const regrouped_kernel&) = delete;

    const kernel_table<Scalar>& table() const { return table_; }
    const kernel_table<Scalar>& original() const { return kernel_; }

private:
    static constexpr std::size_t most_batches = 8;
    static constexpr std::size_t most_scalars = 2048;
    static constexpr std::size_t most_givens = 64;

    struct home {
        std::size_t first;   // place of the first instance's scalar
        std::size_t stride;  // to the next instance's
    };

    template <auto Function>
    static void evaluate(const void* context, const instance_planes<Scalar>& in, std::size_t first, std::size_t last,
                         Scalar* out) {
        const auto& self = *static_cast<const regrouped_kernel*>(context);
        const kernel_shape& shape = self.kernel_.shape;
        const std::size_t outputs = shape.rows + (Function == &kernel_table<Scalar>::linearize ? shape.partials.size() : 0);
        const std::size_t room = self.scalars_ * self.batches_ * shape.lanes;
        Scalar few[most_scalars];
        const auto many = room > most_scalars ? std::make_unique<Scalar[]>(room) : nullptr;
        Scalar* const state = many ? many.get() : few;
        if (self.sizes_.size() < self.scalars_) std::fill_n(state, room, Scalar(0));  // what is not used is loaded
        const Scalar* few_givens[most_givens];
        const auto many_givens = shape.givens > most_givens ? std::make_unique<const Scalar*[]>(shape.givens) : nullptr;
        const Scalar** const givens = many_givens ? many_givens.get() : few_givens;
        for (; first < last; first += self.batches_) {
            const std::size_t batches = std::min(self.batches_, last - first), instance = first * shape.lanes;
            for (std::size_t s = 0; s < self.homes_.size(); ++s) {
                Scalar* const to = state + self.homes_[s].first;
                const std::int32_t* const from = in.offsets[s] + instance;
                const std::size_t stride = self.homes_[s].stride;
                for (std::size_t i = 0; i < batches * shape.lanes; ++i) to[i * stride] = in.state[from[i]];
            }
            for (std::size_t g = 0; g < shape.givens; ++g) givens[g] = in.givens[g] + instance;
            (self.kernel_.*Function)(self.kernel_.context, {state, self.offset_planes_.data(), givens}, 0, batches, out);
            out += batches * outputs * shape.lanes;
        }
    }

    const kernel_table<Scalar>& kernel_;
    std::size_t scalars_ = 0;  // of one instance, used or not
    std::size_t batches_ = 1;  // evaluated at a time
    std::vector<std::uint32_t> sizes_;
    std::vector<home> homes_;
    std::vector<std::int32_t> offsets_;
    std::vector<const std::int32_t*> offset_planes_;
    std::vector<partial_position> partials_;
    kernel_table<Scalar> table_;
};

}  // namespace ditto
