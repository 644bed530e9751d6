#pragma once

#include <ditto/graph/range.hpp>
#include <ditto/graph/share.hpp>

#include <algorithm>
#include <span>

namespace ditto {

/// By node: the inputs numbered first, first + 1, ... first + 63 that its value depends on, one bit each. Linear.
constexpr buffer<std::uint64_t> dependence(const graph& g, std::size_t first) {
    buffer<std::uint64_t> bits(g.size());
    for (std::size_t i = 0; i < g.size(); ++i) {
        const node& n = g[static_cast<node_id>(i)];
        if (n.is_input() && n.input() >= first && n.input() - first < 64)
            bits[i] = std::uint64_t{1} << (n.input() - first);
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) bits[i] |= bits[n.operands[k]];
    }
    return bits;
}

/// What kind of polynomial a node is. Linear is meant with a constant term: the derivative is constant.
enum class degree : std::uint8_t { constant, linear, quadratic, other };

namespace detail {

constexpr degree product(degree a, degree b) {
    const int sum = static_cast<int>(a) + static_cast<int>(b);
    return sum > 2 ? degree::other : static_cast<degree>(sum);
}
template <class Op>
constexpr degree degree_of(degree a, degree b, degree c) {
    if (a == degree::constant && b == a && c == a) return a;
    if constexpr (std::is_same_v<Op, op::add> || std::is_same_v<Op, op::subtract> || std::is_same_v<Op, op::negate>)
        return std::max(a, b);
    else if constexpr (std::is_same_v<Op, op::multiply>) return product(a, b);
    else if constexpr (std::is_same_v<Op, op::multiply_add> || std::is_same_v<Op, op::multiply_subtract> ||
                       std::is_same_v<Op, op::subtract_product> || std::is_same_v<Op, op::negate_multiply_add>)
        return std::max(product(a, b), c);
    else if constexpr (std::is_same_v<Op, op::divide>) return b == degree::constant ? a : degree::other;
    else if constexpr (std::is_same_v<Op, op::select>) return a == degree::constant ? std::max(b, c) : degree::other;
    else return degree::other;
}
template <class... Op>
constexpr auto degree_rules(boost::mp11::mp_list<Op...>) {
    return std::array{&degree_of<Op>...};
}

// Whether an operation may be where it is not smooth, its operands in these ranges. What has no rule may.
template <class Op>
constexpr bool may_meet_kink(const interval& a, const interval& b) {
    if constexpr (is_smooth<Op>) return false;
    else if constexpr (std::is_same_v<Op, op::abs> || std::is_same_v<Op, op::sign> ||
                       std::is_same_v<Op, op::reciprocal_or_zero> || std::is_same_v<Op, op::cbrt>)
        return a.contains(0.0);
    else if constexpr (std::is_same_v<Op, op::hypot>) return a.contains(0.0) && b.contains(0.0);
    else if constexpr (std::is_same_v<Op, op::atan2>) return a.contains(0.0) && b.lower <= 0.0;
    else if constexpr (std::is_same_v<Op, op::asin> || std::is_same_v<Op, op::acos>)
        return a.lower <= -1.0 || a.upper >= 1.0;
    else if constexpr (std::is_same_v<Op, op::acosh>) return a.lower <= 1.0;
    else if constexpr (std::is_same_v<Op, op::select>) return a.contains(0.0) && a.lower != a.upper;
    else if constexpr (std::is_same_v<Op, op::sqrt>) return a.lower <= 0.0;
    else if constexpr (std::is_same_v<Op, op::pow>)  // whole powers have negative numbers in their domain
        return a.lower <= 0.0 && !(b.lower == b.upper && Op::in_domain(-1.0, b.lower));
    else if constexpr (std::is_same_v<Op, op::min> || std::is_same_v<Op, op::max>)
        return a.lower <= b.upper && b.lower <= a.upper;
    else if constexpr (Op::dimensions == dimension_rule::condition)  // which a NaN makes false
        return !a.regular || !b.regular || (a.lower <= b.upper && b.lower <= a.upper);
    else return true;
}
template <class... Op>
constexpr auto kink_rules(boost::mp11::mp_list<Op...>) {
    return std::array{&may_meet_kink<Op>...};
}

}  // namespace detail

/// The degree of every node in the inputs `wrt`, all others taken for constants. An upper bound: terms that cancel
/// count. Linear.
template <class Operations = operations>
constexpr buffer<degree> degrees(const graph& g, std::span<const node_id> wrt) {
    constexpr auto rules = detail::degree_rules(Operations{});
    buffer<degree> result(g.size());
    for (const node_id id : wrt) result[id] = degree::linear;
    for (std::size_t i = 0; i < g.size(); ++i) {
        const node& n = g[static_cast<node_id>(i)];
        if (n.arity() == 0) continue;
        const auto operand = [&](std::size_t k) { return k < n.arity() ? result[n.operands[k]] : degree::constant; };
        result[i] = rules[n.op](operand(0), operand(1), operand(2));
    }
    return result;
}

/// The nodes that may have a kink, a step or the edge of a derivative as functions of the inputs `wrt`: `ranges`, the
/// graph's, clear those that stay away from it. A choice between branches counts where its condition depends on `wrt`;
/// poles are no kinks. Linear.
template <class Operations = operations>
constexpr buffer<node_id> kinks(const graph& g, const buffer<interval>& ranges, std::span<const node_id> wrt) {
    constexpr auto rules = detail::kink_rules(Operations{});
    const buffer<char> active = depends_on(g, g.size(), wrt);
    buffer<node_id> result;
    for (std::size_t i = 0; i < g.size(); ++i) {
        const node& n = g[static_cast<node_id>(i)];
        if (n.arity() == 0 || !active[n.op == opcode_of<op::select> ? n.operands[0] : i]) continue;
        if (rules[n.op](ranges[n.operands[0]], n.arity() > 1 ? ranges[n.operands[1]] : interval{}))
            result.push_back(static_cast<node_id>(i));
    }
    return result;
}

}  // namespace ditto
