#pragma once

#include <ditto/kernel/interpreter.hpp>
#include <ditto/kernel/kernel_table.hpp>
#include <ditto/kernel/load.hpp>
#include <ditto/kernel/store.hpp>

#include <memory>

namespace ditto {

/// How the scalar inputs of a structure that is known at run time are grouped: the sizes of its variables, the input that
/// each of their scalars is, and each given scalar's, or `unused_input`.
struct dynamic_layout {
    std::vector<std::uint32_t> variable_sizes;
    std::vector<std::uint16_t> scalar_inputs;
    std::vector<std::uint16_t> given_inputs;
};

/// A kernel that runs its programs step by step, each over several batches of instances at once, which makes the price of a
/// step's dispatch small. Immutable; evaluation is safe from several threads.
template <class Scalar>
class interpreted_kernel {
public:
    interpreted_kernel(const rooted_graph& structure, dynamic_layout layout)
        : layout_(std::move(layout)),
          residuals_(flatten(assemble(derive(structure, program_kind::values, layout_.scalar_inputs)))),
          linearize_(flatten(assemble(derive(structure, program_kind::jacobian, layout_.scalar_inputs)))) {
        for (const structural_partial& p : linearize_.partials) partials_.push_back(position_of(p));
        table_ = {{residuals_.rows, static_cast<std::uint32_t>(layout_.given_inputs.size()),
                   static_cast<std::uint32_t>(lanes<batch<Scalar>>), layout_.variable_sizes, partials_},
                  &evaluate<&interpreted_kernel::residuals_>,
                  &evaluate<&interpreted_kernel::linearize_>,
                  this,
                  kernel_origin::interpreted};
    }
    interpreted_kernel(const interpreted_kernel&) = delete;  // the table points here
    interpreted_kernel& operator=(const interpreted_kernel&) = delete;

    const kernel_table<Scalar>& table() const { return table_; }
    const flat_program& residuals() const { return residuals_; }
    const flat_program& linearize() const { return linearize_; }
    std::size_t bytes() const {
        return sizeof(*this) + (residuals_.steps.size() + linearize_.steps.size()) * sizeof(flat_step) +
               partials_.size() * sizeof(partial_position);
    }

private:
    using T = batch<Scalar>;
    static constexpr std::size_t most_batches = 16;
    static constexpr std::size_t most_values = 1024;  // of batches: 64 KiB with the widest registers

    partial_position position_of(const structural_partial& partial) const {
        std::uint32_t variable = 0, scalar = 0;
        for (const std::uint16_t input : layout_.scalar_inputs) {
            if (input == partial.input) break;
            if (++scalar == layout_.variable_sizes[variable]) ++variable, scalar = 0;
        }
        return {partial.row, variable, scalar};
    }

    template <std::size_t Size>
    static void load_piece(const instance_planes<Scalar>& in, std::size_t variable, std::size_t component,
                           const std::uint16_t* inputs, std::size_t instance,
                           const detail::interpreter_frame<T>& frame) {
        for (std::size_t i = 0; i < frame.count; ++i) {
            T components[Size];
            load_block<Size>(in.state + component, in.offsets[variable] + instance + i * lanes<T>, components);
            for (std::size_t c = 0; c < Size; ++c)
                if (inputs[c] != unused_input) frame.values[inputs[c] * frame.count + i] = components[c];
        }
    }

    void load(const instance_planes<Scalar>& in, std::size_t instance,
              const detail::interpreter_frame<T>& frame) const {
        const std::uint16_t* inputs = layout_.scalar_inputs.data();
        for (std::size_t v = 0; v < layout_.variable_sizes.size(); ++v) {
            const std::size_t size = layout_.variable_sizes[v];
            for (std::size_t c = 0; c < size;) {
                const std::size_t piece = std::min<std::size_t>(size - c, 4);
                switch (piece) {
                    case 1: load_piece<1>(in, v, c, inputs, instance, frame); break;
                    case 2: load_piece<2>(in, v, c, inputs, instance, frame); break;
                    case 3: load_piece<3>(in, v, c, inputs, instance, frame); break;
                    default: load_piece<4>(in, v, c, inputs, instance, frame); break;
                }
                c += piece;
                inputs += piece;
            }
        }
        for (std::size_t g = 0; g < layout_.given_inputs.size(); ++g) {
            if (layout_.given_inputs[g] == unused_input) continue;
            T* const to = frame.values + layout_.given_inputs[g] * frame.count;
            for (std::size_t i = 0; i < frame.count; ++i) to[i] = load_plane<T>(in.givens[g] + instance + i * lanes<T>);
        }
    }

    void run(const flat_program& p, const instance_planes<Scalar>& in, std::size_t first, std::size_t last,
             Scalar* out) const {
        const std::size_t width = std::clamp<std::size_t>(most_values / (p.slots + 1), 1, most_batches);
        T few[most_values];
        const auto many = p.slots * width > most_values ? std::make_unique_for_overwrite<T[]>(p.slots * width) : nullptr;
        T* const values = many ? many.get() : few;
        for (std::size_t count = 0; first < last; first += count) {
            const std::size_t now = std::min(width, last - first);
            if (now != count)
                for (const auto& [slot, value] : p.constants)
                    std::fill_n(values + slot * now, now, T(static_cast<Scalar>(value)));
            count = now;
            const detail::interpreter_frame<T> frame{values, p.slots, count, out, p.outputs()};
            load(in, first * lanes<T>, frame);
            detail::run_steps(frame, p.steps);
            out += count * p.outputs() * lanes<T>;
        }
    }

    template <auto Program>
    static void evaluate(const void* context, const instance_planes<Scalar>& in, std::size_t first, std::size_t last,
                         Scalar* out) {
        const auto& kernel = *static_cast<const interpreted_kernel*>(context);
        kernel.run(kernel.*Program, in, first, last, out);
    }

    dynamic_layout layout_;
    flat_program residuals_;
    flat_program linearize_;
    std::vector<partial_position> partials_;
    kernel_table<Scalar> table_;
};

}  // namespace ditto
