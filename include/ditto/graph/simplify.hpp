#pragma once

#include <ditto/graph/graph.hpp>
#include <ditto/graph/rewrite.hpp>

namespace ditto {

namespace detail {
// Whether rules could look at a constant: they look at operands, and at the operands of these.
constexpr bool meets_constants(const graph& g, const std::array<node_id, 3>& operands, std::size_t arity) {
    for (std::size_t k = 0; k < arity; ++k) {
        const node& n = g[operands[k]];
        if (n.op == is_literal) return true;
        const std::size_t below = n.arity();
        for (std::size_t j = 0; j < below; ++j)
            if (g[n.operands[j]].op == is_literal) return true;
    }
    return false;
}
}  // namespace detail

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
    if (g.constants_are_data() && detail::meets_constants(g, operands, facts.arity)) return g.insert({op, operands, 0.0});
    const node_id rewritten = detail::rewrite(g, op, a, b, c);
    return rewritten != no_node ? rewritten : g.insert({op, operands, 0.0});
}

}  // namespace ditto
