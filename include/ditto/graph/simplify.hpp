#pragma once

#include <ditto/graph/graph.hpp>
#include <ditto/graph/rewrite.hpp>

namespace ditto {

/// The simplified operation on simplified operands: folded, rewritten, or the one node that stands for it.
///
/// Preserves the value for every input in the domain up to rounding of literal factors; known zeros are dropped even where
/// IEEE would keep a NaN (0 x = 0). Idempotent: operands arrive simplified, the result is.
constexpr node_id simplify(graph& g, opcode op, std::array<node_id, 3> operands) {
    const operation_facts& facts = facts_of[op];
    auto& [a, b, c] = operands;
    const bool literal_a = g[a].op == detail::is_literal;
    const bool literal_b = facts.arity < 2 || g[b].op == detail::is_literal;
    if (literal_a && literal_b && (facts.arity < 3 || g[c].op == detail::is_literal)) {
        const std::array<double, 3> values{g[a].value, facts.arity < 2 ? 0.0 : g[b].value,
                                           facts.arity < 3 ? 0.0 : g[c].value};
        if (facts.has_domain && !facts.in_domain(values)) {
            const node_id id = g.insert({op, operands, 0.0});
            g.report_domain_fault(id);
            return id;
        }
        if (facts.folds) return g.constant(facts.fold(values));
    }
    if (facts.parity != symmetry::none && g[a].op == detail::is_negate) {  // signs move outwards
        const node_id of = simplify(g, op, {g.operand(a), b, c});
        return facts.parity == symmetry::even ? of : simplify(g, op::negate{}, of);
    }
    // Constants last, earlier nodes first.
    if (facts.commutative && (literal_a != literal_b ? literal_a : a > b)) operands = {b, a, c};
    const node_id rewritten = detail::rewrite(g, op, a, b, c);
    return rewritten != no_node ? rewritten : g.insert({op, operands, 0.0});
}

}  // namespace ditto
