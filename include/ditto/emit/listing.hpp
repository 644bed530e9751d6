#pragma once

#include <ditto/emit/identifier.hpp>
#include <ditto/graph/instruction_mix.hpp>
#include <ditto/graph/run_time.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ditto::emit {

namespace detail {

/// Lines of what is computed and what it costs, in columns, and a line of totals.
class cost_table {
public:
    void add(std::string line) { lines_.push_back({std::move(line), -1}); }
    void add(std::string line, opcode op, bool shares = false) {
        const int cost = shares ? 0 : facts_of[op].cost;
        lines_.push_back({std::move(line), cost});
        mix_.count(op);
        cost_ += static_cast<std::size_t>(cost);
        ++operations_;
    }
    std::string text() const {
        constexpr std::size_t widest = 60;  // longer lines push their cost to the right
        std::size_t width = 0;
        for (const auto& [line, cost] : lines_)
            if (cost >= 0 && line.size() <= widest) width = std::max(width, line.size());
        std::string result;
        for (const auto& [line, cost] : lines_) {
            result += line;
            if (cost >= 0) {
                const std::string number = std::to_string(cost);
                result.append(std::max(width, line.size()) - line.size(), ' ');
                result.append(number.size() < 6 ? 6 - number.size() : 1, ' ');
                result += number;
            }
            result += '\n';
        }
        return result + totals();
    }

private:
    std::string totals() const {
        const auto counted = [](std::size_t count, const char* what) {
            return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
        };
        std::string text = counted(operations_, "operation") + ", cost " + std::to_string(cost_);
        const std::pair<std::uint32_t, const char*> parts[] = {
            {mix_.additions, "addition"}, {mix_.multiplications, "multiplication"}, {mix_.fused, "fused product"},
            {mix_.divisions, "division"}, {mix_.square_roots, "square root"},       {mix_.functions, "function"},
            {mix_.others, "other"}};
        const char* separator = ": ";
        for (const auto& [count, what] : parts) {
            if (count == 0) continue;
            text += separator + counted(count, what);
            separator = ", ";
        }
        return text + '\n';
    }

    struct row {
        std::string text;
        int cost;  // negative where there is none to tell
    };
    std::vector<row> lines_;
    instruction_mix mix_;
    std::size_t cost_ = 0, operations_ = 0;
};

inline std::string leaf_line(const graph& g, const node& n) {
    if (n.is_constant()) return number_text(n.value);
    std::string text = n.role() == input_role::given ? "given" : "unknown";
    const leaf_registry& leaves = g.leaves();
    if (n.input() >= leaves.size()) return text + " " + std::to_string(n.input());
    if (!leaves.name(n.input()).empty()) text += ' ' + in_quotes(leaves.name(n.input()));
    return text + (leaves.has_value(n.input()) ? " = " + number_text(leaves.value(n.input())) : "");
}

inline std::string list(const graph& g, std::span<const node_id> outputs) {
    const auto needed = needed_by(g, outputs);
    std::vector<std::string> names;
    infix_writer writer(g.nodes(), names);
    cost_table table;
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (!needed[i]) continue;
        const auto id = static_cast<node_id>(i);
        std::string line = 't' + std::to_string(i) + " = ";
        if (g[id].arity() == 0) {
            table.add(line + leaf_line(g, g[id]));
        } else {
            writer.write(line, id);
            table.add(line, g[id].op);
        }
        writer.label(id, id);
    }
    for (std::size_t k = 0; k < outputs.size(); ++k)
        table.add("out[" + std::to_string(k) + "] = t" + std::to_string(outputs[k]));
    return table.text();
}

}  // namespace detail

/// What is computed, a line for each node that is needed, with its cost (that of docs/reference/operations.md, in units of
/// about one addition of a batch), and the totals. t<k> is node k of the graph.
inline std::string listing(const rooted_graph& of) { return detail::list(of.nodes, of.outputs); }
inline std::string listing(const symbol& of) {
    if (of.owner() == nullptr) return number_text(of.literal()) + '\n';
    const node_id output = of.id();
    return detail::list(*of.owner(), std::span(&output, 1));
}

/// The steps of a compiled function in their order, after products were fused with sums. A cosine after the sine of the same
/// argument costs nothing: one step computes both.
inline std::string listing(const compiled_function& f) {
    const lowered_graph code = lower(f.graph().nodes, f.graph().outputs);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < f.parameters(); ++i) names.push_back("in[" + std::to_string(i) + ']');
    const std::span<const node> nodes(code.nodes.data(), code.nodes.size());
    infix_writer writer(nodes, names);
    detail::cost_table table;
    std::uint32_t steps = 0;
    node_id sine = no_node;
    for (const auto& [id, output] : schedule(code)) {
        std::string line =
            output != no_node ? "out[" + std::to_string(output) + "] = " : 't' + std::to_string(steps) + " = ";
        if (output == no_node && nodes[id].arity() == 0) continue;
        writer.write(line, id);
        if (output != no_node) {
            table.add(line);
            continue;
        }
        const bool shares =
            nodes[id].op == opcode_of<op::cos> && sine != no_node && nodes[sine].operands[0] == nodes[id].operands[0];
        table.add(line, nodes[id].op, shares);
        sine = nodes[id].op == opcode_of<op::sin> ? id : no_node;
        writer.label(id, steps++);
    }
    return table.text();
}

}  // namespace ditto::emit
