#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/code.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace ditto {

/// One residual of a graph as somebody built it: a word for each node that it needs, operands before users, leaves numbered
/// by first use, constants as data. Residuals that were built alike are spelled alike; what is spelled otherwise may still be
/// the same structure, which its canonical form tells.
struct spelling {
    /// A leaf of the graph, or a constant.
    struct leaf {
        node_id id;
        bool is_constant;
    };
    std::vector<std::uint64_t> words;
    std::vector<leaf> leaves;
    std::uint64_t hash = 0;

    friend bool operator==(const spelling& a, const spelling& b) { return a.words == b.words; }
};

/// Spells one residual after the other of one graph, which may grow in between. Time is linear in the nodes that a residual
/// needs, whatever the size of the graph.
class speller {
public:
    explicit speller(const graph& g) : graph_(g) {}

    /// The result is valid until the next call.
    const spelling& spell(node_id output) {
        result_.words.clear();
        result_.leaves.clear();
        result_.hash = 0;
        number_.resize(graph_.size());  // 1 + place of the node in words_, of residual number round_
        ++round_;
        std::uint64_t next = 0;
        stack_.push_back(output);
        while (!stack_.empty()) {
            const node_id id = stack_.back();
            if (is_done(id)) {
                stack_.pop_back();
                continue;
            }
            const node& n = graph_[id];
            const std::size_t arity = n.arity(), waiting = stack_.size();
            for (std::size_t k = arity; k-- > 0;)
                if (!is_done(n.operands[k])) stack_.push_back(n.operands[k]);
            if (stack_.size() > waiting) continue;
            stack_.pop_back();
            if (next > most_nodes) throw error("ditto: a residual has at most 262143 nodes");
            number_[id] = {round_, static_cast<std::uint32_t>(next++)};
            add(id, n, arity);
        }
        return result_;
    }

    /// The graph that a spelling stands for: leaf k is input k, constants are given.
    static rooted_graph read(std::span<const std::uint64_t> words) {
        rooted_graph result;
        std::uint32_t leaves = 0;
        for (const std::uint64_t w : words) {
            node n{static_cast<opcode>(w & 1023), {}, 0.0};
            if (n.is_input()) {
                n.operands = {leaves++, static_cast<node_id>(w >> 10), 0};
            } else {
                for (std::size_t k = 0; k < n.arity(); ++k)
                    n.operands[k] = static_cast<node_id>((w >> (10 + 18 * k)) & most_nodes);
            }
            result.nodes.insert(n);
        }
        result.outputs.push_back(static_cast<node_id>(result.nodes.size() - 1));
        return result;
    }

private:
    static constexpr std::uint64_t most_nodes = (1 << 18) - 1;
    struct mark {
        std::uint32_t round, place;
    };

    bool is_done(node_id id) const { return number_[id].round == round_; }

    void add(node_id id, const node& n, std::size_t arity) {
        std::uint64_t word = n.op;
        if (arity == 0) {
            const bool is_given = n.is_constant() || n.role() == input_role::given;
            word = opcode_of<op::input> | static_cast<std::uint64_t>(is_given ? input_role::given : input_role::unknown) << 10;
            result_.leaves.push_back({id, n.is_constant()});
        }
        for (std::size_t k = 0; k < arity; ++k) word |= std::uint64_t{number_[n.operands[k]].place} << (10 + 18 * k);
        result_.words.push_back(word);
        result_.hash = mix(result_.hash, word);
    }

    const graph& graph_;
    spelling result_;
    std::vector<mark> number_;
    std::vector<node_id> stack_;
    std::uint32_t round_ = 0;
};

}  // namespace ditto
