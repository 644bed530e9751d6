#pragma once

#include <ditto/graph/execute.hpp>
#include <ditto/graph/layout.hpp>
#include <ditto/kernel/functions.hpp>
#include <ditto/kernel/kernel_table.hpp>
#include <ditto/kernel/load.hpp>
#include <ditto/kernel/staging.hpp>
#include <ditto/kernel/store.hpp>

#include <algorithm>

namespace ditto {

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
        std::size_t scalar = 0;
        while (layout.scalar_inputs[scalar] != partial.input) ++scalar;
        std::uint32_t variable = 0;
        for (; scalar >= layout.variable_sizes[variable]; ++variable) scalar -= layout.variable_sizes[variable];
        return {partial.row, variable, static_cast<std::uint32_t>(scalar)};
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

    template <program_kind Kind, std::size_t Stage, bool Streaming, class T>
    DITTO_ALWAYS_INLINE static void evaluate_stage(const plane_addresses<scalar_of<T>>& in, std::size_t batch_number,
                                                   T* frame, scalar_of<T>* out) {
        constexpr const auto& program = program_of<Structure, Layout, Kind>;
        using stages = detail::staging<program_of<Structure, Layout, Kind>>;
        const std::size_t instance = batch_number * lanes<T>;
        T inputs[program.inputs + 1];
        detail::unrolled<variables>([&](auto v) __attribute__((always_inline)) {
            load_variable<v(), stages, Stage>(in, instance, inputs);
        });
        detail::unrolled<givens>([&](auto g) __attribute__((always_inline)) {
            constexpr std::uint16_t input = layout.given_inputs[g()];
            if constexpr (stages::loads(input, Stage)) inputs[input] = load_plane<T>(in.givens[g()] + instance);
        });
        const auto deliver = [&](std::size_t k, const T& value) __attribute__((always_inline)) {
            if constexpr (Streaming) store_streaming(value, out + k * lanes<T>);
            else store(value, out + k * lanes<T>);
        };
        if constexpr (stages::count == 1)
            execute<program_of<Structure, Layout, Kind>>(inputs, deliver);
        else detail::run_stage<program_of<Structure, Layout, Kind>, Stage>(inputs, frame, deliver);
    }

    // Batches of so many bytes that are kept in the first cache, a few at a time.
    static constexpr std::size_t fitting(std::size_t bytes) {
        return std::clamp<std::size_t>((std::size_t{24} << 10) / (bytes + 1), 1, 16);
    }

    template <program_kind Kind>
    static constexpr std::size_t outputs = Kind == program_kind::values ? rows : rows + partial_count;

    template <program_kind Kind, bool Streaming, class Scalar>
    [[gnu::noinline]] static void evaluate_batches(const instance_planes<Scalar>& in, std::size_t first,
                                                   std::size_t last, Scalar* out) {
        using T = batch<Scalar>;
        using stages = detail::staging<program_of<Structure, Layout, Kind>>;
        constexpr std::size_t width = outputs<Kind> * lanes<T>;
        const plane_addresses<Scalar> planes(in);
        if constexpr (stages::count == 1) {
            for (std::size_t b = first; b < last; ++b, out += width)
                evaluate_stage<Kind, 0, Streaming, T>(planes, b, nullptr, out);
        } else {
            constexpr std::size_t at_once = fitting(stages::slots * sizeof(T));
            T frames[at_once][stages::slots];
            for (std::size_t b = first; b < last; b += at_once, out += at_once * width) {
                const std::size_t batches = std::min(at_once, last - b);
                [&]<std::size_t... S>(std::index_sequence<S...>) __attribute__((always_inline)) {
                    const auto run = [&](auto stage) __attribute__((always_inline)) {
                        for (std::size_t j = 0; j < batches; ++j)
                            evaluate_stage<Kind, stage(), Streaming, T>(planes, b + j, frames[j], out + j * width);
                    };
                    (run(std::integral_constant<std::size_t, S>{}), ...);
                }(std::make_index_sequence<stages::count>{});
            }
        }
    }

    // Outputs larger than the caches go past them: straight from a short program, which costs little to compile twice; from a
    // long one by way of a scratch that stays in the first cache.
    template <program_kind Kind, class Scalar>
    static void evaluate(const void*, const instance_planes<Scalar>& in, std::size_t first, std::size_t last,
                         Scalar* out) {
        using T = batch<Scalar>;
        constexpr std::size_t width = outputs<Kind> * lanes<T>;
        if ((last - first) * width * sizeof(Scalar) < streaming_threshold_bytes)
            return evaluate_batches<Kind, false>(in, first, last, out);
        if constexpr (program_of<Structure, Layout, Kind>.instructions.size() <= 4 * outputs<Kind>) {
            evaluate_batches<Kind, true>(in, first, last, out);
        } else {
            constexpr std::size_t at_once = fitting(width * sizeof(Scalar));
            alignas(64) Scalar scratch[width * at_once];
            for (std::size_t b = first; b < last; b += at_once) {
                const std::size_t batches = std::min(at_once, last - b);
                evaluate_batches<Kind, false>(in, b, b + batches, scratch);
                for (std::size_t k = 0; k < batches * outputs<Kind>; ++k, out += lanes<T>)
                    store_streaming(load_plane<T>(scratch + k * lanes<T>), out);
            }
        }
        streaming_fence();
    }

public:
    template <class Scalar>
    static constexpr kernel_table<Scalar> table{
        {static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(givens),
         static_cast<std::uint32_t>(lanes<batch<Scalar>>), layout.variable_sizes, partials},
        &evaluate<program_kind::values, Scalar>,
        &evaluate<program_kind::jacobian, Scalar>};
};

}  // namespace ditto
