#pragma once

#include <ditto/emit/graph_reader.hpp>
#include <ditto/graph/run_time.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Graphs as text and back: docs/reference/graph_format.md.
namespace ditto {

namespace emit::detail {

/// By leaf, the role that its input has in the graph. Throws where that cannot be said: the text has a role for each leaf
/// and a leaf for each input.
inline std::vector<input_role> roles_of_leaves(const graph& g) {
    std::vector<char> is_there(g.leaves().size());
    std::vector<input_role> roles(g.leaves().size());
    for (const node& n : g.nodes()) {
        if (!n.is_input()) continue;
        const auto fail = [&](const char* what) {
            throw error("ditto: serialize() met input " + std::to_string(n.input()) + ", which " + what);
        };
        if (n.input() >= roles.size()) fail("is no leaf: it was not made by variable(), given() or weight()");
        if (is_there[n.input()]) fail("is both unknown and given");
        is_there[n.input()] = 1;
        roles[n.input()] = n.role();
    }
    return roles;
}

/// As a JSON string.
inline std::string string_text(std::string_view name) {
    if (const std::size_t most = graph_format_limits{}.name; name.size() > most)
        throw error("ditto: serialize() met a leaf whose name has more than " + std::to_string(most) + " bytes");
    try {
        return nlohmann::json(name).dump();
    } catch (const nlohmann::json::type_error&) {
        throw error("ditto: serialize() met the leaf " + in_quotes(name) + ", whose name is not UTF-8");
    }
}

inline std::string leaf_text(const leaf_registry& leaves, std::uint32_t leaf, input_role role) {
    std::string text = "{";
    if (!leaves.name(leaf).empty()) text += "\"name\": " + string_text(leaves.name(leaf)) + ", ";
    text += "\"role\": \"" + std::string(role_names[static_cast<std::size_t>(role)]) + '"';
    if (leaves.has_value(leaf)) text += ", \"value\": " + number_text(leaves.value(leaf));
    return text + '}';
}

inline std::string node_text(const node& n) {
    std::string text = "{\"operation\": \"" + std::string(facts_of[n.op].name) + '"';
    if (n.is_input()) return text + ", \"leaf\": " + std::to_string(n.input()) + '}';
    if (n.is_constant())
        return text + ", \"value\": " +
               (std::isfinite(n.value) ? number_text(n.value) : '"' + non_finite_text(n.value) + '"') + '}';
    text += ", \"operands\": [";
    for (std::size_t k = 0; k < n.arity(); ++k) text += (k == 0 ? "" : ", ") + std::to_string(n.operands[k]);
    return text + "]}";
}

/// An array with an item a line.
template <class Item>
void append_array(std::string& text, const char* name, std::size_t size, Item item) {
    text += ",\n  \"" + std::string(name) + "\": [";
    for (std::size_t i = 0; i < size; ++i) text += (i == 0 ? "\n    " : ",\n    ") + item(i);
    text += size == 0 ? "]" : "\n  ]";
}

/// The leaves' registry and the nodes that the text tells, if they fit together.
inline void check_leaves(const graph_text& text) {
    std::vector<char> has_node(text.leaves.size());
    for (std::size_t i = 0; i < text.nodes.size(); ++i) {
        if (!text.nodes[i].is_input()) continue;
        if (text.nodes[i].input() >= text.leaves.size())
            refuse(text.lines[i], "nodes[" + std::to_string(i) + "].leaf",
                   "is " + std::to_string(text.nodes[i].input()) + ", of " + std::to_string(text.leaves.size()) +
                       " leaves");
        has_node[text.nodes[i].input()] = 1;
    }
    for (std::size_t leaf = 0; leaf < has_node.size(); ++leaf)
        if (!has_node[leaf]) refuse(text.leaves[leaf].line, "leaves[" + std::to_string(leaf) + ']', "is of no node");
}

}  // namespace emit::detail

inline std::string graph::serialize() const {
    constexpr emit::graph_format_limits limits;
    if (size() > limits.nodes)
        throw error("ditto: serialize() met a graph of " + std::to_string(size()) + " nodes, of at most " +
                    std::to_string(limits.nodes));
    const std::vector<input_role> roles = emit::detail::roles_of_leaves(*this);
    std::string text = "{\n  \"format\": \"" + std::string(emit::graph_format_name) +
                       "\",\n  \"version\": " + std::to_string(emit::graph_format_version) +
                       ",\n  \"ieee_derivatives\": " + (has_ieee_derivatives() ? "true" : "false");
    if (domain_fault_ != no_node) text += ",\n  \"domain_fault\": " + std::to_string(domain_fault_);
    emit::detail::append_array(text, "leaves", leaves_.size(), [&](std::size_t leaf) {
        return emit::detail::leaf_text(leaves_, static_cast<std::uint32_t>(leaf), roles[leaf]);
    });
    emit::detail::append_array(text, "nodes", size(),
                               [&](std::size_t i) { return emit::detail::node_text(nodes_[i]); });
    text += "\n}\n";
    if (text.size() > limits.text)
        throw error("ditto: serialize() made more than " + std::to_string(limits.text) + " bytes");
    return text;
}

inline graph graph::parse(std::string_view text) {
    using emit::detail::in_quotes, emit::detail::refuse;
    const emit::graph_text parts = emit::detail::graph_reader({}).read(text);
    emit::detail::check_leaves(parts);
    graph g;
    g.set_ieee_derivatives(parts.ieee_derivatives);
    for (const auto& [name, role, value, has_value, line] : parts.leaves) {
        if (!name.empty() && g.leaves_.find(name) != leaf_registry::none)
            refuse(line, "leaves[" + std::to_string(g.leaves_.size()) + "].name",
                   "is " + in_quotes(name) + ", as that of leaves[" + std::to_string(g.leaves_.find(name)) + ']');
        const std::uint32_t leaf = g.leaves_.add(name);
        if (has_value) g.leaves_.set_value(leaf, value);
    }
    for (std::size_t i = 0; i < parts.nodes.size(); ++i) {
        node n = parts.nodes[i];
        if (n.is_input()) n.operands[1] = static_cast<node_id>(parts.leaves[n.input()].role);
        if (const node_id id = g.insert(n); id != i)
            refuse(parts.lines[i], "nodes[" + std::to_string(i) + ']',
                   "is the same as nodes[" + std::to_string(id) + ']');
    }
    if (parts.domain_fault != no_node) {
        if (parts.domain_fault >= g.size())
            refuse(parts.domain_fault_line, "domain_fault",
                   "is " + std::to_string(parts.domain_fault) + ", of " + std::to_string(g.size()) + " nodes");
        g.report_domain_fault(parts.domain_fault);
    }
    return g;
}

}  // namespace ditto
