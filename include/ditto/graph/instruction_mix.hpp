#pragma once

#include <ditto/graph/program.hpp>

namespace ditto {

/// What a program does for one instance, instruction by instruction, after products were fused with sums. Loads, stores
/// and literals are not counted.
struct instruction_mix {
    std::uint32_t additions = 0;  ///< and subtractions
    std::uint32_t multiplications = 0;
    std::uint32_t fused = 0;      ///< a b + c and the like: two flops each
    std::uint32_t divisions = 0;  ///< and reciprocals
    std::uint32_t square_roots = 0;
    std::uint32_t functions = 0;  ///< sines, exponentials, ..., which have no fixed price in flops
    std::uint32_t others = 0;     ///< changes of sign, comparisons, choices, rounding, ..., which are no arithmetic

    /// Floating-point operations, functions left out.
    constexpr std::uint32_t flops() const { return additions + multiplications + 2 * fused + divisions + square_roots; }

    constexpr void count(opcode op) {
        switch (op) {
            case opcode_of<op::add>:
            case opcode_of<op::subtract>: ++additions; break;
            case opcode_of<op::multiply>: ++multiplications; break;
            case opcode_of<op::multiply_add>:
            case opcode_of<op::multiply_subtract>:
            case opcode_of<op::subtract_product>:
            case opcode_of<op::negate_multiply_add>: ++fused; break;
            case opcode_of<op::divide>:
            case opcode_of<op::reciprocal>:
            case opcode_of<op::reciprocal_or_zero>: ++divisions; break;
            case opcode_of<op::sqrt>: ++square_roots; break;
            case opcode_of<op::constant>:
            case store_output: break;
            default: ++(facts_of[op].cost >= 8 ? functions : others);
        }
    }
};

}  // namespace ditto
