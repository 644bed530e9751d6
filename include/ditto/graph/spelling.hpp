#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/code.hpp>
#include <ditto/graph/number_map.hpp>
#include <ditto/graph/simplify.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace ditto {

/// One residual of a graph as somebody built it: operands before users, leaves numbered by first use, every use of a constant
/// a leaf of its own. Residuals that were built alike are spelled alike; what is spelled otherwise may still be the same
/// structure, which its canonical form tells.
struct spelling {
    struct leaf {
        node_id id;
        bool is_constant;
    };
    std::vector<std::uint64_t> words;
    std::vector<leaf> leaves;
    std::uint64_t hash = 0;
};

/// A use of a constant. Most values are like any other; some the simplifier would look at, where the structure that is left
/// depends on them, and they are spelled out.
constexpr bool is_special(opcode user, double value) {
    const double size = value < 0 ? -value : value;
    if (size == 0.0 || size == 1.0 || !(size > 1e-150 && size < 1e150)) return true;
    if (user == opcode_of<op::pow>) return size <= 16.0 && static_cast<double>(static_cast<int>(2.0 * size)) == 2.0 * size;
    return (user == opcode_of<op::multiply> || user == opcode_of<op::divide>) && detail::is_power_of_two(value);
}

/// Spells one residual after the other of one graph, which may grow in between. Time is linear in the nodes that a residual
/// needs, whatever the size of the graph.
class speller {
public:
    explicit speller(const graph& g) : graph_(g) {
        result_.words.reserve(64);
        result_.leaves.reserve(32);
        stack_.reserve(64);
    }

    /// The result is valid until the next call.
    const spelling& spell(node_id output) {
        result_.words.clear();
        result_.leaves.clear();
        result_.hash = 0;
        place_.clear();
        next_ = 0;
        add_word(graph_.has_ieee_derivatives());
        if (graph_.is_constant(output)) add_constant(opcode_of<op::constant>, output);
        else stack_.push_back({output, false});
        while (!stack_.empty()) {
            const auto [id, has_operands] = stack_.back();
            const node& n = graph_[id];
            const std::size_t arity = n.arity();
            if (has_operands || arity == 0 || is_done(id)) {
                stack_.pop_back();
                if (has_operands || !is_done(id)) add(id, n, arity);
                continue;
            }
            stack_.back().has_operands = true;
            for (std::size_t k = arity; k-- > 0;)
                if (!graph_.is_constant(n.operands[k])) stack_.push_back({n.operands[k], false});
        }
        return result_;
    }

    /// Whether special constants are given leaves like all others, or are constants again, for rules to look at.
    enum class constants { given, folded };

    /// The graph that a spelling stands for, simplified: leaf k is input k.
    static rooted_graph read(std::span<const std::uint64_t> words, constants as = constants::given) {
        rooted_graph result;
        graph& g = result.nodes;
        g.set_ieee_derivatives(words[0] != 0);
        std::vector<node_id> nodes;
        nodes.reserve(words.size());
        g.reserve(words.size());
        std::uint32_t leaves = 0;
        for (std::size_t w = 1; w < words.size(); ++w) {
            const auto op = static_cast<opcode>(words[w] & 1023);
            if (op == opcode_of<op::input>) {
                nodes.push_back(g.input(leaves++, static_cast<input_role>(words[w] >> 10)));
            } else if (op == opcode_of<op::constant>) {
                const double special = std::bit_cast<double>(words[++w]);
                nodes.push_back(as == constants::given || special != special ? g.input(leaves, input_role::given)
                                                                             : g.constant(special));
                ++leaves;
            } else {
                std::array<node_id, 3> operands{};
                for (std::size_t k = 0; k < facts_of[op].arity; ++k)
                    operands[k] = nodes[(words[w] >> (10 + 18 * k)) & most_nodes];
                nodes.push_back(simplify(g, op, operands));
            }
        }
        result.outputs.push_back(nodes.back());
        return result;
    }

private:
    static constexpr std::uint64_t most_nodes = (1 << 18) - 1;
    bool is_done(node_id id) const { return place_.find(id) != detail::number_map::none; }

    void add_word(std::uint64_t word) {
        result_.words.push_back(word);
        result_.hash = mix(result_.hash, word);
    }

    std::uint32_t next_place() {
        if (next_ > most_nodes) throw error("ditto: a residual has at most 262144 nodes");
        return static_cast<std::uint32_t>(next_++);
    }

    std::uint64_t add_constant(opcode user, node_id id) {
        const double value = graph_[id].value;
        add_word(opcode_of<op::constant>);
        add_word(std::bit_cast<std::uint64_t>(is_special(user, value) ? value : std::numeric_limits<double>::quiet_NaN()));
        result_.leaves.push_back({id, true});
        return next_place();
    }

    void add(node_id id, const node& n, std::size_t arity) {
        std::uint64_t word = n.op;
        if (arity == 0) {
            word |= std::uint64_t{n.operands[1]} << 10;
            result_.leaves.push_back({id, false});
        }
        for (std::size_t k = 0; k < arity; ++k) {
            const node_id operand = n.operands[k];
            word |= (graph_.is_constant(operand) ? add_constant(n.op, operand) : place_.find(operand)) << (10 + 18 * k);
        }
        add_word(word);
        place_.insert(id, next_place());
    }

    const graph& graph_;
    spelling result_;
    detail::number_map place_;  // of a node, in the spelling
    struct pending {
        node_id id;
        bool has_operands;  // whether they are spelled, or will be before it is its turn again
    };
    std::vector<pending> stack_;
    std::uint64_t next_ = 0;
};

}  // namespace ditto
