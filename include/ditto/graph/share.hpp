#pragma once

#include <ditto/graph/simplify.hpp>

#include <span>

namespace ditto {

/// Marks what the outputs need. Linear.
constexpr buffer<char> needed_by(const graph& g, std::span<const node_id> outputs) {
    buffer<char> needed(g.size());
    for (const node_id id : outputs) needed[id] = 1;
    for (std::size_t i = g.size(); i-- > 0;) {
        if (!needed[i]) continue;
        const node& n = g[static_cast<node_id>(i)];
        for (std::size_t k = 0; k < n.arity(); ++k) needed[n.operands[k]] = 1;
    }
    return needed;
}

/// Divisions by a denominator that is divided by more than once become products with its one reciprocal. Preserves values
/// up to one more rounding of the quotients concerned. Dead nodes are left behind. Linear.
constexpr void share_reciprocals(graph& g, buffer<node_id>& outputs) {
    const buffer<char> needed = needed_by(g, outputs);
    const std::size_t size = g.size();
    buffer<std::uint32_t> divisions(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        const node& n = g[static_cast<node_id>(i)];
        if (n.op == opcode_of<op::divide>) ++divisions[n.operands[1]];
        if (n.op == opcode_of<op::reciprocal>) ++divisions[n.operands[0]];
    }
    buffer<node_id> renamed(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        const node n = g[static_cast<node_id>(i)];
        renamed[i] = static_cast<node_id>(i);
        std::array<node_id, 3> operands{};
        bool changed = false;
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) {
            operands[k] = renamed[n.operands[k]];
            changed = changed || operands[k] != n.operands[k];
        }
        if (n.op == opcode_of<op::divide> && divisions[n.operands[1]] > 1)
            renamed[i] = simplify(g, op::multiply{}, operands[0], simplify(g, op::reciprocal{}, operands[1]));
        else if (changed)
            renamed[i] = simplify(g, n.op, operands);
    }
    for (node_id& id : outputs) id = renamed[id];
}

}  // namespace ditto
