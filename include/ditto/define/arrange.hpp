#pragma once

#include <ditto/graph/canonical.hpp>
#include <ditto/graph/code.hpp>
#include <ditto/graph/layout.hpp>

namespace ditto {

/// Where a definition's argument goes in its kernel: to unknown variable `index`, or to the given planes from `index` on.
struct argument_place {
    bool given = false;
    std::uint32_t index = 0;
};

namespace detail {

/// What a definition says of one argument.
struct argument_shape {
    bool given;
    std::uint32_t size;
    std::uint32_t columns;  ///< coordinates of a step, for a point of a manifold
    bool curved;
};

template <std::size_t Arguments, std::size_t Variables, std::size_t Scalars, std::size_t Givens, std::size_t Columns>
struct arrangement {
    layout_data<Variables, Scalars, Givens, Columns> data;
    std::array<argument_place, Arguments> places{};
};

/// Arranges arguments for a structure whose input k is the scalar `inputs[k]` of all arguments' scalars, after which come
/// the steps of those on manifolds. `Columns` is 0 where there are none.
template <std::size_t Variables, std::size_t Scalars, std::size_t Givens, std::size_t Columns, std::size_t Arguments,
          std::size_t Inputs>
constexpr auto arrange(const std::array<argument_shape, Arguments>& shapes,
                       const std::array<std::uint16_t, Inputs>& inputs) {
    constexpr std::size_t total = Scalars + Givens;
    std::array<std::uint16_t, total + Columns + 1> input_of{};
    for (auto& i : input_of) i = unused_input;
    for (std::size_t k = 0; k < Inputs; ++k) input_of[inputs[k]] = static_cast<std::uint16_t>(k);

    std::array<std::size_t, Arguments> first_scalar{}, first_column{};
    std::array<std::size_t, Arguments> first_use{};
    std::array<std::size_t, Arguments> order{};
    std::size_t scalar = 0, step = total;
    for (std::size_t i = 0; i < Arguments; ++i) {
        first_scalar[i] = scalar;
        first_column[i] = shapes[i].curved ? step : scalar;
        if (shapes[i].curved) step += shapes[i].columns;
        first_use[i] = unused_input + i;  // unused arguments keep their order, at the end
        for (std::size_t c = 0; c < shapes[i].size; ++c)
            if (input_of[scalar + c] < first_use[i]) first_use[i] = input_of[scalar + c];
        scalar += shapes[i].size;
        std::size_t place = i;
        for (; place > 0 && first_use[order[place - 1]] > first_use[i]; --place) order[place] = order[place - 1];
        order[place] = i;
    }
    arrangement<Arguments, Variables, Scalars, Givens, Columns> result;
    std::uint32_t variable = 0;
    std::uint32_t variable_scalar = 0;
    std::uint32_t given_scalar = 0;
    [[maybe_unused]] std::uint32_t column = 0;
    for (const std::size_t i : order) {
        if (shapes[i].given) {
            result.places[i] = {true, given_scalar};
            for (std::size_t c = 0; c < shapes[i].size; ++c)
                result.data.given_inputs[given_scalar++] = input_of[first_scalar[i] + c];
        } else {
            result.places[i] = {false, variable};
            if constexpr (Columns != 0) {
                result.data.column_counts[variable] = shapes[i].columns;
                for (std::size_t c = 0; c < shapes[i].columns; ++c)
                    result.data.column_inputs[column++] = input_of[first_column[i] + c];
            }
            result.data.variable_sizes[variable++] = shapes[i].size;
            for (std::size_t c = 0; c < shapes[i].size; ++c)
                result.data.scalar_inputs[variable_scalar++] = input_of[first_scalar[i] + c];
        }
    }
    return result;
}

/// The canonical graph that words encode, whose scalar k has the role `roles[k]`.
constexpr canonical_form canonical(std::span<const std::uint64_t> words, std::span<const input_role> roles) {
    const rooted_graph source = decode(words);
    graph g;
    g.set_ieee_derivatives(source.nodes.has_ieee_derivatives());
    for (std::size_t i = 0; i < source.nodes.size(); ++i) {
        node n = source.nodes[static_cast<node_id>(i)];
        if (n.is_input()) n.operands[1] = static_cast<node_id>(roles[n.input()]);
        g.insert(n);
    }
    return canonicalise(g, source.outputs, input_names::anonymous);
}

/// The canonical graph of a definition as words, after their number and that of its rows, and the scalar that each canonical
/// input is.
template <auto Code, auto Roles>
struct canonicalisation {
    static constexpr buffer<std::uint64_t> make() {
        const canonical_form form = canonical(Code.words, Roles);
        const buffer<std::uint64_t> structure = encode(form.nodes, form.outputs);
        buffer<std::uint64_t> all{structure.size(), form.outputs.size()};
        for (const std::uint64_t word : structure) all.push_back(word);
        for (const std::uint32_t input : form.inputs) all.push_back(input);
        return all;
    }
    static constexpr auto words = frozen<canonicalisation>();
    static constexpr std::size_t structure_size = words.words[0];

    static constexpr std::size_t rows() { return words.words[1]; }

    static consteval auto structure_code() {
        code<structure_size> result;
        for (std::size_t i = 0; i < structure_size; ++i) result.words[i] = words.words[i + 2];
        return result;
    }
    static consteval auto inputs() {
        std::array<std::uint16_t, words.words.size() - 2 - structure_size> result{};
        for (std::size_t i = 0; i < result.size(); ++i)
            result[i] = static_cast<std::uint16_t>(words.words[i + 2 + structure_size]);
        return result;
    }
};

}  // namespace detail

}  // namespace ditto
