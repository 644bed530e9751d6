#pragma once

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace ditto::detail {

/// The structure of a sparse Cholesky factor, found on blocks: nodes are variables, each with some columns. Nodes are put in an
/// order of approximate minimum degree (Amestoy, Davis, Duff 1996), children in the elimination tree right before their
/// parents; nodes in a row with (nearly) the same rows below them make a supernode, which is factored as a dense matrix.
struct supernodes {
    using pair = std::pair<std::uint32_t, std::uint32_t>;

    struct supernode {
        std::uint32_t first, last;                ///< ranks of its nodes
        std::size_t columns = 0, rows = 0;        ///< scalars: of its nodes, and of all its rows, those included
        std::uint32_t parent = 0xffffffffu;
        std::vector<std::uint32_t> below;         ///< ranks of the nodes below, ascending
    };

    std::vector<std::uint32_t> rank_of;           ///< [node]
    std::vector<std::uint32_t> width;             ///< [rank]
    std::vector<std::size_t> start;               ///< [rank]: first column; one more at the end
    std::vector<supernode> all;                   ///< children before parents
    std::vector<std::uint32_t> supernode_of;      ///< [rank]

    /// `edges`: pairs of different nodes that meet.
    supernodes(const std::vector<std::uint32_t>& columns, const std::vector<pair>& edges) {
        order(columns.size(), edges);
        width.resize(columns.size());
        for (std::size_t node = 0; node < columns.size(); ++node) width[rank_of[node]] = columns[node];
        start.assign(columns.size() + 1, 0);
        for (std::size_t r = 0; r < columns.size(); ++r) start[r + 1] = start[r] + width[r];
        amalgamate(rows_below(edges));
    }

private:
    static constexpr std::uint32_t none = 0xffffffffu;
    using lists = std::vector<std::vector<std::uint32_t>>;

    void order(std::size_t count, const std::vector<pair>& edges) {
        rank_of.resize(count);
        if (count == 0) return;
        const auto n = static_cast<Eigen::Index>(count);
        std::vector<Eigen::Triplet<float>> entries;
        entries.reserve(edges.size() + count);
        for (int i = 0; i < n; ++i) entries.emplace_back(i, i, 1.0f);
        for (const auto& [a, b] : edges) entries.emplace_back(static_cast<int>(a), static_cast<int>(b), 1.0f);
        Eigen::SparseMatrix<float> graph(n, n);
        graph.setFromTriplets(entries.begin(), entries.end());
        Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> degree;
        Eigen::AMDOrdering<int>()(graph, degree);  // takes the graph of A + Aᵀ
        for (Eigen::Index k = 0; k < n; ++k)
            rank_of[static_cast<std::size_t>(degree.indices()[k])] = static_cast<std::uint32_t>(k);
        const std::vector<std::uint32_t> after = postorder(rows_below(edges));
        for (std::uint32_t& rank : rank_of) rank = after[rank];
    }

    /// [rank]: the later nodes in its column of the factor, ascending. The first is its parent in the elimination tree.
    lists rows_below(const std::vector<pair>& edges) const {
        lists below(rank_of.size());
        for (const auto& [a, b] : edges) {
            const auto [low, high] = std::minmax(rank_of[a], rank_of[b]);
            below[low].push_back(high);
        }
        lists children(rank_of.size());
        std::vector<std::uint32_t> seen(rank_of.size(), none);
        for (std::uint32_t r = 0; r < below.size(); ++r) {
            std::vector<std::uint32_t> rows;
            seen[r] = r;
            const auto add = [&](std::uint32_t row) {
                if (seen[row] == r) return;
                seen[row] = r;
                rows.push_back(row);
            };
            for (const std::uint32_t row : below[r]) add(row);
            for (const std::uint32_t child : children[r])
                for (const std::uint32_t row : below[child]) add(row);
            std::sort(rows.begin(), rows.end());
            below[r] = std::move(rows);
            if (!below[r].empty()) children[below[r].front()].push_back(r);
        }
        return below;
    }

    /// [rank]: its number in an order where subtrees are contiguous, the child with most rows right before its parent.
    static std::vector<std::uint32_t> postorder(const lists& below) {
        const auto n = static_cast<std::uint32_t>(below.size());
        lists children(n + std::size_t{1});
        for (std::uint32_t r = 0; r < n; ++r) children[below[r].empty() ? n : below[r].front()].push_back(r);
        for (auto& siblings : children)
            std::sort(siblings.begin(), siblings.end(), [&](std::uint32_t a, std::uint32_t b) {
                return below[a].size() != below[b].size() ? below[a].size() < below[b].size() : a < b;
            });
        std::vector<std::uint32_t> after(n);
        std::vector<pair> path{{n, 0}};  // node, children already visited
        for (std::uint32_t next = 0; !path.empty();) {
            auto& [node, visited] = path.back();
            if (visited < children[node].size()) {
                path.push_back({children[node][visited++], 0});
            } else {
                if (node != n) after[node] = next++;
                path.pop_back();
            }
        }
        return after;
    }

    void amalgamate(lists below) {
        const auto scalars = [&](const std::vector<std::uint32_t>& ranks) {
            return std::accumulate(ranks.begin(), ranks.end(), std::size_t{0},
                                   [&](std::size_t sum, std::uint32_t r) { return sum + width[r]; });
        };
        std::size_t zeros = 0;  // stored in the last supernode
        for (std::uint32_t r = 0; r < below.size(); ++r) {
            const std::size_t height = scalars(below[r]);
            if (!all.empty() && !all.back().below.empty() && all.back().below.front() == r) {
                supernode& before = all.back();
                const std::size_t extra = zeros + (height + width[r] - (before.rows - before.columns)) * before.columns;
                const std::size_t whole = (before.columns + width[r]) * (before.columns + width[r] + height);
                if (extra <= std::max<std::size_t>(whole / 8, before.columns <= 12 ? whole / 3 : 0)) {
                    zeros = extra;
                    before.last = r + 1;
                    before.columns += width[r];
                    before.rows = before.columns + height;
                    before.below = std::move(below[r]);
                    supernode_of.push_back(static_cast<std::uint32_t>(all.size() - 1));
                    continue;
                }
            }
            zeros = 0;
            supernode_of.push_back(static_cast<std::uint32_t>(all.size()));
            all.push_back({r, r + 1, width[r], width[r] + height, none, std::move(below[r])});
        }
        for (supernode& s : all)
            if (!s.below.empty()) s.parent = supernode_of[s.below.front()];
    }
};

}  // namespace ditto::detail
