#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/compositions.hpp>
#include <ditto/graph/simplify.hpp>

#include <array>
#include <concepts>
#include <utility>

namespace ditto {

/// A number that remembers how it was computed: a node of a graph, or a literal that has not met one yet.
///
/// Arithmetic on symbols appends simplified nodes to their graph, which must outlive them and stay in place.
class symbol {
public:
    constexpr symbol() = default;
    template <number T>
    constexpr symbol(T literal) : value_(static_cast<double>(literal)) {}  // NOLINT: a literal is a symbol
    constexpr symbol(graph& g, node_id id) : graph_(&g), id_(id) {}

    /// The graph it belongs to; null for a literal.
    constexpr graph* owner() const { return graph_; }
    constexpr node_id id() const { return id_; }
    constexpr bool is_number() const { return graph_ == nullptr || graph_->is_constant(id_); }
    /// Its value, if it is a number: a literal, or a constant of its graph.
    constexpr double literal() const { return graph_ == nullptr ? value_ : (*graph_)[id_].value; }

    /// Its node in `g`, which literals join here.
    constexpr node_id in(graph& g) const { return graph_ == nullptr ? g.constant(value_) : id_; }

    /// The same node: identity, not a condition; the condition is `equal(a, b)`.
    friend constexpr bool operator==(const symbol& a, const symbol& b) {
        return a.graph_ == b.graph_ && (a.graph_ != nullptr ? a.id_ == b.id_ : a.value_ == b.value_);
    }

private:
    graph* graph_ = nullptr;
    node_id id_ = no_node;
    double value_ = 0.0;
};

template <>
inline constexpr bool is_traced<symbol> = true;

namespace detail {
template <class T>
inline constexpr bool is_symbolic = std::same_as<T, symbol> || number<T>;

constexpr graph* owner_of(const symbol& s) { return s.owner(); }
constexpr void join_owner(graph*& g, graph* owner) {
    if (owner == nullptr) return;
    if (g != nullptr && g != owner) throw error("ditto: an operation on symbols of different graphs");
    g = owner;
}
constexpr node_id node_in(graph& g, const symbol& s) { return s.in(g); }
constexpr double literal_of(const symbol& s) { return s.literal(); }
template <number T>
constexpr graph* owner_of(T) {
    return nullptr;
}
template <number T>
constexpr node_id node_in(graph& g, T value) {
    return g.constant(static_cast<double>(value));
}
template <number T>
constexpr double literal_of(T value) {
    return static_cast<double>(value);
}
}

/// The operation, recorded: operands are symbols of one graph or numbers.
template <operation Op, class... T>
    requires((detail::is_symbolic<T> && ...) && (std::same_as<T, symbol> || ...))
constexpr symbol apply(Op, const T&... operands) {
    graph* g = nullptr;
    (detail::join_owner(g, detail::owner_of(operands)), ...);
    if (g == nullptr) return symbol(Op::value(detail::literal_of(operands)...));  // literals only: a number
    return symbol(*g, simplify(*g, Op{}, detail::node_in(*g, operands)...));
}

constexpr symbol& operator+=(symbol& a, const symbol& b) { return a = apply(op::add{}, a, b); }
constexpr symbol& operator-=(symbol& a, const symbol& b) { return a = apply(op::subtract{}, a, b); }
constexpr symbol& operator*=(symbol& a, const symbol& b) { return a = apply(op::multiply{}, a, b); }
constexpr symbol& operator/=(symbol& a, const symbol& b) { return a = apply(op::divide{}, a, b); }

}  // namespace ditto
