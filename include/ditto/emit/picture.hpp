#pragma once

#include <ditto/graph/code.hpp>
#include <ditto/graph/run_time.hpp>
#include <ditto/graph/share.hpp>
#include <ditto/graph/text.hpp>

#include <span>
#include <string>
#include <vector>

/// Graphs as drawings: text for Graphviz (dot) and for Mermaid.
namespace ditto::emit {

namespace detail {

/// What is drawn of a graph: the nodes that its outputs need, and what they are called.
struct drawing {
    const graph& nodes;
    std::span<const node_id> outputs;

    static std::string number(node_id id) { return 'n' + std::to_string(id); }
    std::string label(node_id id) const {
        const node& n = nodes[id];
        if (n.is_constant()) return number_text(n.value);
        if (!n.is_input()) return std::string(facts_of[n.op].name);
        const bool is_named = n.input() < nodes.leaves().size() && !nodes.leaves().name(n.input()).empty();
        return is_named ? std::string(nodes.leaves().name(n.input())) : 'x' + std::to_string(n.input());
    }
    /// visit(node) for each, operands before users.
    template <class Visit>
    void each(Visit visit) const {
        const auto needed = needed_by(nodes, outputs);
        for (std::size_t i = 0; i < needed.size(); ++i)
            if (needed[i]) visit(static_cast<node_id>(i));
    }
};

/// With what the format takes for markup replaced by its code.
inline std::string escaped(const std::string& text, bool for_mermaid) {
    std::string result;
    for (const char c : text) {
        if (c == '"') result += for_mermaid ? "#quot;" : "\\\"";
        else if (c == '\\') result += for_mermaid ? "\\" : "\\\\";
        else if (c == '#' && for_mermaid) result += "#35;";
        else if (c == '\n') result += ' ';
        else result += c;
    }
    return result;
}

inline std::string dot(const drawing& of) {
    std::string text = "digraph {\n    node [fontname=\"sans-serif\"]\n";
    of.each([&](node_id id) {
        const node& n = of.nodes[id];
        const char* shape = n.is_constant() ? "plaintext" : n.is_input() ? "box" : "ellipse";
        text += "    " + drawing::number(id) + " [label=\"" + escaped(of.label(id), false) + "\", shape=" + shape + "]\n";
        for (std::size_t k = 0; k < n.arity(); ++k) {
            text += "    " + drawing::number(n.operands[k]) + " -> " + drawing::number(id);
            text += n.arity() > 1 && !facts_of[n.op].commutative ? " [label=\"" + std::to_string(k + 1) + "\"]\n" : "\n";
        }
    });
    for (std::size_t k = 0; k < of.outputs.size(); ++k)
        text += "    out" + std::to_string(k) + " [shape=point]\n    " + drawing::number(of.outputs[k]) + " -> out" +
                std::to_string(k) + '\n';
    return text + "}\n";
}

inline std::string mermaid(const drawing& of) {
    std::string text = "flowchart TD\n";
    of.each([&](node_id id) {
        const node& n = of.nodes[id];
        const bool is_leaf = n.arity() == 0;
        text += "    " + drawing::number(id) + (is_leaf ? "[\"" : "([\"") + escaped(of.label(id), true) +
                (is_leaf ? "\"]\n" : "\"])\n");
        for (std::size_t k = 0; k < n.arity(); ++k) {
            text += "    " + drawing::number(n.operands[k]) + " --> ";
            if (n.arity() > 1 && !facts_of[n.op].commutative) text += '|' + std::to_string(k + 1) + "| ";
            text += drawing::number(id) + '\n';
        }
    });
    for (std::size_t k = 0; k < of.outputs.size(); ++k)
        text += "    " + drawing::number(of.outputs[k]) + " --> out" + std::to_string(k) + "((\" \"))\n";
    return text;
}

template <class Write>
std::string of_symbol(const symbol& s, Write write) {
    graph literal;
    const graph& g = s.owner() == nullptr ? literal : *s.owner();
    const node_id id = s.in(s.owner() == nullptr ? literal : *s.owner());
    return write(drawing{g, std::span(&id, 1)});
}

}  // namespace detail

/// For Graphviz: `dot -Tsvg`. Operands of what does not commute are numbered.
inline std::string dot(const symbol& s) { return detail::of_symbol(s, detail::dot); }
inline std::string dot(const rooted_graph& g) { return detail::dot({g.nodes, g.outputs}); }

/// For Mermaid, which many renderers of Markdown draw.
inline std::string mermaid(const symbol& s) { return detail::of_symbol(s, detail::mermaid); }
inline std::string mermaid(const rooted_graph& g) { return detail::mermaid({g.nodes, g.outputs}); }

}  // namespace ditto::emit
