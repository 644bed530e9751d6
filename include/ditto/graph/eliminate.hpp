#pragma once

#include <ditto/graph/differentiate.hpp>
#include <ditto/graph/share.hpp>

#include <bit>

namespace ditto {

namespace detail {

/// Vertices of the linearised graph below.
constexpr std::size_t linearised_size(const graph& g, std::span<const node_id> outputs, std::span<const node_id> unknowns) {
    const buffer<char> active = depends_on(g, g.size(), unknowns);
    const buffer<char> needed = needed_by(g, outputs);
    std::size_t size = unknowns.size() + outputs.size();
    for (std::size_t i = 0; i < g.size(); ++i)
        if (active[i] && needed[i] && !g[static_cast<node_id>(i)].is_input()) ++size;
    return size;
}

/// The linearised graph: one vertex a node that depends on an unknown and that an output needs, one edge an operand, its
/// weight the partial derivative; unknowns are sources, a sink hangs on each output. Eliminating a vertex replaces the
/// paths through it by edges from its predecessors to its successors; in the end edges from unknowns to sinks are left:
/// the Jacobian (Griewank and Reese, "On the calculation of Jacobian matrices by the Markowitz rule", 1991).
class linearised_graph {
public:
    constexpr linearised_graph(graph& g, std::span<const node_id> outputs, std::span<const node_id> unknowns)
        : g_(g), vertex_(g.size()) {
        const std::size_t count = g.size();
        const buffer<char> active = depends_on(g, count, unknowns);
        const buffer<char> needed = needed_by(g, outputs);
        for (std::size_t i = 0; i < unknowns.size(); ++i) vertex_[unknowns[i]] = static_cast<std::uint32_t>(++size_);
        sources_ = size_;
        for (std::size_t i = 0; i < count; ++i)
            if (active[i] && needed[i] && vertex_[i] == 0) {
                vertex_[i] = static_cast<std::uint32_t>(++size_);
                nodes_.push_back(static_cast<node_id>(i));
            }
        sinks_ = size_;
        size_ += outputs.size();
        words_ = (size_ + 63) / 64;
        weights_ = buffer<node_id>(size_ * size_);
        predecessors_ = buffer<std::uint64_t>(size_ * words_);
        successors_ = buffer<std::uint64_t>(size_ * words_);
        for (std::size_t v = sources_; v < sinks_; ++v) {
            const node_id id = nodes_[v - sources_];
            const std::array<node_id, 3> operands = g[id].operands;
            const std::size_t arity = g[id].arity();
            const std::array<symbol, 3> partials = partials_of(g, id);
            for (std::size_t k = 0; k < arity; ++k)
                if (operands[k] < count && vertex_[operands[k]] != 0)
                    connect(vertex_[operands[k]] - 1, v, partials[k].in(g));
        }
        for (std::size_t row = 0; row < outputs.size(); ++row)
            if (vertex_[outputs[row]] != 0) connect(vertex_[outputs[row]] - 1, sinks_ + row, g.constant(1.0));
    }

    /// Eliminates all inner vertices. A sweep from the sinks back, which is reverse accumulation, costs one product for each
    /// edge and row; so vertices whose elimination saves more edges than it costs products go first.
    constexpr void eliminate_all() {
        for (bool found = true; found;) {
            found = false;
            for (std::size_t v = sources_; v < sinks_; ++v)
                if (!gone(v) && pays(v)) {
                    eliminate(v);
                    found = true;
                }
        }
        for (std::size_t v = sinks_; v-- > sources_;)
            if (!gone(v)) eliminate(v);
    }

    /// d output / d unknown: a node, or the literal 0 where no path leads from one to the other.
    constexpr symbol derivative(std::size_t row, std::size_t unknown) const {
        const node_id weight = weights_[(sinks_ + row) * size_ + unknown];
        return weight == 0 ? symbol() : symbol(g_, weight - 1);
    }

private:
    constexpr bool gone(std::size_t v) const { return nodes_[v - sources_] == no_node; }
    constexpr bool is_unit(node_id weight) const { return g_.is_constant(weight, 1.0) || g_.is_constant(weight, -1.0); }

