#pragma once

#include <ditto/problem/storage.hpp>

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace ditto::detail {

/// The sparse pattern of JᵀJ: variables that share a row make a dense block.
///
/// Variables are put in the order of approximate minimum degree (Amestoy, Davis, Duff 1996), found on variables rather
/// than scalars, so that a factorisation in that order fills little and need not permute. The upper triangle is kept by
/// columns: for each column the blocks above the diagonal from top to bottom, then its part of the diagonal block.
template <class Scalar>
class normal_pattern {
public:
    explicit normal_pattern(const problem_storage<Scalar>& storage) : storage_(storage) {
        nodes();
        edges();
        reorder();
        columns();
    }

    Eigen::SparseMatrix<Scalar> matrix;         ///< upper triangle; values are zero
    std::vector<std::int32_t> order;            ///< [column]: its number among the problem's columns

    /// The first column of a free variable, or of a part of one.
    std::int32_t column(std::uint32_t id) const { return start_[rank(id)] + storage_.variables.component(id); }

    /// First value of the block of two different free variables, or parts, in its first column, for a block that exists.
    std::int32_t position(std::uint32_t a, std::uint32_t b) const {
        if (column(a) > column(b)) std::swap(a, b);
        const std::uint32_t low = rank(a), high = rank(b);
        const std::int32_t* const columns = matrix.outerIndexPtr();
        if (low == high) return columns[column(b) + 1] - 1 - (column(b) - column(a));  // the diagonal ends its column
        const auto first = above_.begin() + first_above_[high], last = above_.begin() + first_above_[high + 1];
        const auto at = std::lower_bound(first, last, low) - above_.begin();
        return columns[column(b)] + depth_[static_cast<std::size_t>(at)] + storage_.variables.component(a);
    }

private:
    using edge = std::pair<std::uint32_t, std::uint32_t>;

    std::uint32_t rank(std::uint32_t id) const { return rank_[node_[storage_.variables.root(id)]]; }

    void nodes() {
        const auto& variables = storage_.variables;
        node_.assign(variables.count(), 0);
        for (std::uint32_t id = 0; id < variables.count(); ++id)
            if (is_free(id)) {
                node_[id] = static_cast<std::uint32_t>(variable_.size());
                variable_.push_back(id);
            }
    }

    bool is_free(std::uint32_t id) const { return !storage_.variables.fixed(id) && storage_.variables.columns(id) > 0; }

    void edges() {
        for (const auto& in : storage_.residuals.blocks())
            for (const auto& pair : in.plan.pairs)
                for (std::size_t i = 0; i < in.count(); ++i) {
                    const std::uint32_t a = storage_.variables.root(in.variables[pair.first][i]);
                    const std::uint32_t b = storage_.variables.root(in.variables[pair.second][i]);
                    if (a != b && is_free(a) && is_free(b)) edges_.push_back(std::minmax(node_[a], node_[b]));
                }
        unique(edges_);
    }

    static void unique(std::vector<edge>& all) {
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
    }

    void reorder() {
        const auto n = static_cast<Eigen::Index>(variable_.size());
        rank_.resize(variable_.size());
        if (n == 0) return;
        Eigen::SparseMatrix<float> graph(n, n);
        std::vector<Eigen::Triplet<float>> entries;
        entries.reserve(edges_.size() + variable_.size());
        for (int i = 0; i < n; ++i) entries.emplace_back(i, i, 1.0f);
        for (const auto& [a, b] : edges_) entries.emplace_back(static_cast<int>(a), static_cast<int>(b), 1.0f);
        graph.setFromTriplets(entries.begin(), entries.end());
        Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> minimum_degree;
        Eigen::AMDOrdering<int>()(graph, minimum_degree);  // takes the graph of A + Aᵀ
        for (Eigen::Index k = 0; k < n; ++k)
            rank_[static_cast<std::size_t>(minimum_degree.indices()[k])] = static_cast<std::uint32_t>(k);
        rank_edges();
        keep_order_of_adding();
    }

    /// Edges become (later, earlier) by rank, sorted.
    void rank_edges() {
        ranked_.clear();
        for (const auto& [a, b] : edges_) ranked_.push_back(std::minmax(rank_[a], rank_[b], std::greater<>()));
        std::sort(ranked_.begin(), ranked_.end());
    }

    /// Any order in which children come before parents in the elimination tree fills the same: takes the one closest to
    /// the order of adding, so that residuals added together meet in memory.
    void keep_order_of_adding() {
        const auto n = static_cast<std::uint32_t>(rank_.size());
        std::vector<std::uint32_t> parent(n, n), ancestor(n, n), children(n + 1, 0), at_rank(n);
        for (const auto& [later, earlier] : ranked_)  // Liu (1990): the tree, with path compression
            for (std::uint32_t i = earlier; i != later;) {
                const std::uint32_t next = std::exchange(ancestor[i], later);
                if (next == n) parent[i] = later;
                i = next == n ? later : next;
            }
        for (const std::uint32_t p : parent) ++children[p];
        for (std::uint32_t node = 0; node < n; ++node) at_rank[rank_[node]] = node;
        std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;
        std::vector<std::uint32_t> old = rank_;
        for (std::uint32_t k = 0; k < n; ++k)
            if (children[k] == 0) ready.push(at_rank[k]);
        for (std::uint32_t k = 0; !ready.empty(); ++k) {
            const std::uint32_t node = ready.top(), up = parent[old[node]];
            ready.pop();
            rank_[node] = k;
            if (up != n && --children[up] == 0) ready.push(at_rank[up]);
        }
        rank_edges();
    }

    void columns() {
        const std::size_t n = variable_.size();
        std::vector<std::uint32_t> at_rank(n);
        for (std::size_t node = 0; node < n; ++node) at_rank[rank_[node]] = variable_[node];
        start_.assign(n + 1, 0);
        for (std::size_t k = 0; k < n; ++k) start_[k + 1] = start_[k] + storage_.variables.columns(at_rank[k]);
        first_above_.assign(n + 1, 0);
        for (const auto& [high, low] : ranked_) {
            ++first_above_[high + 1];
            above_.push_back(low);
            depth_.push_back(0);
        }
        for (std::size_t k = 0; k < n; ++k) first_above_[k + 1] += first_above_[k];

        std::vector<std::int32_t> starts{0}, rows;
        for (std::size_t k = 0; k < n; ++k) {
            const std::int32_t size = start_[k + 1] - start_[k];
            for (std::int32_t c = 0; c < size; ++c) {
                const auto top = static_cast<std::int32_t>(rows.size());
                for (std::uint32_t e = first_above_[k]; e < first_above_[k + 1]; ++e) {
                    depth_[e] = static_cast<std::int32_t>(rows.size()) - top;
                    for (std::int32_t r = start_[above_[e]]; r < start_[above_[e] + 1]; ++r) rows.push_back(r);
                }
                for (std::int32_t r = start_[k]; r <= start_[k] + c; ++r) rows.push_back(r);
                if (rows.size() > std::numeric_limits<std::int32_t>::max())
                    throw error("ditto: JᵀJ has more than 2^31 - 1 non-zeros");
                starts.push_back(static_cast<std::int32_t>(rows.size()));
            }
            for (std::int32_t c = 0; c < size; ++c)
                order.push_back(storage_.variables.column(at_rank[k]) + c);
        }
        matrix.resize(start_[n], start_[n]);
        matrix.resizeNonZeros(static_cast<Eigen::Index>(rows.size()));
        std::copy(starts.begin(), starts.end(), matrix.outerIndexPtr());
        std::copy(rows.begin(), rows.end(), matrix.innerIndexPtr());
        std::fill_n(matrix.valuePtr(), rows.size(), Scalar(0));
    }

    const problem_storage<Scalar>& storage_;
    std::vector<std::uint32_t> variable_, node_, rank_;  // [node], [variable], [node]
    std::vector<edge> edges_, ranked_;                   // by node; by rank, later first
    std::vector<std::int32_t> start_;                    // [rank]: first column
    std::vector<std::uint32_t> first_above_;             // [rank]: into above_
    std::vector<std::uint32_t> above_;                   // earlier neighbours of each rank, ascending
    std::vector<std::int32_t> depth_;                    // where each begins in a column
};

}  // namespace ditto::detail
