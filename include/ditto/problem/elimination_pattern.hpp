#pragma once

#include <ditto/problem/storage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace ditto::detail {

/// A problem's variables in two parts: those that are eliminated first, no two of which share a residual, and the others,
/// which are kept. JᵀJ is then block-diagonal in the first, and what their elimination does to the others is local:
///
///     ⎡ U   Wᵀ⎤      U: a block for each eliminated variable;  W: a block for each kept one that it meets
///     ⎣ W   V ⎦      V − W U⁻¹ Wᵀ: a block for each pair of kept ones that meet, or meet the same eliminated one
///
/// As many are eliminated as a greedy search finds, from those that meet few others on: all points of a scene.
class elimination_pattern {
public:
    static constexpr std::uint32_t none = 0xffffffffu;
    using pair = std::pair<std::uint32_t, std::uint32_t>;

    struct node {
        std::uint32_t id;            ///< of the variable
        std::uint32_t first, count;  ///< its columns
    };

    std::vector<node> eliminated, kept;
    std::vector<std::uint32_t> eliminated_at, kept_at;  ///< [id]: number among these, or none
    std::vector<std::uint32_t> first_slot;              ///< [eliminated]: its blocks of W; one more at the end
    std::vector<std::uint32_t> kept_of_slot;            ///< ascending within each eliminated variable
    std::vector<std::size_t> first_pair;                ///< [eliminated]: its pairs of slots (s, t >= s), row by row
    std::vector<std::uint32_t> block_of_pair;           ///< number of the block of V that they meet in
    std::vector<pair> blocks;                           ///< of V, upper: kept i <= j, ordered by i
    std::vector<std::uint32_t> first_block;             ///< [kept i]: its first block, which is (i, i)

    /// False where a kernel reads a part of a variable, whose blocks are not whole.
    template <class Scalar>
    static bool applies(const problem_storage<Scalar>& storage) {
        const auto& variables = storage.variables;
        for (const auto& in : storage.residuals.blocks())
            for (std::size_t v = 0; v < in.variables.count(); ++v)
                for (std::size_t i = 0; i < in.count(); ++i) {
                    const std::uint32_t id = in.variables[v][i];
                    if (variables.root(id) != id || variables.columns(id) != static_cast<int>(in.shape().column_count(v)))
                        return false;
                }
        return true;
    }

    /// With `eliminates` false all variables are kept.
    template <class Scalar>
    explicit elimination_pattern(const problem_storage<Scalar>& storage, bool eliminates = true) {
        std::vector<pair> edges = find_edges(storage);
        choose(storage.variables, edges, eliminates);
        find_slots(edges);
        find_blocks(edges);
    }

    std::size_t eliminated_columns() const {
        return std::accumulate(eliminated.begin(), eliminated.end(), std::size_t{0},
                               [](std::size_t sum, const node& n) { return sum + n.count; });
    }
    /// The slot of an eliminated and a kept variable that meet.
    std::uint32_t slot(std::uint32_t e, std::uint32_t k) const {
        const auto first = kept_of_slot.begin() + first_slot[e], last = kept_of_slot.begin() + first_slot[e + 1];
        return static_cast<std::uint32_t>(std::lower_bound(first, last, k) - kept_of_slot.begin());
    }
    /// The block of two kept variables, i <= j, that meet in a residual.
    std::uint32_t block(std::uint32_t i, std::uint32_t j) const {
        const auto first = blocks.begin() + first_block[i], last = blocks.begin() + edges_end_[i];  // ascending
        return static_cast<std::uint32_t>(std::lower_bound(first, last, pair{i, j}) - blocks.begin());
    }

private:
    std::vector<std::uint32_t> edges_end_;  // [kept i]: behind its blocks of variables that share a residual

    /// Pairs of free variables that meet in a row, smaller number first, sorted, each once. Linear.
    template <class Scalar>
    static std::vector<pair> find_edges(const problem_storage<Scalar>& storage) {
        const auto& variables = storage.variables;
        std::vector<pair> edges;
        for (const auto& in : storage.residuals.blocks())
            for (const auto& [a, b] : in.plan.pairs)
                for (std::size_t i = 0; i < in.count(); ++i)
                    if (in.columns[a][i] >= 0 && in.columns[b][i] >= 0 && in.variables[a][i] != in.variables[b][i])
                        edges.push_back(std::minmax(in.variables[a][i], in.variables[b][i]));
        sort(edges, variables.count());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        return edges;
    }
    static void sort(std::vector<pair>& edges, std::size_t numbers) {
        std::vector<pair> from(edges.size());
        std::vector<std::size_t> start;
        const auto distribute = [&](auto key) {
            start.assign(numbers + 1, 0);
            edges.swap(from);
            for (const pair& e : from) ++start[key(e) + std::size_t{1}];
            for (std::size_t k = 0; k < numbers; ++k) start[k + 1] += start[k];
            for (const pair& e : from) edges[start[key(e)]++] = e;
        };
        distribute([](const pair& e) { return e.second; });
        distribute([](const pair& e) { return e.first; });
    }

