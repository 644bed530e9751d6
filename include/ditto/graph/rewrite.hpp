#pragma once

#include <ditto/graph/graph.hpp>

namespace ditto {
constexpr node_id simplify(graph& g, opcode op, std::array<node_id, 3> operands);
template <operation Op, std::same_as<node_id>... Id>
constexpr node_id simplify(graph& g, Op, Id... operands) {
    return simplify(g, opcode_of<Op>, {operands...});
}
}  // namespace ditto

/// One overload per operation that has rules, one line per rule; no_node where none applies. Operands arrive simplified,
/// those of commutative operations ordered with constants last, and not all constant where the operation folds. Signs move
/// outwards, so that what differs in them only is shared; literal factors meet where they meet, so that 2 (x / 2) = x.
///
/// Compilers run these for every node of every definition: opcodes are looked up once, calls are few.
namespace ditto::detail {

inline constexpr opcode is_negate = opcode_of<op::negate>;
inline constexpr opcode is_multiply = opcode_of<op::multiply>;
inline constexpr opcode is_select = opcode_of<op::select>;
inline constexpr opcode is_literal = opcode_of<op::constant>;

constexpr bool is_power_of_two(double c) { return c != 0.0 && (std::bit_cast<std::uint64_t>(c) << 12) == 0; }
constexpr bool has_literal_factor(const graph& g, node_id a) {
    return g[a].op == is_multiply && g[g[a].operands[1]].op == is_literal;
}
// Whether the product of two such literals neither overflows nor underflows.
constexpr bool is_moderate(const graph& g, node_id literal) {
    const double c = g[literal].value;
    return (c > 1e-150 && c < 1e150) || (c < -1e-150 && c > -1e150);
}

// A mask is select(c, x, 0) or select(c, 0, x): derivatives of branches. It moves outwards, over products, so that what
// lies in the dead branch is not even multiplied.
constexpr bool is_mask(const graph& g, node_id a) {
    return g[a].op == is_select && (g.is_constant(g[a].operands[1], 0.0) || g.is_constant(g[a].operands[2], 0.0));
}
constexpr node_id scale_mask(graph& g, node_id mask, node_id factor) {
    const auto [c, yes, no] = g[mask].operands;
    return simplify(g, op::select{}, c, simplify(g, op::multiply{}, yes, factor),
                    simplify(g, op::multiply{}, no, factor));
}

// Whether a value is positive (`strictly`: and not 0) for every input, as far as a look a few nodes deep tells.
constexpr bool is_positive(const graph& g, node_id a, bool strictly, int depth = 6) {
    const node n = g[a];
    const auto [x, y, z] = n.operands;
    if (n.is_constant()) return strictly ? n.value >= 1e-37 : n.value >= 0.0;  // which a float holds, too
    if (depth == 0) return false;
    switch (n.op) {
        case opcode_of<op::exp>:  // which underflows, as products do
        case opcode_of<op::exp2>:
        case opcode_of<op::abs>: return !strictly;
        case opcode_of<op::cosh>: return true;
        case opcode_of<op::sqrt>: return is_positive(g, x, strictly, depth - 1);
        case opcode_of<op::multiply>:
            if (strictly) return false;
            return x == y || (is_positive(g, x, false, depth - 1) && is_positive(g, y, false, depth - 1));
        case opcode_of<op::add>:
            return is_positive(g, x, false, depth - 1) && is_positive(g, y, false, depth - 1) &&
                   (!strictly || is_positive(g, y, true, depth - 1) || is_positive(g, x, true, depth - 1));
        default: return false;
    }
}

constexpr node_id rewrite(graph& g, op::add, node_id a, node_id b) {
    const opcode p = g[a].op;
    const opcode q = g[b].op;
    if (q == is_literal && g[b].value == 0.0) return a;                                            // a + 0 = a
    if (a == b) return simplify(g, op::multiply{}, a, g.constant(2.0));                            // a + a = 2 a
    if (q == is_negate) return simplify(g, op::subtract{}, a, g.operand(b));                       // a + (-b) = a - b
    if (p == is_negate) return simplify(g, op::subtract{}, b, g.operand(a));                       // (-a) + b = b - a
    return no_node;
}

constexpr node_id rewrite(graph& g, op::subtract, node_id a, node_id b) {
    const opcode p = g[a].op;
    const opcode q = g[b].op;
    if (q == is_literal && g[b].value == 0.0) return a;                                            // a - 0 = a
    if (p == is_literal && g[a].value == 0.0) return simplify(g, op::negate{}, b);                 // 0 - b = -b
    if (a == b) return g.constant(0.0);                                                            // a - a = 0
    if (q == is_negate) return simplify(g, op::add{}, a, g.operand(b));                            // a - (-b) = a + b
    if (p == is_negate)                                                                            // -a - b = -(a + b)
        return simplify(g, op::negate{}, simplify(g, op::add{}, g.operand(a), b));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::multiply, node_id a, node_id b) {
    const opcode p = g[a].op;
    const opcode q = g[b].op;
    if (q == is_literal) {
        const double c = g[b].value;
        if (c == 0.0) return b;                                                                    // a 0 = 0
        if (c == 1.0) return a;                                                                    // a 1 = a
        if (c == -1.0) return simplify(g, op::negate{}, a);                                        // a (-1) = -a
        if (p == is_negate) return simplify(g, op::multiply{}, g.operand(a), g.constant(-c));      // (-a) c = a (-c)
    }
    if (p == is_select && is_mask(g, a)) return scale_mask(g, a, b);
    if (q == is_select && is_mask(g, b)) return scale_mask(g, b, a);
    if (p == is_negate)                                                                            // (-a) b = -(a b)
        return simplify(g, op::negate{}, simplify(g, op::multiply{}, g.operand(a), b));
    if (q == is_negate) return simplify(g, op::negate{}, simplify(g, op::multiply{}, a, g.operand(b)));
    if (p != is_multiply) {
        if (a == b && p == opcode_of<op::sqrt>) return g.operand(a);                               // sqrt(a)² = a
        return no_node;
    }
    const auto [x, y, unused] = g[a].operands;
    if (q == is_literal && is_moderate(g, b)) {
        if (g[y].op == is_literal && is_moderate(g, y))                                            // (x c) d = x (c d)
            return simplify(g, op::multiply{}, x, simplify(g, op::multiply{}, y, b));
        if (has_literal_factor(g, x))                                                              // ((x c) y) d = (x c d) y
            return simplify(g, op::multiply{}, simplify(g, op::multiply{}, x, b), y);
        if (has_literal_factor(g, y)) return simplify(g, op::multiply{}, simplify(g, op::multiply{}, y, b), x);
    } else if (g[y].op == is_literal && has_literal_factor(g, b) && is_moderate(g, y) &&           // (x c) (y d) = (x y) (c d)
               is_moderate(g, g.operand(b, 1))) {
        return simplify(g, op::multiply{}, simplify(g, op::multiply{}, x, g.operand(b)),
                        simplify(g, op::multiply{}, y, g.operand(b, 1)));
    }
    return no_node;
}

constexpr node_id rewrite(graph& g, op::divide, node_id a, node_id b) {
    const opcode p = g[a].op;
    const opcode q = g[b].op;
    if (q == is_literal) {
        const double c = g[b].value;
        if (c == 0.0) {
            const node_id id = g.insert({opcode_of<op::divide>, {a, b, 0}, 0.0});
            g.report_domain_fault(id);
            return id;
        }
        if (is_power_of_two(c)) return simplify(g, op::multiply{}, a, g.constant(1.0 / c));        // a / 2^k
    }
    if (p == is_literal && g[a].value == 0.0) return a;                                            // 0 / b = 0
    if (p == is_literal && g[a].value == 1.0) return simplify(g, op::reciprocal{}, b);             // 1 / b
    if (a == b) return g.constant(1.0);                                                            // a / a = 1
    if (p == is_negate) return simplify(g, op::negate{}, simplify(g, op::divide{}, g.operand(a), b));
    if (q == is_negate) return simplify(g, op::negate{}, simplify(g, op::divide{}, a, g.operand(b)));
    if (q == is_multiply && has_literal_factor(g, b) && is_power_of_two(g[g.operand(b, 1)].value))  // a / (2^k b)
        return simplify(g, op::multiply{}, simplify(g, op::divide{}, a, g.operand(b)),
                        g.constant(1.0 / g[g.operand(b, 1)].value));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::negate, node_id a) {
    const opcode p = g[a].op;
    if (p == is_negate) return g.operand(a);                                                       // -(-a) = a
    if (p == opcode_of<op::subtract>)                                                              // -(a - b) = b - a
        return simplify(g, op::subtract{}, g.operand(a, 1), g.operand(a, 0));
    if (p == is_multiply && has_literal_factor(g, a))                                              // -(a c) = a (-c)
        return simplify(g, op::multiply{}, g.operand(a), g.constant(-g[g.operand(a, 1)].value));
    if (p == is_select && is_mask(g, a)) return scale_mask(g, a, g.constant(-1.0));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::reciprocal, node_id a) {
    const opcode p = g[a].op;
    if (p == opcode_of<op::reciprocal>) return g.operand(a);                                       // 1 / (1 / a) = a
    if (p == is_negate) return simplify(g, op::negate{}, simplify(g, op::reciprocal{}, g.operand(a)));
    if (p == is_multiply && has_literal_factor(g, a) && is_power_of_two(g[g.operand(a, 1)].value))  // 1 / (2^k a)
        return simplify(g, op::multiply{}, simplify(g, op::reciprocal{}, g.operand(a)),
                        g.constant(1.0 / g[g.operand(a, 1)].value));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::reciprocal_or_zero, node_id a) {
    if (g.has_ieee_derivatives() || is_positive(g, a, true))                                       // there is no 0 to avoid
        return simplify(g, op::reciprocal{}, a);
    return no_node;
}

constexpr node_id rewrite(graph& g, op::sqrt, node_id a) {
    if (g[a].op == is_multiply && g.operand(a, 0) == g.operand(a, 1))                              // sqrt(a²) = |a|
        return simplify(g, op::abs{}, g.operand(a));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::abs, node_id a) {
    if (g[a].op == opcode_of<op::abs> || g[a].op == opcode_of<op::sqrt>) return a;                 // | |a| | = |a|
    return no_node;
}

constexpr node_id rewrite(graph&, op::min, node_id a, node_id b) { return a == b ? a : no_node; }   // min(a, a) = a
constexpr node_id rewrite(graph&, op::max, node_id a, node_id b) { return a == b ? a : no_node; }

// a^c for whole c by squaring, for half-odd c with one square root more.
constexpr node_id rewrite(graph& g, op::pow, node_id a, node_id c) {
    if (g[c].op != is_literal)                                                                     // 2^c
        return g.is_constant(a, 2.0) ? simplify(g, op::exp2{}, c) : no_node;
    const double e = g[c].value;
    if (!(e >= -16.0 && e <= 16.0) || static_cast<double>(static_cast<int>(2.0 * e)) != 2.0 * e) return no_node;
    if (e < 0.0) return simplify(g, op::reciprocal{}, simplify(g, op::pow{}, a, g.constant(-e)));
    const int twice = static_cast<int>(2.0 * e);
    node_id result = twice % 2 != 0 ? simplify(g, op::sqrt{}, a) : g.constant(1.0);
    node_id square = a;
    for (int n = twice / 2; n > 0; n /= 2) {
        if (n % 2 != 0) result = simplify(g, op::multiply{}, result, square);
        if (n > 1) square = simplify(g, op::multiply{}, square, square);
    }
    return result;
}

constexpr node_id rewrite(graph& g, op::select, node_id condition, node_id yes, node_id no) {
    if (g[condition].op == is_literal) return g[condition].value != 0.0 ? yes : no;
    if (yes == no) return yes;
    return no_node;
}

/// The operation rewritten, or no_node.
constexpr node_id rewrite(graph& g, opcode op, node_id a, node_id b, node_id c) {
    switch (op) {
        case opcode_of<op::add>: return rewrite(g, op::add{}, a, b);
        case opcode_of<op::subtract>: return rewrite(g, op::subtract{}, a, b);
        case opcode_of<op::multiply>: return rewrite(g, op::multiply{}, a, b);
        case opcode_of<op::divide>: return rewrite(g, op::divide{}, a, b);
        case opcode_of<op::negate>: return rewrite(g, op::negate{}, a);
        case opcode_of<op::reciprocal>: return rewrite(g, op::reciprocal{}, a);
        case opcode_of<op::reciprocal_or_zero>: return rewrite(g, op::reciprocal_or_zero{}, a);
        case opcode_of<op::sqrt>: return rewrite(g, op::sqrt{}, a);
        case opcode_of<op::abs>: return rewrite(g, op::abs{}, a);
        case opcode_of<op::min>: return rewrite(g, op::min{}, a, b);
        case opcode_of<op::max>: return rewrite(g, op::max{}, a, b);
        case opcode_of<op::pow>: return rewrite(g, op::pow{}, a, b);
        case opcode_of<op::select>: return rewrite(g, op::select{}, a, b, c);
        default: return no_node;
    }
}

}  // namespace ditto::detail

#include <ditto/graph/simplify.hpp>  // which defines what the rules call
