#pragma once

#include <ditto/graph/graph.hpp>

#include <span>

namespace ditto {

/// A graph reduced to what its outputs need, in the one order that its structure has.
struct canonical_form {
    graph nodes;
    buffer<node_id> outputs;
    buffer<std::uint32_t> inputs;  ///< number in the original graph of the scalar that is canonical input k
};

/// Whether inputs are told apart by their number, or only by their role and place in the graph.
enum class input_names { kept, anonymous };

namespace detail {

class canonicaliser {
public:
    constexpr canonicaliser(const graph& g, std::span<const node_id> outputs, input_names names)
        : g_(g), outputs_(outputs), names_(names), needed_(g.size()), hash_(g.size()) {
        for (const node_id id : outputs) needed_[id] = 1;
        for (std::size_t i = g.size(); i-- > 0;)
            if (needed_[i])
                for (std::size_t k = 0; k < g_[static_cast<node_id>(i)].arity(); ++k)
                    needed_[g_[static_cast<node_id>(i)].operands[k]] = 1;
    }

    constexpr canonical_form run() {
        buffer<std::uint64_t> leaf(g_.size());
        if (names_ == input_names::kept) {
            for (std::size_t i = 0; i < g_.size(); ++i)
                if (g_[static_cast<node_id>(i)].is_input()) leaf[i] = mix(17, g_[static_cast<node_id>(i)].input());
            hash_upwards(leaf);
        } else {
            // Colour refinement: an input is told apart by what it is used for, twice from leaves to outputs and back.
            hash_upwards(leaf);
            refine(leaf);
            refine(leaf);
        }
        // What refinement cannot tell apart is ordered by the smallest input below, so neighbours stay neighbours; the
        // order found is fed back until it explains itself, so that it does not depend on the numbers at the start.
        buffer<std::uint32_t> rank(g_.size(), 0xffffffffu);
        for (std::size_t i = 0; i < g_.size(); ++i)
            if (g_[static_cast<node_id>(i)].is_input()) rank[i] = g_[static_cast<node_id>(i)].input();
        canonical_form form;
        for (int attempt = 0; attempt < 3; ++attempt) {
            const buffer<std::uint32_t> before = rank;
            form = visit(rank);
            if (names_ == input_names::kept || before == rank) break;
        }
        return form;
    }

private:
    constexpr void hash_upwards(const buffer<std::uint64_t>& leaf) {
        for (std::size_t i = 0; i < g_.size(); ++i) {
            if (!needed_[i]) continue;
            const node& n = g_[static_cast<node_id>(i)];
            std::uint64_t h = mix(n.op, std::bit_cast<std::uint64_t>(n.value));
            if (n.is_input()) h = mix(mix(h, n.operands[1]), leaf[i]);
            const std::size_t arity = n.arity();
            std::size_t k = 0;
            if (facts_of[n.op].commutative) {
                const std::uint64_t a = hash_[n.operands[0]];
                const std::uint64_t b = hash_[n.operands[1]];
                h = mix(mix(h, a + b), a * b);
                k = 2;
            }
            for (; k < arity; ++k) h = mix(h, hash_[n.operands[k]]);
            hash_[i] = h;
        }
    }

    constexpr void refine(buffer<std::uint64_t>& leaf) {
        buffer<std::uint64_t> context(g_.size());
        for (std::size_t i = 0; i < outputs_.size(); ++i) context[outputs_[i]] += mix(29, i);
        for (std::size_t i = g_.size(); i-- > 0;) {
            if (!needed_[i]) continue;
            const node& n = g_[static_cast<node_id>(i)];
            const std::uint64_t here = mix(context[i], hash_[i]);
            for (std::size_t k = 0; k < n.arity(); ++k) {
                const std::uint64_t place = facts_of[n.op].commutative && k < 2 ? 0 : k + 1;
                context[n.operands[k]] += mix(here, place);
            }
            if (n.is_input()) leaf[i] = mix(leaf[i], here);
        }
        hash_upwards(leaf);
    }

    // Depth-first from the outputs, operands of commutative operations in the order of their hash, then of their rank.
    // Ranks of inputs come back as the order in which they were met.
    constexpr canonical_form visit(buffer<std::uint32_t>& rank) const {
        buffer<std::uint32_t> least(rank);
        for (std::size_t i = 0; i < g_.size(); ++i) {
            const node& n = g_[static_cast<node_id>(i)];
            for (std::size_t k = 0; k < n.arity(); ++k)
                if (least[n.operands[k]] < least[i]) least[i] = least[n.operands[k]];
        }
        canonical_form form;
        buffer<node_id> renamed(g_.size());  // new number + 1, or 0 while there is none
        buffer<node_id> stack;
        for (const node_id output : outputs_) {
            stack.push_back(output);
            while (!stack.empty()) {
                const node_id id = stack.back();
                if (renamed[id] != 0) {
                    stack.pop_back();
                    continue;
                }
                node n = g_[id];
                if (facts_of[n.op].commutative && goes_first(n.operands[1], n.operands[0], least)) {
                    const node_id first = n.operands[0];
                    n.operands[0] = n.operands[1];
                    n.operands[1] = first;
                }
                const std::size_t waiting = stack.size();
                for (std::size_t k = n.arity(); k-- > 0;)
                    if (renamed[n.operands[k]] == 0) stack.push_back(n.operands[k]);
                if (stack.size() > waiting) continue;
                stack.pop_back();
                if (n.is_input()) {
                    rank[id] = static_cast<std::uint32_t>(form.inputs.size());
                    form.inputs.push_back(n.operands[0]);
                    if (names_ == input_names::anonymous) n.operands[0] = rank[id];
                }
                const std::size_t arity = n.arity();
                for (std::size_t k = 0; k < arity; ++k) n.operands[k] = renamed[n.operands[k]] - 1;
                renamed[id] = form.nodes.insert(n) + 1;
            }
            form.outputs.push_back(renamed[output] - 1);
        }
        return form;
    }

    constexpr bool goes_first(node_id a, node_id b, const buffer<std::uint32_t>& least) const {
        const bool constant_a = g_.is_constant(a);
        const bool constant_b = g_.is_constant(b);
        if (constant_a != constant_b) return constant_b;
        return hash_[a] != hash_[b] ? hash_[a] < hash_[b] : least[a] < least[b];
    }

    const graph& g_;
    std::span<const node_id> outputs_;
    input_names names_;
    buffer<char> needed_;
    buffer<std::uint64_t> hash_;
};

}  // namespace detail

/// The canonical form: dead nodes removed, commuted operands ordered by structural hash, nodes renumbered depth-first.
/// Two graphs of the same structure have the same form, up to inputs that no use tells apart. Linear; not recursive.
constexpr canonical_form canonicalise(const graph& g, std::span<const node_id> outputs, input_names names) {
    return detail::canonicaliser(g, outputs, names).run();
}

}  // namespace ditto