    template <class Variables>
    void choose(const Variables& variables, const std::vector<pair>& edges, bool eliminates) {
        const std::size_t count = variables.count();
        std::vector<std::uint32_t> degree(count, 0);
        for (const auto& [a, b] : edges) ++degree[a], ++degree[b];
        std::vector<std::size_t> start(count + 1, 0);
        std::vector<std::uint32_t> neighbours(2 * edges.size());
        for (std::size_t id = 0; id < count; ++id) start[id + 1] = start[id] + degree[id];
        std::vector<std::size_t> next(start.begin(), start.end() - 1);
        for (const auto& [a, b] : edges) neighbours[next[a]++] = b, neighbours[next[b]++] = a;

        std::vector<pair> by_degree;
        for (std::uint32_t id = 0; id < count; ++id)
            if (eliminates && variables.column(id) >= 0 && variables.columns(id) > 0) by_degree.push_back({degree[id], id});
        sort(by_degree, count + 1);
        std::vector<char> chosen(count, 0), blocked(count, 0);
        for (const auto& [d, id] : by_degree) {
            if (blocked[id]) continue;
            chosen[id] = 1;
            for (std::size_t k = start[id]; k < start[id + 1]; ++k) blocked[neighbours[k]] = 1;
        }
        eliminated_at.assign(count, none);
        kept_at.assign(count, none);
        for (std::uint32_t id = 0; id < count; ++id) {
            if (variables.column(id) < 0 || variables.columns(id) == 0) continue;
            auto& nodes = chosen[id] ? eliminated : kept;
            (chosen[id] ? eliminated_at : kept_at)[id] = static_cast<std::uint32_t>(nodes.size());
            nodes.push_back({id, static_cast<std::uint32_t>(variables.column(id)),
                             static_cast<std::uint32_t>(variables.columns(id))});
        }
    }

    /// Turns edges of an eliminated variable into slots; leaves those of two kept ones, as their numbers.
    void find_slots(std::vector<pair>& edges) {
        std::vector<pair> slots, others;
        for (const auto& [a, b] : edges) {
            const bool first = eliminated_at[a] != none;
            if (first || eliminated_at[b] != none)
                slots.push_back({eliminated_at[first ? a : b], kept_at[first ? b : a]});
            else
                others.push_back({kept_at[a], kept_at[b]});  // numbered in the order of ids
        }
        sort(slots, std::max(eliminated.size(), kept.size()));
        edges.swap(others);
        first_slot.assign(eliminated.size() + 1, 0);
        for (const auto& [e, k] : slots) {
            ++first_slot[e + 1];
            kept_of_slot.push_back(k);
        }
        first_pair.assign(eliminated.size() + 1, 0);
        for (std::size_t e = 0; e < eliminated.size(); ++e) {
            const std::size_t meets = first_slot[e + 1];
            first_slot[e + 1] += first_slot[e];
            first_pair[e + 1] = first_pair[e] + meets * (meets + 1) / 2;
        }
    }

    void find_blocks(const std::vector<pair>& edges) {
        std::vector<std::vector<pair>> uses(kept.size());  // [kept]: eliminated variables, and its place among their slots
        for (std::uint32_t e = 0; e < eliminated.size(); ++e)
            for (std::uint32_t s = first_slot[e]; s < first_slot[e + 1]; ++s)
                uses[kept_of_slot[s]].push_back({e, s - first_slot[e]});
        block_of_pair.resize(first_pair.back());
        std::vector<std::uint32_t> found(kept.size(), none);
        std::size_t edge = 0;
        for (std::uint32_t i = 0; i < kept.size(); ++i) {
            const auto first = static_cast<std::uint32_t>(blocks.size());
            const auto block_with = [&](std::uint32_t j) {
                if (found[j] == none || found[j] < first) {
                    found[j] = static_cast<std::uint32_t>(blocks.size());
                    blocks.push_back({i, j});
                }
                return found[j];
            };
            first_block.push_back(block_with(i));
            for (; edge < edges.size() && edges[edge].first == i; ++edge) block_with(edges[edge].second);
            edges_end_.push_back(static_cast<std::uint32_t>(blocks.size()));
            for (const auto& [e, place] : uses[i]) {
                const std::size_t meets = first_slot[e + 1] - first_slot[e];
                std::size_t at = first_pair[e] + place * meets - place * (place - std::size_t{1}) / 2;
                for (std::size_t s = first_slot[e] + place; s < first_slot[e + 1]; ++s, ++at)
                    block_of_pair[at] = block_with(kept_of_slot[s]);
            }
        }
    }
};

}  // namespace ditto::detail
