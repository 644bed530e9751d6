#pragma once

#include <ditto/define/soundness.hpp>
#include <ditto/graph/canonical.hpp>
#include <ditto/graph/execute.hpp>

namespace ditto {

/// An expression whose type is its graph: an empty object, equal in type to every expression of the same structure.
/// Arguments are told apart by their number.
template <auto Code>
struct expression {
    static constexpr auto code = Code;

    /// Its value for numbers, one for each argument up to the last it uses (defined in residual.hpp).
    template <std::convertible_to<double>... Numbers>
    constexpr double operator()(Numbers... arguments) const;
};

template <class T>
inline constexpr bool is_expression = false;
template <auto Code>
inline constexpr bool is_expression<expression<Code>> = true;
template <auto Code>
inline constexpr bool is_traced<expression<Code>> = true;

namespace detail {

/// Copies the first output of a graph into another, simplified on the way; inputs with equal numbers meet.
constexpr symbol graft(graph& g, const rooted_graph& source) {
    buffer<node_id> renamed(source.nodes.size(), no_node);
    for (std::size_t i = 0; i < renamed.size(); ++i) {
        const node& n = source.nodes[static_cast<node_id>(i)];
        if (n.arity() == 0) {
            renamed[i] = g.insert(n);
            continue;
        }
        std::array<node_id, 3> operands{};
        for (std::size_t k = 0; k < n.arity(); ++k) operands[k] = renamed[n.operands[k]];
        renamed[i] = simplify(g, n.op, operands);
    }
    return symbol(g, renamed[source.outputs[0]]);
}

constexpr buffer<std::uint64_t> canonical_words(const graph& g, const symbol& output) {
    const node_id outputs[] = {output.id()};
    const canonical_form form = canonicalise(g, outputs, input_names::kept);
    return with_fault(g, encode(form.nodes, form.outputs));
}

// The expression that a maker's words encode, if its constants are in their domains.
template <class Maker>
consteval auto make_expression() {
    using made = without_fault<Maker>;
    if constexpr (made::is_sound) return expression<made::graph_code()>{};
    else return typename made::verdict{};
}

template <class Op, auto... Operands>
struct application {
    static constexpr buffer<std::uint64_t> make() {
        graph g;
        return canonical_words(g, apply(Op{}, graft(g, decode(Operands.words))...));
    }
};

template <auto Code, auto Argument>
struct partial_derivative {
    static constexpr buffer<std::uint64_t> make() {
        graph g;
        const symbol value = graft(g, decode(Code.words));
        const node_id wrt[] = {graft(g, decode(Argument.words)).id()};
        const symbol d = differentiate_reverse(g, value.id(), wrt, depends_on(g, g.size(), wrt))[0];
        return canonical_words(g, symbol(g, d.in(g)));
    }
};

template <std::size_t Number>
struct single_argument {
    static constexpr buffer<std::uint64_t> make() {
        graph g;
        return canonical_words(g, symbol(g, g.input(static_cast<std::uint32_t>(Number), input_role::unknown)));
    }
};

template <std::uint64_t Bits>
struct single_literal {
    static constexpr buffer<std::uint64_t> make() {
        graph g;
        return canonical_words(g, symbol(g, g.constant(std::bit_cast<double>(Bits))));
    }
};

}  // namespace detail

/// Argument number N of an expression.
template <std::size_t N>
using arg = decltype(detail::make_expression<detail::single_argument<N>>());

/// A number in an expression: its type holds its value.
template <double Value>
using literal = decltype(detail::make_expression<detail::single_literal<std::bit_cast<std::uint64_t>(Value)>>());

/// The operation on expressions, as a type.
template <operation Op, auto... Code>
constexpr auto apply(Op, const expression<Code>&...) {
    return detail::make_expression<detail::application<Op, Code...>>();
}

namespace detail {
template <class T>
concept expression_or_number = is_expression<T> || number<T>;
}
template <operation Op, detail::expression_or_number... T>
    requires((is_expression<T> || ...) && (number<T> || ...))
constexpr auto apply(Op, const T&...) {
    static_assert(sizeof...(T) == 0, "a number among expressions is part of their type: write ditto::literal<2.0>{}");
    return detail::refused_definition{};
}

/// d expression / d argument, as a type.
template <auto Code, auto Argument>
constexpr auto derivative(const expression<Code>&, const expression<Argument>&) {
    return detail::make_expression<detail::partial_derivative<Code, Argument>>();
}

}  // namespace ditto
