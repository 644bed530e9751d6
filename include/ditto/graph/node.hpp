#pragma once

#include <ditto/graph/operations.hpp>

#include <array>
#include <bit>
#include <cstdint>

namespace ditto {

/// A node's place in its graph. Operands come before the nodes that use them.
using node_id = std::uint32_t;

inline constexpr node_id no_node = 0xffffffff;

/// Whether an input is solved for, or is data that varies from instance to instance.
enum class input_role : std::uint8_t { unknown, given };

/// One operation on earlier nodes, or a leaf.
///   operation   operands[0 .. arity)
///   constant    value
///   input       operands[0] = number of the scalar, operands[1] = its role
struct node {
    opcode op = 0;
    std::array<node_id, 3> operands{};
    double value = 0.0;

    constexpr bool is_input() const { return op == opcode_of<op::input>; }
    constexpr bool is_constant() const { return op == opcode_of<op::constant>; }
    constexpr std::uint32_t input() const { return operands[0]; }
    constexpr input_role role() const { return static_cast<input_role>(operands[1]); }
    constexpr std::size_t arity() const { return facts_of[op].arity; }

    // Constants are compared by their bits: 0 and -0 differ, a NaN equals itself.
    friend constexpr bool operator==(const node& a, const node& b) {
        return a.op == b.op && a.operands[0] == b.operands[0] && a.operands[1] == b.operands[1] &&
               a.operands[2] == b.operands[2] &&
               std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
    }
};

/// Mixes two words into one: multiply and fold, after the finaliser of MurmurHash3 (Appleby, public domain).
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t h = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
    return h ^ (h >> 32);
}

// One expression, because compilers evaluate it for every node of every definition.
constexpr std::uint64_t hash_of(const node& n) {
    const std::uint64_t h = ((n.op + n.operands[0] * 0x9e3779b97f4a7c15u) ^ (n.operands[1] * 0xc2b2ae3d27d4eb4fu) ^
                             ((n.operands[2] + std::bit_cast<std::uint64_t>(n.value)) * 0x165667b19e3779f9u)) *
                            0xff51afd7ed558ccdu;
    return h ^ (h >> 29) ^ (h >> 43);
}

}  // namespace ditto
