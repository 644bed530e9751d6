#pragma once

#include <ditto/define/manifold.hpp>
#include <ditto/define/quantity.hpp>
#include <ditto/define/soundness.hpp>
#include <ditto/graph/code.hpp>

#include <tuple>

namespace ditto {

namespace detail {

struct traced_values {  // values made of symbols that carry their dimension
    template <class Dimension>
    using scalar = quantity<Dimension>;
};
template <class Kind>
using traced_t = value_of_kind<Kind, traced_values>;

struct free_values {  // values made of symbols that go with everything
    template <class Dimension>
    using scalar = quantity<any_dimension>;
};

/// Moves a point of a manifold by a step whose coordinates are inputs from `number` on.
template <class Kind, class Argument>
constexpr void step_away(graph& g, Argument& argument, std::uint32_t& number) {
    if constexpr (is_curved<Kind>) {
        value_of_kind<Kind, free_values> from{};
        buffer<symbol> scalars;
        for_each_scalar(argument, [&](const auto& scalar) { scalars.push_back(symbol_of(scalar)); });
        std::size_t k = 0;
        for_each_scalar(from, [&](auto& scalar) { scalar = quantity<any_dimension>(scalars[k++]); });
        vec<quantity<any_dimension>, Kind::degrees_of_freedom> step{};
        for (auto& coordinate : step)
            coordinate = quantity<any_dimension>(symbol(g, g.input(number++, input_role::unknown)));
        const auto to = Kind::plus(from, step);
        k = 0;
        for_each_scalar(to, [&](const auto& scalar) { scalars[k++] = symbol_of(scalar); });
        k = 0;
        for_each_scalar(argument, [&](auto& scalar) { scalar = std::remove_cvref_t<decltype(scalar)>(scalars[k++]); });
    }
}

/// The arguments of a definition as symbols, numbered scalar by scalar in the order of the kinds. Steps on manifolds are
/// numbered after them.
template <class... Kinds>
constexpr std::tuple<traced_t<Kinds>...> traced_arguments(graph& g) {
    std::tuple<traced_t<Kinds>...> arguments{};
    std::uint32_t number = 0;
    std::apply(
        [&](auto&... argument) {
            (for_each_scalar(argument,
                             [&](auto& scalar) {
                                 scalar = std::remove_cvref_t<decltype(scalar)>(
                                     symbol(g, g.input(number++, input_role::unknown)));
                             }),
             ...);
            (step_away<Kinds>(g, argument, number), ...);
        },
        arguments);
    return arguments;
}

// The dimension of the components of a value, as the type of its result. Records may have several.
template <class V>
constexpr auto dimension_of_components() {
    if constexpr (requires { typename V::dimension_type; }) return std::type_identity<typename V::dimension_type>{};
    else if constexpr (scalar_like<V>) return std::type_identity<any_dimension>{};
    else if constexpr (is_fixed_array<V>)
        return dimension_of_components<std::remove_cvref_t<decltype(std::declval<V&>()[0])>>();
    else
        return boost::hana::unpack(boost::hana::accessors<V>(), []<class... Field>(const Field&... field) {
            return component_dimension<typename decltype(dimension_of_components<std::remove_cvref_t<
                decltype(boost::hana::second(field)(std::declval<V&>()))>>())::type...>{};
        });
}
template <class Rows>
using dimension_of_rows = dimension_of<quantity<typename decltype(dimension_of_components<Rows>())::type>>;

/// A definition's graph as words, after one word that is 0, or 1 + the operation whose constants lie outside its domain.
template <class Function, bool Ieee, class... Kinds>
struct tracing {
    using result_type = decltype(std::declval<Function>()(std::declval<traced_t<Kinds>>()...));

    static constexpr buffer<std::uint64_t> make() {
        graph g;
        g.set_ieee_derivatives(Ieee);
        auto result = std::apply(Function{}, traced_arguments<Kinds...>(g));
        buffer<node_id> outputs;
        for_each_scalar(result, [&]<class Row>(const Row& scalar) {
            static_assert(!holds_or_not<Row>,
                          "a condition is no number: a definition returns numbers, as select(condition, a, b) is");
            outputs.push_back(symbol_of(scalar).in(g));
        });
        return with_fault(g, encode(g, outputs));
    }
};

}  // namespace detail

}  // namespace ditto
