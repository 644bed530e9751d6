#pragma once

#include <ditto/graph/execute.hpp>
#include <ditto/kernel/flat_program.hpp>

namespace ditto::detail {

/// Runs steps on numbers, one point at a time: slots are values[s], output k is out[k].
///
/// One loop with one switch, whose most frequent cases come without a call. The code of an operation is its own `value`.
template <class Scalar>
void run_steps_at_point(std::span<const flat_step> steps, Scalar* values, Scalar* out) {
    for (const flat_step& step : steps) {
        const Scalar a = values[step.a];
        switch (step.op) {
            case opcode_of<op::add>: values[step.result] = a + values[step.b]; break;
            case opcode_of<op::subtract>: values[step.result] = a - values[step.b]; break;
            case opcode_of<op::multiply>: values[step.result] = a * values[step.b]; break;
            case opcode_of<op::divide>: values[step.result] = a / values[step.b]; break;
            case opcode_of<op::reciprocal>: values[step.result] = 1 / a; break;
            case opcode_of<op::negate>: values[step.result] = -a; break;
            case opcode_of<op::multiply_add>:
                values[step.result] = op::multiply_add::value(a, values[step.b], values[step.c]);
                break;
            case opcode_of<op::multiply_subtract>:
                values[step.result] = op::multiply_subtract::value(a, values[step.b], values[step.c]);
                break;
            case store_output: out[step.result] = a; break;
            default: break;
        }
    }
}

}  // namespace ditto::detail
