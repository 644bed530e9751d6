#pragma once

#include <ditto/graph/execute.hpp>

#include <algorithm>

namespace ditto::detail {

/// A program cut into stages, which are run in turn over a few batches each. One batch of a long program is a chain of slow
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

    static constexpr std::size_t cycles_per_stage = 60;
    static constexpr std::size_t count = std::max<std::size_t>(1, critical_path[instructions] / cycles_per_stage);

    /// The first instruction of each stage, and the end: equal shares of the longest chain.
    static constexpr std::array<std::size_t, count + 1> first = [] {
        std::array<std::size_t, count + 1> result{};
        for (std::size_t stage = 1; stage < count; ++stage) {
            std::size_t i = result[stage - 1];
            while (critical_path[i] < critical_path[instructions] * stage / count) ++i;
            const bool splits_pair = i > 0 && Program.instructions[i - 1].op == opcode_of<op::sin> &&
                                     Program.instructions[i - 1].b == 1;
            result[stage] = splits_pair ? i + 1 : i;
        }
        result[count] = instructions;
        return result;
    }();

    static constexpr std::size_t registers = Program.inputs + instructions;

    /// Of each register: the stage that writes it (of an input: that first reads it), and the last that reads it.
    struct lifetime {
        std::size_t from = count;
        std::size_t to = 0;
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
            }
        }
        for (std::size_t i = 0; i < instructions; ++i)  // constants are made where they are read
            if (Program.instructions[i].op == opcode_of<op::constant>) result[Program.inputs + i] = {};
        return result;
    }();
    static constexpr bool waits(std::size_t r) { return lifetimes[r].to > lifetimes[r].from; }

    /// Whether an input is loaded for this stage; later ones find it in the frame.
    static constexpr bool loads(std::size_t input, std::size_t stage) {
        return input < Program.inputs && lifetimes[input].from == stage;
    }

    /// Values in a frame: one slot for each register that a later stage reads.
    static constexpr std::size_t slots = [] {
        std::size_t n = 0;
        for (std::size_t r = 0; r < registers; ++r) n += waits(r) ? 1 : 0;
        return n;
    }();
    static constexpr std::array<std::uint16_t, slots> register_in_slot = [] {
        std::array<std::uint16_t, slots> result{};
        std::size_t n = 0;
        for (std::size_t r = 0; r < registers; ++r)
            if (waits(r)) result[n++] = static_cast<std::uint16_t>(r);
        return result;
    }();
    static constexpr bool written_in(std::size_t slot, std::size_t stage) {
        return lifetimes[register_in_slot[slot]].from == stage;
    }
    static constexpr bool read_in(std::size_t slot, std::size_t stage) {
        return lifetimes[register_in_slot[slot]].from < stage && stage <= lifetimes[register_in_slot[slot]].to;
    }
};

// One constant where it is used: a register that no later stage keeps.
template <const auto& Program, class T, std::size_t... I>
DITTO_ALWAYS_INLINE void make_constants(T* r, std::index_sequence<I...>) {
    ((Program.instructions[I].op == opcode_of<op::constant>
          ? void(r[Program.inputs + I] = literal<T>(Program.constants[Program.instructions[I].a % Program.constants.size()]))
          : void()),
     ...);
}

/// Runs one stage of a program.
template <const auto& Program, std::size_t Stage, class T, class Store>
DITTO_ALWAYS_INLINE void run_stage(const T* inputs, T* frame, Store store) {
    using stages = staging<Program>;
    T registers[Program.inputs + Program.instructions.size()];
    for (std::size_t i = 0; i < Program.inputs; ++i) registers[i] = inputs[i];
    if constexpr (Stage > 0 && Program.constants.size() > 0)
        make_constants<Program>(registers, std::make_index_sequence<stages::first[Stage]>{});
    [&]<std::size_t... S>(std::index_sequence<S...>) __attribute__((always_inline)) {
        ((stages::read_in(S, Stage) ? void(registers[stages::register_in_slot[S]] = frame[S]) : void()), ...);
    }(std::make_index_sequence<stages::slots>{});
    run_range<Program, stages::first[Stage], stages::first[Stage + 1]>(registers, store);
    [&]<std::size_t... S>(std::index_sequence<S...>) __attribute__((always_inline)) {
        ((stages::written_in(S, Stage) ? void(frame[S] = registers[stages::register_in_slot[S]]) : void()), ...);
    }(std::make_index_sequence<stages::slots>{});
}

}  // namespace ditto::detail
