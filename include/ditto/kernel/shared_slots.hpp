#pragma once

#include <ditto/kernel/flat_program.hpp>

namespace ditto {

namespace detail {

/// Hands out numbers, the one that was given back last first: it is the likeliest to be in the cache.
class slot_pool {
public:
    explicit slot_pool(std::uint32_t taken) : count_(taken) {}
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
    std::uint32_t count_;
};

}  // namespace detail

/// The same program, whose values share slots: one that is not needed any more gives its slot to a later one, that of the
/// step that reads it last included, so that they are far fewer than the nodes of its graph. Expects, as all users of a
/// program do, that a step reads its operands before it writes. Linear.
inline flat_program with_shared_slots(flat_program program) {
    constexpr std::size_t never = 0, kept = static_cast<std::size_t>(-1);
    std::vector<std::size_t> last_use(program.slots, never);  // of a value: 1 + step
    for (std::size_t i = 0; i < program.steps.size(); ++i)
        for (std::size_t k = 0; k < operand_count(program.steps[i]); ++k)
            last_use[program.steps[i].operands[k]] = i + 1;
    std::vector<std::uint16_t> place(program.slots);
    detail::slot_pool slots(program.inputs);
    for (auto& [slot, value] : program.constants) {
        last_use[slot] = kept;
        slot = place[slot] = slots.take();
    }
    for (std::size_t i = 0; i < program.inputs; ++i) {
        place[i] = static_cast<std::uint16_t>(i);
        if (last_use[i] == never) slots.give_back(place[i]);
    }
    for (std::size_t i = 0; i < program.steps.size(); ++i) {
        flat_step& step = program.steps[i];
        const std::size_t count = operand_count(step);
        for (std::size_t k = 0; k < count; ++k) {
            std::size_t& last = last_use[step.operands[k]];
            step.operands[k] = place[step.operands[k]];
            if (last != i + 1) continue;
            slots.give_back(step.operands[k]);
            last = kept;  // not twice, where it is both operands
        }
        if (step.op == store_output) continue;
        step.result = place[step.result] = slots.take();
        if (step.op == sin_cos_pair) step.cosine = place[step.cosine] = slots.take();
    }
    program.slots = slots.count();
    return program;
}

/// The same program, where a value that is an output and nothing else goes there and into no slot. Linear.
inline flat_program with_direct_outputs(flat_program program) {
    std::vector<char> needed(program.slots);
    std::vector<flat_step> backwards;
    for (std::size_t i = program.steps.size(); i-- > 0;) {
        flat_step step = program.steps[i];
        if (step.op == store_output && i > 0 && !needed[step.operands[0]]) {
            const flat_step& before = program.steps[i - 1];
            if (before.op < store_output && before.result == step.operands[0]) {
                const std::uint32_t output = program.slots + step.result;
                step = before;
                step.result = static_cast<std::uint16_t>(output);
                --i;
            }
        }
        if (step.op != store_output && step.result < program.slots) needed[step.result] = 0;
        if (step.op == sin_cos_pair) needed[step.cosine] = 0;
        for (std::size_t k = 0; k < operand_count(step); ++k) needed[step.operands[k]] = 1;
        backwards.push_back(step);
    }
    program.steps.assign(backwards.rbegin(), backwards.rend());
    return program;
}

/// A program for interpreters that run each step over many batches. Linear.
inline flat_program flatten(flat_program own_slots) {
    return with_direct_outputs(with_shared_slots(std::move(own_slots)));
}
inline flat_program flatten(std::span<const std::uint64_t> words) { return flatten(with_own_slots(words)); }

}  // namespace ditto
