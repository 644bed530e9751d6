#pragma once

#include <ditto/graph/layout.hpp>
#include <ditto/kernel/functions.hpp>
#include <ditto/kernel/kernel_table.hpp>
#include <ditto/kernel/load.hpp>
#include <ditto/kernel/staging.hpp>
#include <ditto/kernel/store.hpp>

#include <bit>

namespace ditto {

/// Where a batch's outputs go, one register after the other. One code for both ways there: a branch that is always foretold
/// costs less than compiling a long kernel twice.
template <class T>
struct output_writer {
    scalar_of<T>* out;
    bool streaming;
    DITTO_ALWAYS_INLINE void operator()(std::size_t k, const T& value) const {
        if (streaming)
            store_streaming(value, out + k * lanes<T>);
        else
            store(value, out + k * lanes<T>);
    }
};

/// The kernel of one structure and layout: straight-line code over batches of instances. Every definition of that
/// structure shares it, in every translation unit.
template <class Structure, class Layout>
struct static_kernel {
private:
    static constexpr const auto& layout = Layout::data;
    static constexpr std::size_t variables = layout.variable_sizes.size();
    static constexpr std::size_t givens = layout.given_inputs.size();

    static constexpr std::size_t rows = program_of<Structure, Layout, program_kind::values>.rows;
    static constexpr std::size_t partial_count = program_of<Structure, Layout, program_kind::jacobian>.partials.size();

    static constexpr std::size_t first_scalar(std::size_t variable) {
        std::size_t first = 0;
        for (std::size_t v = 0; v < variable; ++v) first += layout.variable_sizes[v];
        return first;
    }

    static constexpr partial_position position_of(const structural_partial& partial) {
        const auto& counts = layout.columns_of_variables();
        std::size_t column = 0;
        while (layout.differentiated_inputs()[column] != partial.input) ++column;
        std::uint32_t variable = 0;
        for (; column >= counts[variable]; ++variable) column -= counts[variable];
        return {partial.row, variable, static_cast<std::uint32_t>(column)};
    }
    static constexpr auto partials = [] {
        std::array<partial_position, partial_count> positions{};
        std::size_t next = 0;
        for (const structural_partial& partial : program_of<Structure, Layout, program_kind::jacobian>.partials)
            positions[next++] = position_of(partial);
        return positions;
    }();

    // The planes' addresses, where no store to the outputs can alias them.
    template <class Scalar>
    struct plane_addresses {
        const Scalar* state;
        const std::int32_t* offsets[variables + 1];
        const Scalar* givens[static_kernel::givens + 1];

        DITTO_ALWAYS_INLINE explicit plane_addresses(const instance_planes<Scalar>& in) : state(in.state) {
            for (std::size_t v = 0; v < variables; ++v) offsets[v] = in.offsets[v];
            for (std::size_t g = 0; g < static_kernel::givens; ++g) givens[g] = in.givens[g];
        }
    };

    // The scalars of a variable that a stage is the first to read, as inputs of the program.
    template <std::size_t Variable, class Stages, std::size_t Stage, class T>
    DITTO_ALWAYS_INLINE static void load_variable(const plane_addresses<scalar_of<T>>& in, std::size_t instance,
                                                  T* inputs) {
        constexpr std::size_t size = layout.variable_sizes[Variable];
        constexpr std::size_t first = first_scalar(Variable);
        constexpr bool used = [] {
            for (std::size_t c = 0; c < size; ++c)
                if (Stages::loads(layout.scalar_inputs[first + c], Stage)) return true;
            return false;
        }();
        if constexpr (used) {
            T components[size];
            load_block<size>(in.state, in.offsets[Variable] + instance, components);
            detail::unrolled<size>([&](auto c) __attribute__((always_inline)) {
                constexpr std::uint16_t input = layout.scalar_inputs[first + c()];
                if constexpr (Stages::loads(input, Stage)) inputs[input] = components[c()];
            });
        }
    }

    template <program_kind Kind, std::size_t Stage, class T>
    DITTO_ALWAYS_INLINE static void evaluate_stage(const plane_addresses<scalar_of<T>>& in, std::size_t batch_number,
                                                   T* frame, scalar_of<T>* out, bool streaming) {
        using stages = detail::staging<program_of<Structure, Layout, Kind>>;
        const std::size_t instance = batch_number * lanes<T>;
        T registers[stages::registers + 1];
        detail::unrolled<variables>([&](auto v) __attribute__((always_inline)) {
            load_variable<v(), stages, Stage>(in, instance, registers);
        });
        detail::unrolled<givens>([&](auto g) __attribute__((always_inline)) {
            constexpr std::uint16_t input = layout.given_inputs[g()];
            if constexpr (stages::loads(input, Stage)) registers[input] = load_plane<T>(in.givens[g()] + instance);
        });
        detail::run_stage<program_of<Structure, Layout, Kind>, Stage>(registers, frame,
                                                                      output_writer<T>{out, streaming});
    }

    template <program_kind Kind>
    static constexpr std::size_t outputs = Kind == program_kind::values ? rows : rows + partial_count;

    // Stages run as a wave: while the first works on one batch, the next works on the batch before it, and so on. None waits
    // for another in the same step, so that their chains overlap, and stores are spread evenly over the time.
    template <program_kind Kind, class Scalar>
    [[gnu::noinline]] static void evaluate_batches(const instance_planes<Scalar>& in, std::size_t first,
                                                   std::size_t last, Scalar* out, bool streaming) {
        using T = batch<Scalar>;
        using stages = detail::staging<program_of<Structure, Layout, Kind>>;
        constexpr std::size_t width = outputs<Kind> * lanes<T>;
        constexpr std::size_t frame_count = std::bit_ceil(stages::count);
        const plane_addresses<Scalar> planes(in);
        T frames[frame_count][stages::slots + 1];
        for (std::size_t step = 0; step < last - first + stages::count - 1; ++step) {
            const auto run = [&](auto reverse_stage) __attribute__((always_inline)) {
                constexpr std::size_t stage = stages::count - 1 - reverse_stage();
                const std::size_t b = step - stage;  // wraps where the wave has not come so far
                if (b < last - first)
                    evaluate_stage<Kind, stage, T>(planes, first + b, frames[b % frame_count], out + b * width,
                                                   streaming);
            };
            detail::unrolled<stages::count>(run);
        }
    }

    template <program_kind Kind, class Scalar>
    static void evaluate(const void*, const instance_planes<Scalar>& in, std::size_t first, std::size_t last,
                         Scalar* out) {
        constexpr std::size_t bytes = outputs<Kind> * lanes<batch<Scalar>> * sizeof(Scalar);
        const bool streaming = (last - first) * bytes >= streaming_threshold_bytes;
        if (first < last) evaluate_batches<Kind>(in, first, last, out, streaming);
        if (streaming) streaming_fence();
    }

public:
    template <class Scalar>
    static constexpr kernel_table<Scalar> table{
        {static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(givens),
         static_cast<std::uint32_t>(lanes<batch<Scalar>>), layout.variable_sizes, partials, layout.column_counts},
        &evaluate<program_kind::values, Scalar>,
        &evaluate<program_kind::jacobian, Scalar>};
};

}  // namespace ditto
