#pragma once

#include <ditto/graph/graph.hpp>

#include <algorithm>
#include <limits>

namespace ditto {

/// The values that a node may take, if they are numbers: a closed interval.
struct interval {
    double lower = -std::numeric_limits<double>::infinity();
    double upper = std::numeric_limits<double>::infinity();
    bool finite = true;   ///< finite operands yield neither an infinity nor a NaN
    bool regular = true;  ///< nor does what the operands are computed from

    constexpr bool contains(double x) const { return lower <= x && x <= upper; }
};

namespace detail {

// Bounds move outwards to what a float holds, and a little beyond where it does not hold them exactly: what is found is
// then true however results are rounded and fused, in both precisions; and no constant evaluation overflows.
constexpr double as_lower_bound(double x) {
    constexpr double largest = 1e37, least = 1e-37;
    if (x < -largest) return -std::numeric_limits<double>::infinity();
    if (x > largest) return largest;
    if (x > 0.0 && x < least) return 0.0;
    return static_cast<double>(static_cast<float>(x)) == x ? x : x - 1e-6 * (x < 0.0 ? -x : x);
}
constexpr interval bounded(double lower, double upper) { return {as_lower_bound(lower), -as_lower_bound(-upper)}; }
constexpr double product(double a, double b) { return a == 0.0 || b == 0.0 ? 0.0 : a * b; }  // 0 inf = 0 here
constexpr double quotient(double a, double b) {  // a / inf = 0, even for an infinite a
    return b == interval{}.lower || b == interval{}.upper ? 0.0 : a / b;
}

constexpr interval sum(const interval& a, const interval& b) { return bounded(a.lower + b.lower, a.upper + b.upper); }
constexpr interval opposite(const interval& a) { return {-a.upper, -a.lower}; }
constexpr interval magnitude(const interval& a) {
    if (a.contains(0.0)) return {0.0, std::max(-a.lower, a.upper)};
    return a.lower > 0.0 ? interval{a.lower, a.upper} : opposite(a);
}
constexpr interval hull(double a, double b, double c, double d) {
    return bounded(std::min(std::min(a, b), std::min(c, d)), std::max(std::max(a, b), std::max(c, d)));
}
constexpr interval range_product(const interval& a, const interval& b, bool same) {
    if (same) return range_product(magnitude(a), magnitude(a), false);
    return hull(product(a.lower, b.lower), product(a.lower, b.upper), product(a.upper, b.lower),
                product(a.upper, b.upper));
}
constexpr interval range_quotient(const interval& a, const interval& b) {
    if (b.contains(0.0)) return {};
    return hull(quotient(a.lower, b.lower), quotient(a.lower, b.upper), quotient(a.upper, b.lower),
                quotient(a.upper, b.upper));
}
constexpr interval signed_as(const interval& a, double lower, double upper) {  // of an odd and increasing function
    return {a.lower >= 0.0 ? 0.0 : lower, a.upper <= 0.0 ? 0.0 : upper};
}
// Of a comparison, which does not hold where an operand is a NaN.
constexpr interval truth(const interval& a, const interval& b, bool surely, bool never) {
    return {surely && a.regular && b.regular ? 1.0 : 0.0, never ? 0.0 : 1.0};
}

// One rule an operation, on the ranges of its operands; `same` where the first two are one node. What has no rule may
// be anything, and a function without one may overflow. That an operand is out of the domain is no matter here.
template <class Op>
constexpr interval range_of(const interval& a, const interval& b, const interval& c, bool same) {
    constexpr double infinity = interval{}.upper;
    if constexpr (std::is_same_v<Op, op::input>) return {};
    else if constexpr (std::is_same_v<Op, op::add>) return sum(a, b);
    else if constexpr (std::is_same_v<Op, op::subtract>) return sum(a, opposite(b));
    else if constexpr (std::is_same_v<Op, op::negate>) return opposite(a);
    else if constexpr (std::is_same_v<Op, op::multiply>) return range_product(a, b, same);
    else if constexpr (std::is_same_v<Op, op::multiply_add>) return sum(range_product(a, b, same), c);
    else if constexpr (std::is_same_v<Op, op::multiply_subtract>) return sum(range_product(a, b, same), opposite(c));
    else if constexpr (std::is_same_v<Op, op::subtract_product>) return sum(c, opposite(range_product(a, b, same)));
    else if constexpr (std::is_same_v<Op, op::negate_multiply_add>) return opposite(sum(range_product(a, b, same), c));
    else if constexpr (std::is_same_v<Op, op::divide>) return range_quotient(a, b);
    else if constexpr (std::is_same_v<Op, op::reciprocal>) return range_quotient({1.0, 1.0}, a);
    else if constexpr (std::is_same_v<Op, op::reciprocal_or_zero>) {
        if (!a.contains(0.0)) return range_quotient({1.0, 1.0}, a);
        return {a.lower < 0.0 ? -infinity : 0.0, a.upper > 0.0 ? infinity : 0.0};
    } else if constexpr (std::is_same_v<Op, op::abs>) return magnitude(a);
    else if constexpr (std::is_same_v<Op, op::sqrt>)
        return bounded(Op::value(std::max(a.lower, 0.0)), Op::value(std::max(a.upper, 0.0)));
    else if constexpr (std::is_same_v<Op, op::sin> || std::is_same_v<Op, op::cos>) return {-1.0, 1.0};
    else if constexpr (std::is_same_v<Op, op::tanh> || std::is_same_v<Op, op::erf>) return signed_as(a, -1.0, 1.0);
    else if constexpr (std::is_same_v<Op, op::erfc>) return {0.0, 2.0};
    else if constexpr (std::is_same_v<Op, op::sigmoid>) return {0.0, 1.0};
    else if constexpr (std::is_same_v<Op, op::asin> || std::is_same_v<Op, op::atan>) return signed_as(a, -1.6, 1.6);
    else if constexpr (std::is_same_v<Op, op::acos>) return {0.0, 3.2};
    else if constexpr (std::is_same_v<Op, op::atan2>) return {-3.2, 3.2};
    else if constexpr (std::is_same_v<Op, op::tan>) return {};
    else if constexpr (std::is_same_v<Op, op::asinh> || std::is_same_v<Op, op::atanh> || std::is_same_v<Op, op::cbrt>)
        return signed_as(a, -infinity, infinity);
    else if constexpr (std::is_same_v<Op, op::acosh> || std::is_same_v<Op, op::hypot> ||
                       std::is_same_v<Op, op::softplus>)
        return {0.0, infinity};
    else if constexpr (std::is_same_v<Op, op::sinh>) {
        const interval sign = signed_as(a, -infinity, infinity);
        return {sign.lower, sign.upper, a.lower >= -80.0 && a.upper <= 80.0};
    } else if constexpr (std::is_same_v<Op, op::cosh>)
        return {1.0, infinity, a.lower >= -80.0 && a.upper <= 80.0};
    else if constexpr (std::is_same_v<Op, op::exp2>)
        return {a.lower >= 0.0 ? 1.0 : 0.0, a.upper <= 0.0 ? 1.0 : infinity, a.upper <= 120.0};
    else if constexpr (std::is_same_v<Op, op::expm1>) {
        const interval sign = signed_as(a, -1.0, infinity);
        return {sign.lower, sign.upper, a.upper <= 80.0};
    } else if constexpr (std::is_same_v<Op, op::log1p>)
        return signed_as(a, -infinity, infinity);
    else if constexpr (std::is_same_v<Op, op::min>) return {std::min(a.lower, b.lower), std::min(a.upper, b.upper)};
    else if constexpr (std::is_same_v<Op, op::max>) return {std::max(a.lower, b.lower), std::max(a.upper, b.upper)};
    else if constexpr (std::is_same_v<Op, op::floor>) return bounded(a.lower - 1.0, a.upper);
    else if constexpr (std::is_same_v<Op, op::ceil>) return bounded(a.lower, a.upper + 1.0);
    else if constexpr (std::is_same_v<Op, op::round>) return bounded(a.lower - 1.0, a.upper + 1.0);
    else if constexpr (std::is_same_v<Op, op::trunc> || std::is_same_v<Op, op::mod>) return signed_as(a, a.lower, a.upper);
    else if constexpr (std::is_same_v<Op, op::exp>)  // 0 where it underflows; a float overflows beyond exp(88)
        return {a.lower >= 0.0 ? 1.0 : 0.0, a.upper <= 0.0 ? 1.0 : infinity, a.upper <= 80.0};
    else if constexpr (std::is_same_v<Op, op::log> || std::is_same_v<Op, op::log2> || std::is_same_v<Op, op::log10>)
        return {a.lower >= 1.0 ? 0.0 : -infinity, a.upper <= 1.0 ? 0.0 : infinity};
    else if constexpr (std::is_same_v<Op, op::pow>)  // beyond the powers that are products, it grows like a function
        return {a.lower >= 0.0 ? 0.0 : -infinity, infinity,  // between whole exponents a negative base has no powers
                b.lower >= -16.0 && b.upper <= 16.0 && (a.lower >= 0.0 || b.lower == b.upper)};
    else if constexpr (std::is_same_v<Op, op::sign>) return {Op::value(a.lower), Op::value(a.upper)};
    else if constexpr (std::is_same_v<Op, op::less>) return truth(a, b, a.upper < b.lower, a.lower >= b.upper);
    else if constexpr (std::is_same_v<Op, op::less_equal>) return truth(a, b, a.upper <= b.lower, a.lower > b.upper);
    else if constexpr (std::is_same_v<Op, op::equal>) return truth(a, b, same, a.upper < b.lower || b.upper < a.lower);
    else if constexpr (std::is_same_v<Op, op::select>) {
        if (!a.contains(0.0)) return {b.lower, b.upper};
        if (a.lower == a.upper) return {c.lower, c.upper};
        return {std::min(b.lower, c.lower), std::max(b.upper, c.upper)};
    } else return {-infinity, infinity, folds_constants<Op>};
}
template <class... Op>
constexpr auto range_rules(boost::mp11::mp_list<Op...>) {
    return std::array{&range_of<Op>...};
}

// Whether operands in these ranges are all in the domain. Domains are intervals, or all but 0, in each operand, so that
// ends and 0 tell; what more a power's needs, its rule above says.
constexpr bool surely_in_domain(opcode op, const interval& a, const interval& b, const interval& c) {
    if (!facts_of[op].has_domain) return true;
    for (const double x : {a.lower, a.upper, a.contains(0.0) ? 0.0 : a.lower})
        for (const double y : {b.lower, b.upper, b.contains(0.0) ? 0.0 : b.lower})
            for (const double z : {c.lower, c.upper, c.contains(0.0) ? 0.0 : c.lower})
                if (!facts_of[op].in_domain({x, y, z})) return false;
    return true;
}

}  // namespace detail

/// The range of every node, for all finite inputs: interval arithmetic (Moore, Interval Analysis, 1966), which takes
/// operands for independent, though it knows a square, so that a range may be wider than what is met. A node that is
/// `finite` yields a finite value of finite operands of moderate size: sums, products and quotients are not asked
/// whether they overflow near the largest number, or underflow; functions that grow exponentially are. Linear.
template <class Operations = operations>  // a template, that compilers look into only where it is used
constexpr buffer<interval> value_ranges(const graph& g) {
    constexpr auto rules = detail::range_rules(Operations{});
    buffer<interval> ranges(g.size());
    for (std::size_t i = 0; i < g.size(); ++i) {
        const node& n = g[static_cast<node_id>(i)];
        if (n.is_constant()) {
            constexpr double largest = std::numeric_limits<double>::max();
            const bool finite = n.value >= -largest && n.value <= largest;
            ranges[i] = finite ? detail::bounded(n.value, n.value) : interval{.finite = false, .regular = false};
            continue;
        }
        const auto operand = [&](std::size_t k) { return k < n.arity() ? ranges[n.operands[k]] : interval{}; };
        const interval a = operand(0), b = operand(1), c = operand(2);
        ranges[i] = rules[n.op](a, b, c, n.operands[0] == n.operands[1]);
        if (!detail::surely_in_domain(n.op, a, b, c)) ranges[i].finite = false;
        ranges[i].regular = ranges[i].finite && a.regular && b.regular && c.regular;
    }
    return ranges;
}

/// The nodes that may be infinite or NaN though their operands are finite: poles, ends of domains, overflow of
/// functions. What lies in the branch that a `select` does not take counts, although it does not show.
constexpr buffer<node_id> non_finite_nodes(const buffer<interval>& ranges) {
    buffer<node_id> result;
    for (std::size_t i = 0; i < ranges.size(); ++i)
        if (!ranges[i].finite) result.push_back(static_cast<node_id>(i));
    return result;
}

}  // namespace ditto
