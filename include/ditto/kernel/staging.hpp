#pragma once

#include <ditto/graph/execute.hpp>

#include <algorithm>

namespace ditto::detail {

/// A program cut into stages that work on different batches at the same time. One batch of a long program is a chain of slow
/// operations (square root, sine, division) longer than a processor looks ahead; in stages the chains of several batches
/// overlap. *Measured* on the reprojection residual: a fifth less time. Values that later stages need, inputs among them,
/// wait in a frame; constants are made again.
template <const auto& Program>
struct staging {
    static constexpr std::size_t instructions = Program.instructions.size();

    // Cycles until a result can be used, roughly: four for what a processor pipelines, more for what it iterates.
    static constexpr std::size_t latency(const instruction& i) {
        if (i.op == store_output || i.op == opcode_of<op::constant>) return 0;
        return facts_of[i.op].cost < 8 ? 4 : 5 * static_cast<std::size_t>(facts_of[i.op].cost) / 2;
    }
    static constexpr std::size_t arity(const instruction& i) { return i.op == store_output ? 1 : facts_of[i.op].arity; }

    /// Cycles of the longest chain in the first i instructions.
    static constexpr auto critical_path = [] {
        std::array<std::size_t, instructions + 1> longest{};
        std::array<std::size_t, Program.inputs + instructions> ready{};
        for (std::size_t i = 0; i < instructions; ++i) {
            const instruction& here = Program.instructions[i];
            const std::array<std::uint16_t, 3> operands{here.a, here.b, here.c};
            std::size_t start = 0;
            for (std::size_t k = 0; k < arity(here); ++k) start = std::max(start, ready[operands[k]]);
            ready[Program.inputs + i] = start + latency(here);
            longest[i + 1] = std::max(longest[i], start + latency(here));
        }
        return longest;
    }();

    static constexpr std::size_t cycles_per_stage = 50;
    // Programs without derivatives have little to overlap: stages save 3 % of the time on the reprojection residual.
    static constexpr std::size_t count =
        Program.partials.empty() ? 1 : std::clamp<std::size_t>(critical_path[instructions] / cycles_per_stage, 1, 8);

    /// The first instruction of each stage, and the end: equal shares of the longest chain.
    static constexpr std::array<std::size_t, count + 1> first = [] {
        std::array<std::size_t, count + 1> result{};
        for (std::size_t stage = 1; stage < count; ++stage) {
            std::size_t i = result[stage - 1];
            while (critical_path[i] < critical_path[instructions] * stage / count) ++i;
            const bool splits_pair =
                i > 0 && Program.instructions[i - 1].op == opcode_of<op::sin> && Program.instructions[i - 1].b == 1;
            result[stage] = splits_pair ? i + 1 : i;
        }
        result[count] = instructions;
        return result;
    }();

    static constexpr std::size_t registers = Program.inputs + instructions;

    /// Of each register: the stage that writes it (of an input: that first reads it), the last that reads it, and a bit
    /// for each that does.
    struct lifetime {
        std::size_t from = count;
        std::size_t to = 0;
        unsigned readers = 0;
    };
    static constexpr auto lifetimes = [] {
        std::array<lifetime, registers> result{};
        std::size_t stage = 0;
        for (std::size_t i = 0; i < instructions; ++i) {
            while (i == first[stage + 1]) ++stage;
            const instruction& here = Program.instructions[i];
            result[Program.inputs + i].from = stage;
            if (here.op == opcode_of<op::constant>) continue;
            const std::array<std::uint16_t, 3> operands{here.a, here.b, here.c};
            for (std::size_t k = 0; k < arity(here); ++k) {
                lifetime& operand = result[operands[k]];
                operand.from = std::min(operand.from, stage);
                operand.to = stage;
                operand.readers |= 1u << stage;
            }
        }
        return result;
    }();
    /// Whether an input is loaded for this stage; later ones find it in the frame.
    static constexpr bool loads(std::size_t input, std::size_t stage) {
        return input < Program.inputs && lifetimes[input].from == stage;
    }

