#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/program.hpp>
#include <ditto/graph/symbol.hpp>

#include <span>
#include <string>
#include <vector>

namespace ditto::detail {

/// What the outputs are of the parameters: a graph whose input i is parameter i. All other leaves are constants, with
/// their values, and what follows from those alone is folded.
inline rooted_graph function_of(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    const graph* source = nullptr;
    const auto join = [&](const symbol& s, const char* what) {
        if (s.owner() == nullptr) return;
        if (source != nullptr && s.owner() != source) throw error(std::string("ditto: ") + what + " of different graphs");
        source = s.owner();
    };
    for (const symbol& s : parameters) join(s, "parameters");
    for (const symbol& s : outputs) join(s, "an output and the parameters are");
    rooted_graph result;
    buffer<node_id> renamed;
    if (source != nullptr) {
        std::vector<std::uint32_t> parameter_of(source->size(), no_node);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const symbol& s = parameters[i];
            if (s.owner() == nullptr || !(*source)[s.id()].is_input())
                throw error("ditto: parameter " + std::to_string(i) + " is no leaf of the graph");
            if (parameter_of[s.id()] != no_node)
                throw error("ditto: parameters " + std::to_string(parameter_of[s.id()]) + " and " + std::to_string(i) +
                            " are the same leaf");
            parameter_of[s.id()] = static_cast<std::uint32_t>(i);
        }
        buffer<node_id> roots;
        for (const symbol& s : outputs)
            if (s.owner() != nullptr) roots.push_back(s.id());
        const buffer<char> needed = needed_by(*source, roots);
        renamed = buffer<node_id>(source->size());
        result.nodes.set_ieee_derivatives(source->has_ieee_derivatives());
        for (std::size_t i = 0; i < source->size(); ++i) {
            if (!needed[i]) continue;
            const node& n = (*source)[static_cast<node_id>(i)];
            if (n.is_constant()) renamed[i] = result.nodes.constant(n.value);
            else if (!n.is_input()) renamed[i] = simplify(result.nodes, n.op, {renamed[n.operands[0]], renamed[n.operands[1]],
                                                                               renamed[n.operands[2]]});
            else if (parameter_of[i] != no_node) renamed[i] = result.nodes.input(parameter_of[i], input_role::unknown);
            else renamed[i] = result.nodes.constant(source->leaves().value(n.input()));
        }
    }
    for (const symbol& s : outputs)
        result.outputs.push_back(s.owner() == nullptr ? result.nodes.constant(s.literal()) : renamed[s.id()]);
    return result;
}

/// The derivatives of all outputs by all parameters, [output][parameter], after the outputs themselves if they are kept;
/// zeros are constants.
inline rooted_graph jacobian_of(rooted_graph source, std::size_t parameters, bool keep_outputs = false) {
    const std::size_t rows = source.outputs.size(), kept = keep_outputs ? rows : 0;
    derived_graph derived = derive(std::move(source), program_kind::jacobian);
    graph& g = derived.graph.nodes;
    buffer<node_id> outputs(kept + rows * parameters, no_node);
    for (std::size_t row = 0; row < kept; ++row) outputs[row] = derived.graph.outputs[row];
    for (std::size_t k = 0; k < derived.partials.size(); ++k)
        outputs[kept + derived.partials[k].row * parameters + derived.partials[k].input] = derived.graph.outputs[rows + k];
    for (node_id& id : outputs)
        if (id == no_node) id = g.constant(0.0);
    return {std::move(g), std::move(outputs)};
}

}  // namespace ditto::detail
