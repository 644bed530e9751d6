#pragma once

#include <ditto/graph/graph.hpp>
#include <ditto/graph/rewrite.hpp>

#include <boost/mp11/algorithm.hpp>

namespace ditto {

/// The simplified operation on simplified operands: folded, rewritten, or the one node that stands for it.
///
/// Preserves the value for every input in the domain up to rounding of literal factors; known zeros are dropped even where
/// IEEE would keep a NaN (0 x = 0). Idempotent: operands arrive simplified, the result is.
template <operation Op, std::same_as<node_id>... Id>
constexpr node_id simplify(graph& g, Op, Id... operands) {
    static_assert(sizeof...(Id) == Op::arity);
    node n{opcode_of<Op>, {operands...}, 0.0};
    if (((g[operands].op == detail::is_literal) && ...)) {
        if constexpr (requires { Op::in_domain(g[operands].value...); })
            if (!Op::in_domain(g[operands].value...)) {
                const node_id id = g.insert(n);
                g.report_domain_fault(id);
                return id;
            }
        if constexpr (folds_constants<Op>) return g.constant(Op::value(g[operands].value...));
    }
    if constexpr (Op::commutative) {  // constants last, earlier nodes first
        const node_id a = n.operands[0];
        const node_id b = n.operands[1];
        const bool constant_a = g[a].op == detail::is_literal;
        if (constant_a != (g[b].op == detail::is_literal) ? constant_a : a > b) n.operands = {b, a, n.operands[2]};
    }
    node_id rewritten = no_node;
    if constexpr (Op::arity == 1) rewritten = detail::rewrite(g, Op{}, n.operands[0]);
    if constexpr (Op::arity == 2) rewritten = detail::rewrite(g, Op{}, n.operands[0], n.operands[1]);
    if constexpr (Op::arity == 3) rewritten = detail::rewrite(g, Op{}, n.operands[0], n.operands[1], n.operands[2]);
    return rewritten != no_node ? rewritten : g.insert(n);
}

/// The same for an operation known by its opcode.
constexpr node_id simplify(graph& g, opcode op, const std::array<node_id, 3>& operands) {
    return boost::mp11::mp_with_index<boost::mp11::mp_size<operations>>(op, [&](auto code) -> node_id {
        using Op = operation_at<code()>;
        if constexpr (Op::arity == 1) return simplify(g, Op{}, operands[0]);
        if constexpr (Op::arity == 2) return simplify(g, Op{}, operands[0], operands[1]);
        if constexpr (Op::arity == 3) return simplify(g, Op{}, operands[0], operands[1], operands[2]);
        return no_node;  // leaves are not simplified
    });
}

}  // namespace ditto
