#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/code.hpp>
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
    if (size == 0.0 || size == 1.0 || user == opcode_of<op::pow> || !(size > 1e-150 && size < 1e150)) return true;
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
        number_.resize(graph_.size());
        ++round_;
        next_ = 0;
        add_word(graph_.has_ieee_derivatives());
        if (graph_.is_constant(output)) add_constant(opcode_of<op::constant>, output);
        else stack_.push_back(output);
        while (!stack_.empty()) {
            const node_id id = stack_.back();
            const node& n = graph_[id];
            const std::size_t arity = n.arity(), waiting = stack_.size();
            if (!is_done(id))
                for (std::size_t k = arity; k-- > 0;)
                    if (!graph_.is_constant(n.operands[k]) && !is_done(n.operands[k])) stack_.push_back(n.operands[k]);
            if (stack_.size() > waiting) continue;
            stack_.pop_back();
            if (!is_done(id)) add(id, n, arity);
        }
        return result_;
    }

    /// The graph that a spelling stands for, simplified: leaf k is input k, constants are given, or, where `constants` says what
    /// they are, constants again.
    static rooted_graph read(std::span<const std::uint64_t> words, std::span<const double> constants = {}) {
        rooted_graph result;
        graph& g = result.nodes;
        g.set_ieee_derivatives(words[0] != 0);
        std::vector<node_id> nodes;
        nodes.reserve(words.size());
        g.reserve(words.size());
        std::uint32_t leaves = 0, next_constant = 0;
        for (std::size_t w = 1; w < words.size(); ++w) {
            const auto op = static_cast<opcode>(words[w] & 1023);
            if (op == opcode_of<op::input>) {
                nodes.push_back(g.input(leaves++, static_cast<input_role>(words[w] >> 10)));
            } else if (op == opcode_of<op::constant>) {
                ++w;  // what is special about it
                nodes.push_back(constants.empty() ? g.input(leaves, input_role::given) : g.constant(constants[next_constant++]));
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

    /// visit(number of the leaf, its value if that is special, else NaN) for each use of a constant.
    template <class Visit>
    static void each_constant(std::span<const std::uint64_t> words, Visit&& visit) {
        std::uint32_t leaves = 0;
        for (std::size_t w = 1; w < words.size(); ++w) {
            const auto op = static_cast<opcode>(words[w] & 1023);
            if (op == opcode_of<op::constant>) visit(leaves, std::bit_cast<double>(words[++w]));
            leaves += op == opcode_of<op::constant> || op == opcode_of<op::input>;
        }
    }

private:
    static constexpr std::uint64_t most_nodes = (1 << 18) - 1;
    struct mark {
        std::uint32_t round, place;
    };

    bool is_done(node_id id) const { return number_[id].round == round_; }

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
            word |= (graph_.is_constant(operand) ? add_constant(n.op, operand) : number_[operand].place) << (10 + 18 * k);
        }
        add_word(word);
        number_[id] = {round_, next_place()};
    }

    const graph& graph_;
    spelling result_;
    std::vector<mark> number_;
    std::vector<node_id> stack_;
    std::uint32_t round_ = 0;
    std::uint64_t next_ = 0;
};

}  // namespace ditto
