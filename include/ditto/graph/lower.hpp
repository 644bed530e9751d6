#pragma once

#include <ditto/graph/share.hpp>

namespace ditto {

/// What is left to do: the operations that the outputs need and no others, in topological order.
struct lowered_graph {
    buffer<node> nodes;
    buffer<node_id> outputs;
    std::uint32_t operation_count = 0;  ///< before fusing
};

/// Lowers a graph to what processors do. Products that are used once, by a sum or difference, are fused with it: one
/// instruction, one rounding; so is the change of sign of such a sum. Preserves values up to the rounding of the product.
/// Linear.
constexpr lowered_graph lower(const graph& g, std::span<const node_id> outputs) {
    const std::size_t size = g.size();
    const buffer<char> needed = needed_by(g, outputs);
    buffer<std::uint32_t> uses(size);
    lowered_graph result;
    for (std::size_t i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        const node& n = g[static_cast<node_id>(i)];
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) ++uses[n.operands[k]];
        if (arity > 0) ++result.operation_count;
    }
    for (const node_id id : outputs) ++uses[id];

    // By node: 1 + the operand that is a product to fuse with; for a change of sign, 1 where it fuses. What fuses is gone.
    buffer<char> fuses(size);
    buffer<char> gone(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        const node& n = g[static_cast<node_id>(i)];
        const auto [a, b, c] = n.operands;
        if (n.op == opcode_of<op::add> || n.op == opcode_of<op::subtract>) {
            const bool second = g[b].op == opcode_of<op::multiply> && uses[b] == 1;
            if (!second && !(g[a].op == opcode_of<op::multiply> && uses[a] == 1)) continue;
            fuses[i] = second ? 2 : 1;
            gone[second ? b : a] = 1;
        } else if (n.op == opcode_of<op::negate> && fuses[a] != 0 && uses[a] == 1) {
            fuses[i] = 1;
            gone[a] = 1;
        }
    }

    buffer<node_id> renamed(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!needed[i] || gone[i]) continue;
        node n = g[static_cast<node_id>(i)];
        if (fuses[i] != 0) {
            const bool negated = n.op == opcode_of<op::negate>;
            const node sum = negated ? g[n.operands[0]] : n;
            const bool second = fuses[negated ? n.operands[0] : static_cast<node_id>(i)] == 2;
            const node& product = g[sum.operands[second ? 1 : 0]];
            const bool is_sum = sum.op == opcode_of<op::add>;
            n.operands = {product.operands[0], product.operands[1], sum.operands[second ? 0 : 1]};
            if (is_sum) n.op = negated ? opcode_of<op::negate_multiply_add> : opcode_of<op::multiply_add>;
            else n.op = second != negated ? opcode_of<op::subtract_product> : opcode_of<op::multiply_subtract>;
        }
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) n.operands[k] = renamed[n.operands[k]];
        renamed[i] = static_cast<node_id>(result.nodes.size());
        result.nodes.push_back(n);
    }
    for (const node_id id : outputs) result.outputs.push_back(renamed[id]);
    return result;
}

}  // namespace ditto
