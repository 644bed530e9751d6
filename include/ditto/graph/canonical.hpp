#pragma once

#include <ditto/graph/share.hpp>

#include <span>

namespace ditto {

/// A graph reduced to what its outputs need, in the one order that its structure has.
struct canonical_form {
    graph nodes;
    buffer<node_id> outputs;
    buffer<std::uint32_t> inputs;  ///< number in the original graph of the scalar that is canonical input k
};

/// The same, as nodes that nobody will look up. Of a graph that was built by `simplify`, no two are equal.
struct canonical_nodes {
    buffer<node> nodes;
    buffer<node_id> outputs;
    buffer<std::uint32_t> inputs;
};

/// Whether inputs are told apart by their number, or only by their role and place in the graph.
enum class input_names { kept, anonymous };

namespace detail {

class canonicaliser {
public:
    constexpr canonicaliser(const graph& g, std::span<const node_id> outputs, input_names names) : names_(names) {
        const buffer<char> needed = needed_by(g, outputs);
        buffer<node_id> renamed(g.size());
        vertices_.reserve(g.size());
        for (std::size_t i = 0; i < g.size(); ++i) {
            if (!needed[i]) continue;
            const node& n = g[static_cast<node_id>(i)];
            const operation_facts& facts = facts_of[n.op];
            vertex v{n, facts.arity, facts.commutative, 0};
            for (std::size_t k = 0; k < v.arity; ++k) v.what.operands[k] = renamed[n.operands[k]];
            v.own = n.op * multiplier ^ std::bit_cast<std::uint64_t>(n.value);
            if (n.is_input())
                v.own += n.operands[1] + (names == input_names::kept ? (n.operands[0] + 2) * other_multiplier : 0);
            renamed[i] = static_cast<node_id>(vertices_.size());
            vertices_.push_back(v);
        }
        for (const node_id id : outputs) outputs_.push_back(renamed[id]);
        hash_ = buffer<std::uint64_t>(vertices_.size());
        context_ = buffer<std::uint64_t>(vertices_.size());
    }

    constexpr canonical_nodes run() {
        hash_upwards();
        if (names_ == input_names::anonymous)
            // Colour refinement: an input is told apart by what it is used for, twice from leaves to outputs and back.
            for (int round = 0; round < 2; ++round) {
                hash_downwards();
                hash_upwards();
            }
        // What refinement cannot tell apart is ordered by the smallest input below, so neighbours stay neighbours; the
        // order found is fed back until it explains itself, so that it does not depend on the numbers at the start.
        buffer<std::uint32_t> rank(vertices_.size());
        for (std::size_t i = 0; i < vertices_.size(); ++i)
            rank[i] = vertices_[i].what.is_input() ? vertices_[i].what.input() : 0xffffffffu;
        buffer<node_id> order = visit(rank);
        for (int attempt = 0; attempt < 2 && names_ == input_names::anonymous && tied_; ++attempt) {
            buffer<std::uint32_t> before = rank;
            order = visit(rank);
            if (before == rank) break;
        }
        return renumbered(order);
    }

private:
    struct vertex {
        node what;
        std::uint8_t arity;
        bool commutative;
        std::uint64_t own;  // hash of what it is, without its operands
    };
    static constexpr std::uint64_t multiplier = 0xff51afd7ed558ccdu;
    static constexpr std::uint64_t other_multiplier = 0x9e3779b97f4a7c15u;

    // Straight-line on purpose: compilers run these loops for every definition.
    constexpr void hash_upwards() {
        const vertex* vertices = vertices_.data();
        std::uint64_t* hash = hash_.data();
        for (std::size_t i = 0; i < vertices_.size(); ++i) {
            const vertex& v = vertices[i];
            std::uint64_t h = v.own;
            if (v.arity >= 2) {
                const std::uint64_t a = hash[v.what.operands[0]];
                const std::uint64_t b = hash[v.what.operands[1]];
                h = v.commutative ? (h ^ (a + b)) * multiplier + a * b : ((h ^ a) * multiplier ^ b) * other_multiplier;
                if (v.arity == 3) h = (h ^ (h >> 31) ^ hash[v.what.operands[2]]) * multiplier;
            } else if (v.arity == 1) {
                h = (h ^ hash[v.what.operands[0]]) * multiplier;
            }
            h *= other_multiplier;
            hash[i] = h ^ (h >> 32);
        }
    }

    // Each input learns the places it is used in; places of commuted operands count as one.
    constexpr void hash_downwards() {
        std::uint64_t* around = context_.data();
        for (std::size_t i = 0; i < vertices_.size(); ++i) around[i] = 0;
        for (std::size_t i = 0; i < outputs_.size(); ++i) around[outputs_[i]] += (i + 1) * other_multiplier;
        for (std::size_t i = vertices_.size(); i-- > 0;) {
            vertex& v = vertices_[i];
            std::uint64_t h = (around[i] ^ hash_[i]) * multiplier;
            h ^= h >> 32;
            if (v.arity == 0 && v.what.is_input()) v.own += h;
            for (std::size_t k = 0; k < v.arity; ++k) {
                const std::uint64_t there = (h + (v.commutative && k < 2 ? 0 : k + 1)) * other_multiplier;
                around[v.what.operands[k]] += there ^ (there >> 29);
            }
        }
    }