    /// What a stage does besides its instructions, as ranges of lists.
    struct transfers {
        std::array<std::uint16_t, registers> register_in_slot{};   ///< one slot of a frame for each register that waits
        std::array<std::uint16_t, count * registers> read{};       ///< slots that stages read
        std::array<std::uint16_t, count * registers> constants{};  ///< constants of earlier stages that stages read
        std::array<std::size_t, count + 1> written_first{};        ///< a stage writes slots from this one to the next
        std::array<std::size_t, count + 1> read_first{};
        std::array<std::size_t, count + 1> constants_first{};
    };
    static constexpr transfers transferred = [] {
        transfers result{};
        std::size_t slot = 0, reads = 0, constants = 0;
        for (std::size_t stage = 0; stage < count; ++stage) {
            for (std::size_t s = 0; s < slot; ++s)
                if ((lifetimes[result.register_in_slot[s]].readers >> stage & 1) != 0)
                    result.read[reads++] = static_cast<std::uint16_t>(s);
            for (std::size_t r = 0; r < registers; ++r) {
                const lifetime& life = lifetimes[r];
                if (r >= Program.inputs && Program.instructions[r - Program.inputs].op == opcode_of<op::constant>) {
                    if (life.from < stage && (life.readers >> stage & 1) != 0)
                        result.constants[constants++] = static_cast<std::uint16_t>(r);
                } else if (life.from == stage && life.to > stage) {
                    result.register_in_slot[slot++] = static_cast<std::uint16_t>(r);
                }
            }
            result.written_first[stage + 1] = slot;
            result.read_first[stage + 1] = reads;
            result.constants_first[stage + 1] = constants;
        }
        return result;
    }();
    static constexpr std::size_t slots = transferred.written_first[count];
};

// f(constant) for the numbers below Count, unrolled in chunks: compilers limit the length of a fold.
template <std::size_t Count, std::size_t First = 0, class F>
DITTO_ALWAYS_INLINE void unrolled(F f) {
    constexpr std::size_t chunk = Count - First < 64 ? Count - First : 64;
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        (f(std::integral_constant<std::size_t, First + I>{}), ...);
    }
    (std::make_index_sequence<chunk>{});
    if constexpr (First + chunk < Count) unrolled<Count, First + chunk>(f);
}

// f(number) for the numbers from First to Last, likewise.
template <std::size_t First, std::size_t Last, class F>
DITTO_ALWAYS_INLINE void for_each_number(F f) {
    constexpr std::size_t chunk = Last - First < 64 ? Last - First : 64;
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) { (f(First + I), ...); }
    (std::make_index_sequence<chunk>{});
    if constexpr (First + chunk < Last) for_each_number<First + chunk, Last>(f);
}

/// Runs one stage of a program; the inputs that it loads are in their registers.
template <const auto& Program, std::size_t Stage, class T, class Store>
DITTO_ALWAYS_INLINE void run_stage(T* registers, T* frame, Store store) {
    using stages = staging<Program>;
    constexpr const auto& list = stages::transferred;
    for_each_number<list.constants_first[Stage], list.constants_first[Stage + 1]>([&](
        std::size_t k) __attribute__((always_inline)) {
        const std::size_t r = list.constants[k];
        registers[r] = literal<T>(Program.constants[Program.instructions[r - Program.inputs].a]);
    });
    for_each_number<list.read_first[Stage], list.read_first[Stage + 1]>([&](std::size_t k) __attribute__((
        always_inline)) { registers[list.register_in_slot[list.read[k]]] = frame[list.read[k]]; });
    run_range<Program, stages::first[Stage], stages::first[Stage + 1]>(registers, store);
    for_each_number<list.written_first[Stage], list.written_first[Stage + 1]>([&](
        std::size_t s) __attribute__((always_inline)) { frame[s] = registers[list.register_in_slot[s]]; });
}

}  // namespace ditto::detail
