#pragma once

#include <ditto/graph/program.hpp>

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace ditto {

/// One step of a program at run time: slot `result` = operation on slots, or output number `result` = slot `a`.
///   sin_cos     slot `result` = sine, slot `b` = cosine of slot `a`
struct flat_step {
    std::uint16_t op;
    std::uint16_t result;
    std::uint16_t a;
    std::uint16_t b;
    std::uint16_t c;
};

/// The opcode of a step that yields a sine and the cosine of the same argument.
inline constexpr std::uint16_t sin_cos_pair = store_output + 1;

/// A program as data. Values share slots: one that is not needed any more gives its slot to a later one, so that they are
/// far fewer than the nodes of its graph. Constants keep theirs.
struct flat_program {
    struct filled_slot {
        std::uint16_t slot;
        double value;
    };
    std::uint32_t rows = 0;
    std::uint32_t slots = 0;
    std::uint32_t operation_count = 0;       ///< operations before products are fused with sums
    std::vector<std::uint16_t> inputs;       ///< the slot of each input; that of an unused one is never read
    std::vector<filled_slot> constants;
    std::vector<flat_step> steps;
    std::vector<structural_partial> partials;

    std::size_t outputs() const { return rows + partials.size(); }
};

namespace detail {

/// Hands out numbers, the one that was given back last first: it is the likeliest to be in the cache.
class slot_pool {
public:
    std::uint16_t take() {
        if (free_.empty()) return static_cast<std::uint16_t>(count_++);
        const std::uint16_t slot = free_.back();
        free_.pop_back();
        return slot;
    }
    void give_back(std::uint16_t slot) { free_.push_back(slot); }
    std::uint32_t count() const { return count_; }

private:
    std::vector<std::uint16_t> free_;
    std::uint32_t count_ = 0;
};

}  // namespace detail

/// The words of `assemble` as a flat program. Linear.
inline flat_program flatten(std::span<const std::uint64_t> words) {
    flat_program result;
    const std::size_t inputs = words[0], count = words[3];
    const auto instructions = words.subspan(6, count), constants = words.subspan(6 + count, words[4]),
               partials = words.subspan(6 + count + words[4], words[5]);
    const auto decode_at = [&](std::size_t i) {
        const std::uint64_t w = instructions[i];
        return instruction{static_cast<opcode>(w & 0xffff), static_cast<std::uint16_t>(w >> 16),
                           static_cast<std::uint16_t>(w >> 32), static_cast<std::uint16_t>(w >> 48)};
    };
    const auto reads = [](const instruction& i, std::size_t k) {
        if (i.op == store_output) return k == 0;
        return i.op != opcode_of<op::constant> && k < facts_of[i.op].arity;
    };
    const auto is_first_of_pair = [](const instruction& i) { return i.op == opcode_of<op::sin> && i.b == 1; };
    const auto is_second_of_pair = [](const instruction& i) { return i.op == opcode_of<op::cos> && i.b == 1; };
    result.rows = static_cast<std::uint32_t>(words[1]);
    result.operation_count = static_cast<std::uint32_t>(words[2]);

    std::vector<std::size_t> last_use(inputs + count);  // of a register: 1 + instruction
    std::vector<char> is_constant(inputs + count);
    for (std::size_t i = 0; i < count; ++i) {
        const instruction at = decode_at(i);
        const std::uint16_t operands[] = {at.a, at.b, at.c};
        for (std::size_t k = 0; k < 3; ++k)
            if (reads(at, k)) last_use[operands[k]] = i + 1;
    }
    detail::slot_pool slots;
    std::vector<std::uint16_t> slot(inputs + count);
    for (std::size_t i = 0; i < inputs; ++i) result.inputs.push_back(slot[i] = slots.take());
    for (std::size_t i = 0; i < count; ++i) {
        const instruction at = decode_at(i);
        if (at.op != opcode_of<op::constant>) continue;
        slot[inputs + i] = slots.take();
        is_constant[inputs + i] = 1;
        result.constants.push_back({slot[inputs + i], std::bit_cast<double>(constants[at.a])});
    }
    for (std::size_t i = 0; i < count; ++i) {
        const instruction at = decode_at(i);
        if (at.op == opcode_of<op::constant> || is_second_of_pair(at)) continue;
        const std::uint16_t operands[] = {at.a, at.b, at.c};
        flat_step step{at.op, 0, 0, 0, 0};
        std::uint16_t* const places[] = {&step.a, &step.b, &step.c};
        for (std::size_t k = 0; k < 3; ++k)
            if (reads(at, k)) *places[k] = slot[operands[k]];
        const std::size_t end = is_first_of_pair(at) ? i + 2 : i + 1;  // the cosine reads the argument as well
        for (std::size_t k = 0; k < 3; ++k)
            if (reads(at, k) && last_use[operands[k]] != 0 && last_use[operands[k]] <= end && !is_constant[operands[k]]) {
                slots.give_back(slot[operands[k]]);
                last_use[operands[k]] = 0;
            }
        if (at.op == store_output) {
            step.result = at.b;
        } else {
            step.result = slot[inputs + i] = slots.take();
            if (is_first_of_pair(at)) {
                step.op = sin_cos_pair;
                step.b = slot[inputs + i + 1] = slots.take();
            }
        }
        result.steps.push_back(step);
    }
    result.slots = slots.count();
    for (const std::uint64_t w : partials)
        result.partials.push_back({static_cast<std::uint32_t>(w >> 32), static_cast<std::uint32_t>(w)});
    return result;
}

}  // namespace ditto
