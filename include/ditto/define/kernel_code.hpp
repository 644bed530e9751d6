#pragma once

#include <ditto/define/argument_names.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ditto {

/// The operations of the kernel that yields values and partial derivatives of a definition, made again at run time by the
/// passes that the compiler ran: what there is to read, and to evaluate one by one. Outputs are those of the kernel.
struct kernel_code {
    lowered_graph operations;
    std::uint32_t rows = 0;
    std::vector<std::uint32_t> scalar_of_input;  ///< of each input: its number among the scalars of all arguments
    std::vector<structural_partial> partials;    ///< of the outputs after the rows
    std::vector<std::string> scalar_names;       ///< of all scalars of all arguments
    std::vector<std::string> input_names;        ///< of the inputs

    std::span<const node> nodes() const { return {operations.nodes.data(), operations.nodes.size()}; }
};

/// The code of the kernel that a definition is evaluated by.
kernel_code rebuild_kernel(const description auto& of) {
    buffer<input_role> roles;
    buffer<std::uint32_t> first{0};  // of each variable: its place among the unknowns, in the order of the kernel
    std::size_t scalars = 0;
    for (const auto& [shape, size, place, steps] : of.arguments) {
        scalars += size;
        for (std::uint32_t s = 0; s < size; ++s)
            roles.push_back(place.given || steps != 0 ? input_role::given : input_role::unknown);
        while (!place.given && first.size() < place.index + std::size_t{2}) first.push_back(0);
        if (!place.given) first[place.index + std::size_t{1}] = steps != 0 ? steps : size;
    }
    for (const auto& argument : of.arguments)
        for (std::uint32_t s = 0; s < argument.steps; ++s) roles.push_back(input_role::unknown);
    for (std::size_t v = 1; v < first.size(); ++v) first[v] += first[v - 1];
    auto form = detail::canonical(of.words, roles);
    buffer<std::uint16_t> input_of(roles.size(), unused_input);
    for (std::size_t k = 0; k < form.inputs.size(); ++k) input_of[form.inputs[k]] = static_cast<std::uint16_t>(k);
    buffer<std::uint16_t> order(first.back());
    std::size_t scalar = 0, step = scalars;
    for (const auto& [shape, size, place, steps] : of.arguments) {
        std::size_t& next = steps != 0 ? step : scalar;
        for (std::uint32_t s = 0; !place.given && s < (steps != 0 ? steps : size); ++s)
            order[first[place.index] + s] = input_of[next + s];
        step += steps;
        scalar += size;
    }

    kernel_code code;
    code.scalar_names = scalar_names(of);
    code.scalar_of_input.assign(form.inputs.begin(), form.inputs.end());
    for (const std::uint32_t input : form.inputs) code.input_names.push_back(code.scalar_names[input]);
    auto derived = derive({std::move(form.nodes), std::move(form.outputs)}, program_kind::jacobian, order);
    if (step != scalars) {
        derived.graph = at_zero_steps(
            derived.graph, [&](std::uint16_t input) { return code.scalar_of_input[input] >= scalars; });
        drop_zero_partials(derived);
    }
    code.rows = derived.rows;
    code.partials.assign(derived.partials.begin(), derived.partials.end());
    code.operations = lower(derived.graph.nodes, derived.graph.outputs);
    return code;
}

}  // namespace ditto
