#pragma once

#include <ditto/graph/share.hpp>

namespace ditto {

/// Products that are used once, by a sum or difference, are fused with it: processors multiply and add in one instruction
/// and one rounding. Preserves values up to the rounding of the product. Dead nodes are left behind. Linear.
constexpr void fuse_products(graph& g, buffer<node_id>& outputs) {
    const buffer<char> needed = needed_by(g, outputs);
    const std::size_t size = g.size();
    buffer<std::uint32_t> uses(size);
    for (std::size_t i = 0; i < size; ++i)
        if (needed[i])
            for (std::size_t k = 0; k < g[static_cast<node_id>(i)].arity(); ++k)
                ++uses[g[static_cast<node_id>(i)].operands[k]];
    for (const node_id id : outputs) ++uses[id];

    const auto fusible = [&](node_id id) { return g.is<op::multiply>(id) && uses[id] == 1; };
    buffer<node_id> renamed(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        node n = g[static_cast<node_id>(i)];
        const auto [a, b, c] = n.operands;
        const bool is_sum = n.op == opcode_of<op::add>;
        const bool is_difference = n.op == opcode_of<op::subtract>;
        if ((is_sum || is_difference) && fusible(b)) {  // a ± x y
            n.op = is_sum ? opcode_of<op::multiply_add> : opcode_of<op::subtract_product>;
            n.operands = {g.operand(b, 0), g.operand(b, 1), a};
        } else if ((is_sum || is_difference) && fusible(a)) {  // x y ± b
            n.op = is_sum ? opcode_of<op::multiply_add> : opcode_of<op::multiply_subtract>;
            n.operands = {g.operand(a, 0), g.operand(a, 1), b};
        }
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) n.operands[k] = renamed[n.operands[k]];
        renamed[i] = g.insert(n);
    }
    for (node_id& id : outputs) id = renamed[id];
}

}  // namespace ditto
