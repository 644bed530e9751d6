#pragma once

#include <ditto/graph/program.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace ditto {

/// One step of a program at run time: slot `result` = operation on slots, or output number `result` = slot operands[0]. A
/// `result` behind the last slot is an output too: the first, the second, ...
struct flat_step {
    std::uint16_t op;
    std::uint16_t result;
    std::uint16_t cosine;  ///< of a `sin_cos_pair`: the slot of its second result
    std::array<std::uint16_t, 3> operands;
};

/// The opcode of a step that yields a sine and the cosine of the same argument.
inline constexpr std::uint16_t sin_cos_pair = store_output + 1;

/// The slots that a step reads.
constexpr std::size_t operand_count(const flat_step& step) {
    return step.op >= store_output ? 1 : facts_of[step.op].arity;
}

/// A program as data. The inputs come first: input i is in slot i when it starts; constants keep their slots.
struct flat_program {
    struct filled_slot {
        std::uint16_t slot;
        double value;
    };
    std::uint32_t inputs = 0;
    std::uint32_t rows = 0;
    std::uint32_t slots = 0;
    std::uint32_t operation_count = 0;  ///< operations before products are fused with sums
    std::vector<filled_slot> constants;
    std::vector<flat_step> steps;
    std::vector<structural_partial> partials;

    std::size_t outputs() const { return rows + partials.size(); }
};

/// The words of `assemble` as a flat program in which each value has a slot of its own. Linear.
inline flat_program with_own_slots(std::span<const std::uint64_t> words) {
    flat_program result;
    const std::size_t count = words[3];
    const auto instructions = words.subspan(6, count), constants = words.subspan(6 + count, words[4]),
               partials = words.subspan(6 + count + words[4], words[5]);
    result.inputs = static_cast<std::uint32_t>(words[0]);
    result.rows = static_cast<std::uint32_t>(words[1]);
    result.operation_count = static_cast<std::uint32_t>(words[2]);
    result.slots = static_cast<std::uint32_t>(result.inputs + count);
    result.steps.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto part = [word = instructions[i]](int k) { return static_cast<std::uint16_t>(word >> 16 * k); };
        const auto slot = static_cast<std::uint16_t>(result.inputs + i);
        const std::uint16_t op = part(0);
        if (op == store_output) {
            result.steps.push_back({op, part(2), 0, {part(1)}});
        } else if (op == opcode_of<op::constant>) {
            result.constants.push_back({slot, std::bit_cast<double>(constants[part(1)])});
        } else if (op == opcode_of<op::sin> && part(2) == 1) {
            result.steps.push_back({sin_cos_pair, slot, static_cast<std::uint16_t>(slot + 1), {part(1)}});
            ++i;  // the cosine, which comes with it
        } else {
            result.steps.push_back({op, slot, 0, {part(1), part(2), part(3)}});
        }
    }
    for (const std::uint64_t w : partials)
        result.partials.push_back({static_cast<std::uint32_t>(w >> 32), static_cast<std::uint32_t>(w)});
    return result;
}

}  // namespace ditto
