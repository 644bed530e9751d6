#pragma once

#include <ditto/graph/graph.hpp>

namespace ditto {
template <operation Op, std::same_as<node_id>... Id>
constexpr node_id simplify(graph& g, Op, Id... operands);
}

/// One overload per operation, one line per rule; no_node where none applies. Operands arrive simplified, those of
/// commutative operations ordered with constants last, and not all constant where the operation folds. Signs and constant
/// factors move outwards, so that what differs in them only is shared.
namespace ditto::detail {

template <class Op, class... Id>
constexpr node_id rewrite(graph&, Op, Id...) {
    return no_node;
}

// A mask is select(c, x, 0) or select(c, 0, x): derivatives of branches. It moves outwards, over products, so that what
// lies in the dead branch is not even multiplied.
constexpr bool is_mask(const graph& g, node_id a) {
    return g.is<op::select>(a) && (g.is_constant(g.operand(a, 1), 0.0) || g.is_constant(g.operand(a, 2), 0.0));
}
constexpr node_id scale_mask(graph& g, node_id mask, node_id factor) {
    const auto [c, yes, no] = g[mask].operands;
    return simplify(g, op::select{}, c, simplify(g, op::multiply{}, yes, factor),
                    simplify(g, op::multiply{}, no, factor));
}
constexpr bool is_power_of_two(double c) { return c != 0.0 && (std::bit_cast<std::uint64_t>(c) << 12) == 0; }
constexpr bool has_literal_factor(const graph& g, node_id a) {
    return g.is<op::multiply>(a) && g.is_constant(g.operand(a, 1));
}

constexpr node_id rewrite(graph& g, op::add, node_id a, node_id b) {
    if (g.is_constant(b, 0.0)) return a;                                                              // a + 0 = a
    if (a == b) return simplify(g, op::multiply{}, a, g.constant(2.0));                               // a + a = 2 a
    if (g.is<op::negate>(b)) return simplify(g, op::subtract{}, a, g.operand(b));                     // a + (-b) = a - b
    if (g.is<op::negate>(a)) return simplify(g, op::subtract{}, b, g.operand(a));                     // (-a) + b = b - a
    return no_node;
}

constexpr node_id rewrite(graph& g, op::subtract, node_id a, node_id b) {
    if (g.is_constant(b, 0.0)) return a;                                                              // a - 0 = a
    if (g.is_constant(a, 0.0)) return simplify(g, op::negate{}, b);                                   // 0 - b = -b
    if (a == b) return g.constant(0.0);                                                               // a - a = 0
    if (g.is<op::negate>(b)) return simplify(g, op::add{}, a, g.operand(b));                          // a - (-b) = a + b
    if (g.is<op::negate>(a))                                                                          // -a - b = -(a + b)
        return simplify(g, op::negate{}, simplify(g, op::add{}, g.operand(a), b));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::multiply, node_id a, node_id b) {
    if (g.is_constant(b, 0.0)) return b;                                                              // a 0 = 0
    if (g.is_constant(b, 1.0)) return a;                                                              // a 1 = a
    if (g.is_constant(b, -1.0)) return simplify(g, op::negate{}, a);                                  // a (-1) = -a
    if (is_mask(g, a)) return scale_mask(g, a, b);
    if (is_mask(g, b)) return scale_mask(g, b, a);
    if (g.is<op::negate>(a)) {
        if (g.is_constant(b)) return simplify(g, op::multiply{}, g.operand(a), g.constant(-g[b].value));
        return simplify(g, op::negate{}, simplify(g, op::multiply{}, g.operand(a), b));               // (-a) b = -(a b)
    }
    if (g.is<op::negate>(b)) return simplify(g, op::negate{}, simplify(g, op::multiply{}, a, g.operand(b)));
    if (g.is_constant(b)) {
        if (has_literal_factor(g, a))                                                                 // (a c) d = a (c d)
            return simplify(g, op::multiply{}, g.operand(a), simplify(g, op::multiply{}, g.operand(a, 1), b));
        if (g.is<op::multiply>(a))                                                                    // c (x y) where x or y
            for (const std::size_t k : {0, 1})                                                        // has a factor, too
                if (has_literal_factor(g, g.operand(a, k)))
                    return simplify(g, op::multiply{}, simplify(g, op::multiply{}, g.operand(a, k), b), g.operand(a, 1 - k));
        return no_node;
    }
    if (has_literal_factor(g, a) && has_literal_factor(g, b))                                         // (c x) (d y) = (c d) (x y)
        return simplify(g, op::multiply{}, simplify(g, op::multiply{}, g.operand(a), g.operand(b)),
                        simplify(g, op::multiply{}, g.operand(a, 1), g.operand(b, 1)));
    if (a == b && g.is<op::sqrt>(a)) return g.operand(a);                                             // sqrt(a)² = a
    return no_node;
}

constexpr node_id rewrite(graph& g, op::divide, node_id a, node_id b) {
    if (g.is_constant(b, 0.0)) {
        const node_id id = g.insert({opcode_of<op::divide>, {a, b, 0}, 0.0});
        g.report_domain_fault(id);
        return id;
    }
    if (g.is_constant(a, 0.0)) return a;                                                              // 0 / b = 0
    if (g.is_constant(b, 1.0)) return a;                                                              // a / 1 = a
    if (g.is_constant(b, -1.0)) return simplify(g, op::negate{}, a);                                  // a / -1 = -a
    if (a == b) return g.constant(1.0);                                                               // a / a = 1
    if (g.is_constant(a, 1.0)) return simplify(g, op::reciprocal{}, b);                               // 1 / b
    if (g.is_constant(b) && is_power_of_two(g[b].value))                                              // a / 2^k, exactly
        return simplify(g, op::multiply{}, a, g.constant(1.0 / g[b].value));
    if (has_literal_factor(g, b) && is_power_of_two(g[g.operand(b, 1)].value))                        // a / (2^k b), exactly
        return simplify(g, op::multiply{}, simplify(g, op::divide{}, a, g.operand(b)),
                        g.constant(1.0 / g[g.operand(b, 1)].value));
    if (g.is<op::negate>(a)) return simplify(g, op::negate{}, simplify(g, op::divide{}, g.operand(a), b));
    if (g.is<op::negate>(b)) return simplify(g, op::negate{}, simplify(g, op::divide{}, a, g.operand(b)));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::negate, node_id a) {
    if (g.is<op::negate>(a)) return g.operand(a);                                                     // -(-a) = a
    if (g.is<op::subtract>(a)) return simplify(g, op::subtract{}, g.operand(a, 1), g.operand(a, 0));  // -(a - b) = b - a
    if (has_literal_factor(g, a)) return simplify(g, op::multiply{}, g.operand(a), g.constant(-g[g.operand(a, 1)].value));
    if (is_mask(g, a)) return scale_mask(g, a, g.constant(-1.0));
    return no_node;
}

// Whether a value is positive for every input, as far as a look a few nodes deep tells; `strictly` excludes 0.
constexpr bool is_positive(const graph& g, node_id a, bool strictly, int depth = 6) {
    const node& n = g[a];
    if (n.is_constant()) return strictly ? n.value > 0.0 : n.value >= 0.0;
    if (g.is<op::exp>(a)) return true;
    if (depth == 0) return false;
    if (g.is<op::multiply>(a) && n.operands[0] == n.operands[1] && !strictly) return true;
    if (g.is<op::multiply>(a))
        return is_positive(g, n.operands[0], strictly, depth - 1) && is_positive(g, n.operands[1], strictly, depth - 1);
    if (g.is<op::sqrt>(a) || g.is<op::reciprocal>(a)) return is_positive(g, n.operands[0], strictly, depth - 1);
    if (g.is<op::abs>(a)) return !strictly;
    if (g.is<op::add>(a))
        return is_positive(g, n.operands[0], false, depth - 1) && is_positive(g, n.operands[1], false, depth - 1) &&
               (!strictly || is_positive(g, n.operands[1], true, depth - 1) || is_positive(g, n.operands[0], true, depth - 1));
    return false;
}

constexpr node_id rewrite(graph& g, op::reciprocal_or_zero, node_id a) {
    if (is_positive(g, a, true)) return simplify(g, op::reciprocal{}, a);                             // it has no 0 to avoid
    return no_node;
}

constexpr node_id rewrite(graph& g, op::reciprocal, node_id a) {
    if (has_literal_factor(g, a) && is_power_of_two(g[g.operand(a, 1)].value))                        // 1 / (2^k a), exactly
        return simplify(g, op::multiply{}, simplify(g, op::reciprocal{}, g.operand(a)),
                        g.constant(1.0 / g[g.operand(a, 1)].value));
    if (g.is<op::reciprocal>(a)) return g.operand(a);                                                 // 1 / (1 / a) = a
    if (g.is<op::negate>(a)) return simplify(g, op::negate{}, simplify(g, op::reciprocal{}, g.operand(a)));
    return no_node;
}

constexpr node_id rewrite(graph& g, op::sqrt, node_id a) {
    if (g.is<op::multiply>(a) && g.operand(a, 0) == g.operand(a, 1)) return simplify(g, op::abs{}, g.operand(a));
    return no_node;                                                                                   // sqrt(a²) = |a|
}

constexpr node_id rewrite(graph& g, op::abs, node_id a) {
    if (g.is<op::negate>(a)) return simplify(g, op::abs{}, g.operand(a));                             // |-a| = |a|
    if (g.is<op::abs>(a) || g.is<op::sqrt>(a)) return a;                                              // | |a| | = |a|
    return no_node;
}

constexpr node_id rewrite(graph& g, op::sin, node_id a) {
    if (g.is<op::negate>(a)) return simplify(g, op::negate{}, simplify(g, op::sin{}, g.operand(a)));  // odd
    return no_node;
}
constexpr node_id rewrite(graph& g, op::cos, node_id a) {
    if (g.is<op::negate>(a)) return simplify(g, op::cos{}, g.operand(a));                             // even
    return no_node;
}
constexpr node_id rewrite(graph& g, op::tanh, node_id a) {
    if (g.is<op::negate>(a)) return simplify(g, op::negate{}, simplify(g, op::tanh{}, g.operand(a)));  // odd
    return no_node;
}

// a^c for whole c by squaring, for half-odd c with one square root more.
constexpr node_id rewrite(graph& g, op::pow, node_id a, node_id c) {
    if (!g.is_constant(c)) return no_node;
    double e = g[c].value;
    if (e < 0.0 && e >= -16.0 && static_cast<double>(static_cast<int>(2.0 * e)) == 2.0 * e)
        return simplify(g, op::reciprocal{}, simplify(g, op::pow{}, a, g.constant(-e)));
    if (!(e >= 0.0 && e <= 16.0) || static_cast<double>(static_cast<int>(2.0 * e)) != 2.0 * e) return no_node;
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
    if (g.is_constant(condition)) return g[condition].value != 0.0 ? yes : no;
    if (yes == no) return yes;
    return no_node;
}

}  // namespace ditto::detail