    // The vertices depth-first from the outputs, operands of commutative operations in the order of their hash, then of
    // their rank; the operands are left in that order. Ranks of inputs come back as the order in which they were met.
    constexpr buffer<node_id> visit(buffer<std::uint32_t>& rank) {
        buffer<std::uint32_t> least;  // of the inputs below each vertex, found when first asked for
        for (std::size_t i = 0; i < vertices_.size(); ++i) {
            vertex& v = vertices_[i];
            if (v.commutative && v.what.operands[0] != v.what.operands[1] &&
                goes_first(v.what.operands[1], v.what.operands[0], rank, least))
                v.what.operands = {v.what.operands[1], v.what.operands[0], v.what.operands[2]};
        }
        buffer<node_id> order;
        order.reserve(vertices_.size());
        buffer<char> done(vertices_.size());
        buffer<node_id> stack;
        stack.reserve(vertices_.size());
        std::uint32_t inputs = 0;
        for (const node_id output : outputs_) {
            stack.push_back(output);
            while (!stack.empty()) {
                const node_id id = stack.back();
                const vertex& v = vertices_[id];
                const std::size_t waiting = stack.size();
                if (!done[id])
                    for (std::size_t k = v.arity; k-- > 0;)
                        if (!done[v.what.operands[k]]) stack.push_back(v.what.operands[k]);
                if (stack.size() > waiting) continue;
                stack.pop_back();
                if (done[id]) continue;
                done[id] = 1;
                order.push_back(id);
                if (v.what.is_input()) rank[id] = inputs++;
            }
        }
        return order;
    }

    constexpr buffer<std::uint32_t> least_below(const buffer<std::uint32_t>& rank) const {
        buffer<std::uint32_t> least(rank);
        for (std::size_t i = 0; i < vertices_.size(); ++i)
            for (std::size_t k = 0; k < vertices_[i].arity; ++k)
                if (least[vertices_[i].what.operands[k]] < least[i]) least[i] = least[vertices_[i].what.operands[k]];
        return least;
    }

    constexpr bool goes_first(node_id a, node_id b, const buffer<std::uint32_t>& rank, buffer<std::uint32_t>& least) {
        const bool constant_a = vertices_[a].what.is_constant();
        if (constant_a != vertices_[b].what.is_constant()) return !constant_a;
        if (hash_[a] != hash_[b]) return hash_[a] < hash_[b];
        tied_ = true;
        if (least.empty()) least = least_below(rank);
        return least[a] < least[b];
    }

    constexpr canonical_nodes renumbered(const buffer<node_id>& order) const {
        canonical_nodes form;
        buffer<node_id> renamed(vertices_.size());
        form.nodes.reserve(order.size());
        for (const node_id id : order) {
            node n = vertices_[id].what;
            for (std::size_t k = 0; k < vertices_[id].arity; ++k) n.operands[k] = renamed[n.operands[k]];
            if (n.is_input()) {
                form.inputs.push_back(n.operands[0]);
                if (names_ == input_names::anonymous) n.operands[0] = static_cast<node_id>(form.inputs.size() - 1);
            }
            renamed[id] = static_cast<node_id>(form.nodes.size());
            form.nodes.push_back(n);
        }
        for (const node_id id : outputs_) form.outputs.push_back(renamed[id]);
        return form;
    }

    input_names names_;
    buffer<vertex> vertices_;
    buffer<node_id> outputs_;
    buffer<std::uint64_t> hash_;
    buffer<std::uint64_t> context_;  // of each vertex: the hashes of its uses
    bool tied_ = false;
};

}  // namespace detail

/// The canonical form: dead nodes removed, commuted operands ordered by structural hash, nodes renumbered depth-first.
/// Two graphs of the same structure have the same form, up to inputs that no use tells apart. Linear; not recursive.
constexpr canonical_form canonicalise(const graph& g, std::span<const node_id> outputs, input_names names) {
    canonical_nodes order = detail::canonicaliser(g, outputs, names).run();
    canonical_form form;
    form.nodes.set_ieee_derivatives(g.has_ieee_derivatives());
    form.nodes.reserve(order.nodes.size());
    buffer<node_id> renamed(order.nodes.size());  // a + b and b + a, if somebody inserted both, are one now
    for (std::size_t i = 0; i < renamed.size(); ++i) {
        node n = order.nodes[i];
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) n.operands[k] = renamed[n.operands[k]];
        renamed[i] = form.nodes.insert(n);
    }
    for (const node_id id : order.outputs) form.outputs.push_back(renamed[id]);
    form.inputs.swap(order.inputs);
    return form;
}

}  // namespace ditto
