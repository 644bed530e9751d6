#pragma once

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
    constexpr double literal() const { return value_; }

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
}

/// The operation, recorded: operands are symbols of one graph or numbers.
template <operation Op, class... T>
    requires((detail::is_symbolic<T> && ...) && (std::same_as<T, symbol> || ...))
constexpr symbol apply(Op, const T&... operands) {
    const std::array<symbol, sizeof...(T)> all{symbol(operands)...};
    graph* g = nullptr;
    for (const symbol& s : all)
        if (s.owner() != nullptr) g = s.owner();
    if (g == nullptr) return symbol(Op::value(symbol(operands).literal()...));  // literals only: a number
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return symbol(*g, simplify(*g, Op{}, all[I].in(*g)...));
    }(std::make_index_sequence<sizeof...(T)>{});
}

}  // namespace ditto
