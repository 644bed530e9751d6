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
    static constexpr std::size_t count = std::clamp<std::size_t>(critical_path[instructions] / cycles_per_stage, 1, 8);

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
    static constexpr bool is_constant(std::size_t r) {
        return r >= Program.inputs && Program.instructions[r - Program.inputs].op == opcode_of<op::constant>;
    }
    static constexpr bool waits(std::size_t r) { return lifetimes[r].to > lifetimes[r].from && !is_constant(r); }

    /// Whether an input is loaded for this stage; later ones find it in the frame.
    static constexpr bool loads(std::size_t input, std::size_t stage) {
        return input < Program.inputs && lifetimes[input].from == stage;
    }

    // The numbers below `Limit` for which a condition holds.
    template <std::size_t Limit, class Condition>
    static consteval auto numbers(Condition holds) {
        constexpr std::size_t size = [] {
            std::size_t n = 0;
            for (std::size_t i = 0; i < Limit; ++i) n += Condition{}(i) ? 1 : 0;
            return n;
        }();
        std::array<std::uint16_t, size> result{};
        std::size_t n = 0;
        for (std::size_t i = 0; i < Limit; ++i)
            if (holds(i)) result[n++] = static_cast<std::uint16_t>(i);
        return result;
    }

    /// Values in a frame: one slot for each register that a later stage reads.
    static constexpr auto register_in_slot = numbers<registers>([](std::size_t r) { return waits(r); });
    static constexpr std::size_t slots = register_in_slot.size();

    /// The slots that a stage writes and reads, and the constants of earlier stages that it reads.
    template <std::size_t Stage>
    static constexpr auto written = numbers<slots>([](std::size_t s) { return lifetimes[register_in_slot[s]].from == Stage; });
    template <std::size_t Stage>
    static constexpr auto read = numbers<slots>([](std::size_t s) {
        return lifetimes[register_in_slot[s]].from < Stage && (lifetimes[register_in_slot[s]].readers >> Stage & 1) != 0;
    });
    template <std::size_t Stage>
    static constexpr auto constants = numbers<registers>([](std::size_t r) {
        return is_constant(r) && r - Program.inputs < first[Stage] && (lifetimes[r].readers >> Stage & 1) != 0;
    });
};

// f(constant) for the numbers below Count, unrolled in chunks: compilers limit the length of a fold.
template <std::size_t Count, std::size_t First = 0, class F>
DITTO_ALWAYS_INLINE void unrolled(F f) {
    constexpr std::size_t chunk = Count - First < 64 ? Count - First : 64;
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        (f(std::integral_constant<std::size_t, First + I>{}), ...);
    }(std::make_index_sequence<chunk>{});
    if constexpr (First + chunk < Count) unrolled<Count, First + chunk>(f);
}

// f(number) for each of a constant list of numbers, likewise.
template <const auto& Numbers, std::size_t First = 0, class F>
DITTO_ALWAYS_INLINE void for_each_number(F f) {
    constexpr std::size_t left = Numbers.size() - First;
    constexpr std::size_t chunk = left < 64 ? left : 64;
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        (f(std::size_t{Numbers[First + I]}), ...);
    }(std::make_index_sequence<chunk>{});
    if constexpr (left > chunk) for_each_number<Numbers, First + chunk>(f);
}

/// Runs one stage of a program.
template <const auto& Program, std::size_t Stage, class T, class Store>
DITTO_ALWAYS_INLINE void run_stage(const T* inputs, T* frame, Store store) {
    using stages = staging<Program>;
    T registers[stages::registers];
    for (std::size_t i = 0; i < Program.inputs; ++i) registers[i] = inputs[i];
    for_each_number<stages::template constants<Stage>>([&](std::size_t r) __attribute__((always_inline)) {
        registers[r] = literal<T>(Program.constants[Program.instructions[r - Program.inputs].a]);
    });
    for_each_number<stages::template read<Stage>>([&](std::size_t s) __attribute__((always_inline)) {
        registers[stages::register_in_slot[s]] = frame[s];
    });
    run_range<Program, stages::first[Stage], stages::first[Stage + 1]>(registers, store);
    for_each_number<stages::template written<Stage>>([&](std::size_t s) __attribute__((always_inline)) {
        frame[s] = registers[stages::register_in_slot[s]];
    });
}

}  // namespace ditto::detail
