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
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) needed[n.operands[k]] = 1;
    }
    return needed;
}

/// Marks the nodes that depend on one of the inputs `wrt`, out of the first `count`. Linear.
constexpr buffer<char> depends_on(const graph& g, std::size_t count, std::span<const node_id> wrt) {
    buffer<char> active(count);
    for (const node_id id : wrt)
        if (id < count) active[id] = 1;
    for (std::size_t i = 0; i < count; ++i) {
        const node& n = g[static_cast<node_id>(i)];
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k)
            if (active[n.operands[k]]) active[i] = 1;
    }
    return active;
}

/// Divisions by a denominator that is divided by more than once become products with its one reciprocal. Of what depends on
/// the inputs `differentiated`, all divisions do: their derivatives need the reciprocal anyway. Preserves values up to one
/// more rounding of the quotients concerned. Dead nodes are left behind. Linear.
constexpr void share_reciprocals(graph& g, buffer<node_id>& outputs, std::span<const node_id> differentiated) {
    const buffer<char> needed = needed_by(g, outputs);
    const std::size_t size = g.size();
    const buffer<char> active = depends_on(g, size, differentiated);
    buffer<char> divisions(size);
    bool any = false;
    for (std::size_t i = 0; i < size; ++i) {
        const node& n = g[static_cast<node_id>(i)];
        if (!needed[i] || (n.op != opcode_of<op::divide> && n.op != opcode_of<op::reciprocal>)) continue;
        char& count = divisions[n.operands[n.op == opcode_of<op::divide> ? 1 : 0]];
        count = count != 0 || active[i] ? 2 : 1;
        any = any || count == 2;
    }
    if (!any) return;
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
        if (n.op == opcode_of<op::divide> && divisions[n.operands[1]] == 2)
            renamed[i] = simplify(g, op::multiply{}, operands[0], simplify(g, op::reciprocal{}, operands[1]));
        else if (changed)
            renamed[i] = simplify(g, n.op, operands);
    }
    for (node_id& id : outputs) id = renamed[id];
}

}  // namespace ditto
