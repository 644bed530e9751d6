#pragma once

#include <ditto/kernel/follow_chains.hpp>
#include <ditto/kernel/point_steps.hpp>
#include <ditto/kernel/shared_slots.hpp>

#include <algorithm>

namespace ditto {

/// A program that runs on the numbers of one point at a time (point_steps.hpp says how). Immutable.
template <class Scalar>
class point_interpreter {
public:
    /// Of a program whose values have slots of their own.
    explicit point_interpreter(flat_program source) {
        source = with_shared_slots(follow_chains(std::move(source)));
        inputs_ = source.inputs;
        slots_ = source.slots;
        for (const auto& [slot, value] : source.constants) constants_.push_back({slot, static_cast<Scalar>(value)});
        output_slots_.resize(source.outputs());
        std::vector<std::size_t> forms;
        const auto append = [&](const step& made, std::size_t form) {
            steps_.push_back(made);
            forms.push_back(form);
        };
        std::uint32_t last = no_slot;  // the slot of the last result, where a register holds it
        for (const flat_step& from : source.steps) {
            if (from.op == store_output) {
                output_slots_[from.result] = from.operands[0];
                continue;
            }
            if (steps_.size() % most_nested == most_nested - 1) {
                append({&detail::pause<Scalar>}, functions::not_found);
                last = no_slot;
            }
            step made{detail::point_functions<Scalar>[from.op], from.result, from.cosine, from.operands};
            const std::size_t form = form_of(from, last, made);
            append(made, form);
            last = from.op == sin_cos_pair ? no_slot : from.result;
        }
        append({&detail::pause<Scalar>}, functions::not_found);
        choose_functions(forms);
    }

    /// How many numbers it works on.
    std::size_t slots() const { return slots_; }

    /// Allocates nothing: `values` are `slots()` numbers to work on, their content is of no matter. Outputs are written last.
    void operator()(const Scalar* inputs, Scalar* outputs, Scalar* values) const {
        for (const auto& [slot, value] : constants_) values[slot] = value;
        std::copy_n(inputs, inputs_, values);
        const step* const end = steps_.data() + steps_.size();
        for (const step* at = steps_.data(); at != end;) at = at->run(at, values, Scalar(0));
        for (std::size_t k = 0; k < output_slots_.size(); ++k) outputs[k] = values[output_slots_[k]];
    }

private:
    using step = detail::point_step<Scalar>;
    using functions = detail::form_functions<Scalar, detail::paired_forms>;
    struct filled_slot {
        std::uint16_t slot;
        Scalar value;
    };
    static constexpr std::size_t most_nested = 256;  // calls, some 100 kB of stack without optimisation

    static constexpr std::uint32_t no_slot = 0x10000;

    // The form of a step after one whose result is in slot `last`; exchanges its operands where that finds one.
    static std::size_t form_of(const flat_step& from, std::uint32_t last, step& made) {
        auto& [a, b, c] = made.operands;
        const std::size_t count = operand_count(from);
        if (count > 1 && facts_of[from.op].commutative && a != last && b == last) std::swap(a, b);
        for (std::size_t k = 0; k < count; ++k)
            if (made.operands[k] == last)
                if (const std::size_t form = functions::find(from.op, k); form != functions::not_found) return form;
        return functions::find(from.op, detail::no_operand);
    }

    void choose_functions(const std::vector<std::size_t>& forms) {
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            if (forms[i] == functions::not_found) continue;
            if (forms[i + 1] == functions::not_found) steps_[i].run = functions::alone[forms[i]];
            else steps_[i].run = functions::pairs[forms[i]][forms[i + 1]], ++i;  // the pause at the end is in no pair
        }
    }

    std::size_t inputs_ = 0;
    std::size_t slots_ = 0;
    std::vector<filled_slot> constants_;
    std::vector<step> steps_;
    std::vector<std::uint16_t> output_slots_;
};

}  // namespace ditto
