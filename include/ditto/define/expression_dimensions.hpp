#pragma once

#include <ditto/define/expression.hpp>
#include <ditto/define/trace.hpp>

namespace ditto::detail {

/// What the node of an expression is to a function that is traced: a number, a quantity or a condition. Its operands come
/// first in the order of nodes, so asking in this order takes no recursion.
template <class Nodes, std::size_t I, class... Kinds>
class node_as_traced {
    static constexpr node n = Nodes::all[I];

    template <class Op, class... Operands>
    static consteval auto of_operation() {
        if constexpr ((number<Operands> && ...)) return std::type_identity<double>{};
        else if constexpr (Op::dimensions == dimension_rule::condition || conditions<Op, Operands...>::chosen)
            return std::type_identity<condition<Op>>{};
        else return std::type_identity<quantity<typename decltype(result_dimension<Op, Operands...>())::type>>{};
    }
    template <std::size_t... K>
    static consteval auto of_operands(std::index_sequence<K...>) {
        return of_operation<operation_at<n.op>, typename node_as_traced<Nodes, n.operands[K], Kinds...>::type...>();
    }
    static consteval auto traced() {
        if constexpr (n.is_constant()) {
            return std::type_identity<double>{};
        } else if constexpr (n.is_input()) {
            using argument = std::tuple_element_t<n.input(), std::tuple<traced_t<Kinds>...>>;
            return std::type_identity<quantity<typename decltype(dimension_of_components<argument>())::type>>{};
        } else {
            return of_operands(std::make_index_sequence<n.arity()>{});
        }
    }

public:
    using type = typename decltype(traced())::type;
};

template <auto Code>
struct nodes_of_expression {
    static constexpr auto all = [] {
        std::array<node, decode(Code.words).nodes.size()> result{};
        const rooted_graph source = decode(Code.words);
        for (std::size_t i = 0; i < result.size(); ++i) result[i] = source.nodes[static_cast<node_id>(i)];
        return result;
    }();
    static constexpr node_id root = decode(Code.words).outputs[0];
};

template <class Nodes, class... Kinds, std::size_t... I>
consteval auto traced_root(std::index_sequence<I...>) {
    static_cast<void>((sizeof(node_as_traced<Nodes, I, Kinds...>) + ...));
    return std::type_identity<typename node_as_traced<Nodes, Nodes::root, Kinds...>::type>{};
}

/// Checks the dimensions of an expression whose arguments have these kinds, and that it is a number.
template <auto Code, class... Kinds>
consteval void check_dimensions() {
    using nodes = nodes_of_expression<Code>;
    using root = typename decltype(traced_root<nodes, Kinds...>(std::make_index_sequence<nodes::all.size()>{}))::type;
    static_assert(!is_condition<root>,
                  "a condition is no number: an expression is one, as select(condition, a, b) is");
}

}  // namespace ditto::detail
