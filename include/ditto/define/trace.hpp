#pragma once

#include <ditto/define/kinds.hpp>
#include <ditto/define/quantity.hpp>
#include <ditto/graph/code.hpp>

#include <tuple>

namespace ditto {

namespace reason {
struct constant_outside_domain;
struct result_is_not_made_of_numbers;
}  // namespace reason

namespace detail {

struct traced_values {  // values made of symbols that carry their dimension
    template <class Dimension>
    using scalar = quantity<Dimension>;
};
template <class Kind>
using traced_t = typename Kind::template value<traced_values>;

/// The arguments of a definition as symbols, numbered scalar by scalar in the order of the kinds.
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
        },
        arguments);
    return arguments;
}

/// A definition's graph as words, after one word that is 0, or 1 + the operation whose constants lie outside its domain.
template <class Function, class... Kinds>
struct tracing {
    using result_type = decltype(std::declval<Function>()(std::declval<traced_t<Kinds>>()...));

    static constexpr buffer<std::uint64_t> make() {
        graph g;
        auto result = std::apply(Function{}, traced_arguments<Kinds...>(g));
        buffer<node_id> outputs;
        for_each_scalar(result, [&](auto& scalar) { outputs.push_back(symbol_of(scalar).in(g)); });
        buffer<std::uint64_t> words{
            g.domain_fault() == no_node ? 0 : std::uint64_t{1} + g[g.domain_fault()].op};
        for (const std::uint64_t word : encode(g, outputs)) words.push_back(word);
        return words;
    }
};

template <class Tracing>
struct without_fault {
    static constexpr auto words = frozen<Tracing>();
    static constexpr bool is_sound = words.words[0] == 0;
    static consteval auto graph_code() {
        code<words.words.size() - 1> result;
        for (std::size_t i = 0; i + 1 < words.words.size(); ++i) result.words[i] = words.words[i + 1];
        return result;
    }
};

}  // namespace detail

}  // namespace ditto