    // (x c) (y / c) is one product, where apart they are three.
    constexpr bool literals_cancel(node_id a, node_id b) const {
        return has_literal_factor(g_, a) && has_literal_factor(g_, b) &&
               g_[g_.operand(a, 1)].value * g_[g_.operand(b, 1)].value == 1.0;
    }

    // f(vertex) for every member of a vertex's set.
    template <class F>
    constexpr void for_each(const buffer<std::uint64_t>& sets, std::size_t v, F f) const {
        for (std::size_t w = 0; w < words_; ++w)
            for (std::uint64_t set = sets[v * words_ + w]; set != 0; set &= set - 1)
                f(64 * w + static_cast<std::size_t>(std::countr_zero(set)));
    }

    // In half products: a unit edge costs half as much as another.
    constexpr bool pays(std::size_t v) const {
        const int rows = static_cast<int>(size_ - sinks_);
        int cost = 0;
        for_each(predecessors_, v, [&](std::size_t from) {
            cost -= is_unit(weights_[v * size_ + from] - 1) ? rows : 2 * rows;
        });
        for_each(successors_, v, [&](std::size_t to) {
            const bool unit = is_unit(weights_[to * size_ + v] - 1);
            cost -= unit ? rows : 2 * rows;
            for_each(predecessors_, v, [&](std::size_t from) {
                const bool both = unit && is_unit(weights_[v * size_ + from] - 1);
                const bool either = unit || is_unit(weights_[v * size_ + from] - 1);
                const bool merges = weights_[to * size_ + from] != 0;
                cost += either ? (merges ? 2 : 0) : 2;
                if (!either && literals_cancel(weights_[to * size_ + v] - 1, weights_[v * size_ + from] - 1)) cost -= 2;
                if (!merges) cost += both ? rows : 2 * rows;
            });
        });
        return cost < 0;
    }
    constexpr void connect(std::size_t from, std::size_t to, node_id weight) {
        if (g_.is_constant(weight, 0.0)) return;
        node_id& edge = weights_[to * size_ + from];
        edge = 1 + (edge == 0 ? weight : simplify(g_, op::add{}, edge - 1, weight));
        predecessors_[to * words_ + from / 64] |= std::uint64_t{1} << (from % 64);
        successors_[from * words_ + to / 64] |= std::uint64_t{1} << (to % 64);
    }
    constexpr void eliminate(std::size_t v) {
        for (std::size_t ws = 0; ws < words_; ++ws)
            for (std::uint64_t to_set = successors_[v * words_ + ws]; to_set != 0; to_set &= to_set - 1) {
                const std::size_t to = 64 * ws + static_cast<std::size_t>(std::countr_zero(to_set));
                for (std::size_t wp = 0; wp < words_; ++wp)
                    for (std::uint64_t from_set = predecessors_[v * words_ + wp]; from_set != 0; from_set &= from_set - 1) {
                        const std::size_t from = 64 * wp + static_cast<std::size_t>(std::countr_zero(from_set));
                        connect(from, to,
                                simplify(g_, op::multiply{}, weights_[to * size_ + v] - 1, weights_[v * size_ + from] - 1));
                    }
                predecessors_[to * words_ + v / 64] &= ~(std::uint64_t{1} << (v % 64));
            }
        for (std::size_t wp = 0; wp < words_; ++wp)
            for (std::uint64_t from_set = predecessors_[v * words_ + wp]; from_set != 0; from_set &= from_set - 1)
                successors_[(64 * wp + static_cast<std::size_t>(std::countr_zero(from_set))) * words_ + v / 64] &=
                    ~(std::uint64_t{1} << (v % 64));
        nodes_[v - sources_] = no_node;
    }

    graph& g_;
    buffer<std::uint32_t> vertex_;  // of a node: 1 + vertex, or 0
    buffer<node_id> nodes_;         // of an inner vertex; no_node once eliminated
    std::size_t size_ = 0;
    std::size_t sources_ = 0;
    std::size_t sinks_ = 0;
    std::size_t words_ = 0;
    buffer<node_id> weights_;  // [to][from]: 1 + node, or 0
    buffer<std::uint64_t> predecessors_;
    buffer<std::uint64_t> successors_;
};

}  // namespace detail

}  // namespace ditto
