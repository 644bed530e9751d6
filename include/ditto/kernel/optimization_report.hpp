#pragma once

#include <ditto/graph/canonical.hpp>
#include <ditto/graph/share.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace ditto {

/// What a pass has left of a function and its derivatives.
struct optimization_pass {
    std::string name;
    std::size_t nodes = 0;       ///< that the outputs need, leaves and constants too
    std::size_t operations = 0;
};

namespace detail {
inline optimization_pass counted_pass(std::string name, std::span<const node> nodes, std::span<const char> needed) {
    optimization_pass pass{std::move(name)};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!needed.empty() && !needed[i]) continue;
        ++pass.nodes;
        pass.operations += nodes[i].arity() != 0;
    }
    return pass;
}
inline optimization_pass counted_pass(std::string name, const graph& g, std::span<const node_id> outputs) {
    const buffer<char> needed = needed_by(g, outputs);
    return counted_pass(std::move(name), g.nodes(), needed);
}
}  // namespace detail

/// How the passes treat the outputs and their derivatives by the parameters, pass by pass. The last two are the steps and the
/// slots (values alive at a time) of the program that is run.
inline std::vector<optimization_pass> report_optimization(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    std::vector<optimization_pass> passes;
    buffer<node_id> roots;
    const graph* owner = nullptr;
    for (const symbol& s : outputs)
        if (s.owner() != nullptr) {
            owner = s.owner();
            roots.push_back(s.id());
        }
    if (owner != nullptr) passes.push_back(detail::counted_pass("as built", *owner, roots));
    rooted_graph source = detail::function_of(outputs, parameters);
    passes.push_back(detail::counted_pass("constants folded", source.nodes, source.outputs));
    const canonical_form form = canonicalise(source.nodes, source.outputs, input_names::kept);
    passes.push_back(detail::counted_pass("in canonical order", form.nodes, form.outputs));
    derived_graph derived = derive(std::move(source), program_kind::jacobian);
    passes.push_back(detail::counted_pass("with derivatives", derived.graph.nodes, derived.graph.outputs));
    const lowered_graph lowered = lower(derived.graph.nodes, derived.graph.outputs);
    passes.push_back(detail::counted_pass("products fused with sums", std::span(lowered.nodes.data(), lowered.nodes.size()), {}));
    const flat_program program = flatten(assemble(derived));
    std::size_t computing = 0;
    for (const flat_step& step : program.steps) computing += step.op != store_output;
    passes.push_back({"steps of the program", program.steps.size(), computing});
    passes.push_back({"slots of the program", program.slots, 0});
    return passes;
}

/// The report as a table.
inline std::string to_string(const std::vector<optimization_pass>& passes) {
    std::ostringstream text;
    text << "     nodes  operations\n";
    for (const auto& pass : passes) {
        const std::string n = std::to_string(pass.nodes), o = pass.operations == 0 ? "" : std::to_string(pass.operations);
        text << std::string(10 - std::min<std::size_t>(10, n.size()), ' ') << n << "  "
             << std::string(10 - std::min<std::size_t>(10, o.size()), ' ') << o << "  " << pass.name << '\n';
    }
    return text.str();
}

}  // namespace ditto
