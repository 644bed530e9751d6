#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/evaluate.hpp>
#include <ditto/graph/symbol.hpp>
#include <ditto/graph/text.hpp>

#include <chrono>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What graphs offer at run time: leaves by name, operations by name, values.
namespace ditto {

namespace detail {

inline void require_owner(const graph& g, const symbol& s, const char* what) {
    if (s.owner() != nullptr && s.owner() != &g)
        throw error(std::string("ditto: ") + what + " was given a symbol of another graph");
    if (s.owner() != nullptr && s.id() >= g.size())
        throw error(std::string("ditto: ") + what + " was given a symbol of a graph that was moved away");
}

inline symbol leaf(graph& g, leaf_registry& leaves, std::string_view name, input_role role, const double* start) {
    const bool is_given = role == input_role::given;
    const auto fail = [&](const std::string& why) {
        throw error("ditto: the " + std::string(is_given ? "given" : "variable") + " \"" + std::string(name) + "\" " + why);
    };
    if (start != nullptr && !std::isfinite(*start)) fail("cannot be " + number_text(*start));
    std::uint32_t at = name.empty() ? leaf_registry::none : leaves.find(name);
    if (at == leaf_registry::none) {
        if (leaves.size() > 0xfffe'ffff) throw error("ditto: a graph has at most 2^32 - 65537 leaves");
        at = static_cast<std::uint32_t>(leaves.size());
        g.input(at, role);  // first: a name without a node would be taken for good
        if (leaves.identity() == 0)
            leaves.set_identity(mix(reinterpret_cast<std::uintptr_t>(&g), static_cast<std::uint64_t>(
                                    std::chrono::steady_clock::now().time_since_epoch().count())) | 1u);
        leaves.add(name);
    } else if (g.find({opcode_of<op::input>, {at, static_cast<node_id>(role), 0}, 0.0}) == no_node) {
        fail(is_given ? "is there already as a variable" : "is there already as a given");
    }
    if (start != nullptr) {
        if (leaves.has_value(at) && leaves.value(at) != *start)
            fail("is there already with the value " + number_text(leaves.value(at)) + ", which is not " + number_text(*start));
        leaves.set_value(at, *start);
    }
    return {g, g.input(at, role)};
}

template <class Op>
symbol apply_named(std::span<const symbol> a) {
    const auto call = [&](const auto&... operands) -> symbol {
        if constexpr (operation<Op>) return apply(Op{}, operands...);
        else return Op::value(operands...);
    };
    if constexpr (Op::arity == 1) return call(a[0]);
    else if constexpr (Op::arity == 2) return call(a[0], a[1]);
    else if constexpr (Op::arity == 3) return call(a[0], a[1], a[2]);
    else return {};
}

/// An operation, or composition of some, as definitions call it.
struct named_operation {
    std::string_view name;
    std::size_t arity;
    symbol (*apply)(std::span<const symbol>);
};
template <class... Op>
constexpr auto named_operations(boost::mp11::mp_list<Op...>) {
    return std::array{named_operation{Op::name, Op::arity, &apply_named<Op>}...};
}

}  // namespace detail

inline symbol graph::variable(std::string_view name) {
    return detail::leaf(*this, leaves_, name, input_role::unknown, nullptr);
}
inline symbol graph::variable(std::string_view name, double start) {
    return detail::leaf(*this, leaves_, name, input_role::unknown, &start);
}
inline symbol graph::given(std::string_view name, double value) {
    return detail::leaf(*this, leaves_, name, input_role::given, &value);
}
inline symbol graph::weight(double start) { return detail::leaf(*this, leaves_, {}, input_role::unknown, &start); }

inline symbol graph::apply(std::string_view operation, std::span<const symbol> operands) {
    static constexpr auto all = detail::named_operations(boost::mp11::mp_append<operations, compositions>{});
    for (const auto& [name, arity, apply] : all) {
        if (name != operation || arity == 0) continue;
        if (arity != operands.size())
            throw size_mismatch("ditto: " + std::string(name) + " takes " + std::to_string(arity) + " operands, was given " +
                                std::to_string(operands.size()));
        for (const symbol& s : operands) detail::require_owner(*this, s, "apply()");
        const symbol result = apply(operands);
        return {*this, result.in(*this)};
    }
    throw error("ditto: there is no operation \"" + std::string(operation) + "\"");
}
inline symbol graph::apply(std::string_view operation, std::initializer_list<symbol> operands) {
    return apply(operation, std::span(operands.begin(), operands.size()));
}

inline void graph::set_value(const symbol& leaf, double value) {
    if (leaf.owner() != this || leaf.id() >= size() || !nodes_[leaf.id()].is_input() || nodes_[leaf.id()].input() >= leaves_.size())
        throw error("ditto: set_value() was given a symbol that is no leaf of this graph");
    if (!std::isfinite(value)) throw error("ditto: a leaf cannot be " + number_text(value));
    leaves_.set_value(nodes_[leaf.id()].input(), value);
}

inline double graph::evaluate(const symbol& s, std::span<const double> leaves) const {
    detail::require_owner(*this, s, "evaluate()");
    if (s.owner() == nullptr) return s.literal();
    std::size_t inputs = 0;
    for (const node& n : nodes().first(s.id() + std::size_t{1}))
        if (n.is_input()) inputs = std::max<std::size_t>(inputs, n.input() + std::size_t{1});
    if (inputs > leaves_.size()) throw error("ditto: evaluate() needs leaves with names: graph::variable(), graph::given()");
    if (leaves.size() != leaves_.size())
        throw size_mismatch("ditto: evaluate() was given " + std::to_string(leaves.size()) + " values, the graph has " +
                            std::to_string(leaves_.size()) + " leaves");
    return ditto::evaluate<double>(nodes().first(s.id() + std::size_t{1}), leaves)[s.id()];
}
inline double graph::evaluate(const symbol& s) const {
    std::vector<double> values(leaves_.size());
    for (std::uint32_t leaf = 0; leaf < values.size(); ++leaf) values[leaf] = leaves_.value(leaf);
    return evaluate(s, values);
}

}  // namespace ditto
