#pragma once

#include <ditto/problem/aligned_vector.hpp>
#include <ditto/solve/dense_panel.hpp>
#include <ditto/solve/supernodes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// Sparse Cholesky by the multifrontal method (Duff and Reid 1983): each supernode is factored as a dense matrix, to which its
/// children in the elimination tree have added what they leave behind. All room is made at construction.
///
/// The matrix is given as blocks of its upper triangle: (i, j), i <= j, in columns of padded length, as block_normal_equations
/// keeps them.
template <class Scalar>
class sparse_factors {
public:
    using pair = supernodes::pair;
    using panel = dense_panel<Scalar>;

    sparse_factors(const std::vector<std::uint32_t>& columns, const std::vector<pair>& blocks,
                   const std::vector<std::size_t>& block_at)
        : structure_(columns, off_diagonal(blocks)), entries_(structure_.all.size()) {
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const std::uint32_t i = structure_.rank_of[blocks[b].first], j = structure_.rank_of[blocks[b].second];
            entries_[structure_.supernode_of[std::min(i, j)]].push_back({block_at[b], i, j});
        }
        std::size_t end = 0, stack = 0, deepest = 0;  // of the stack of what children have left
        children_.resize(structure_.all.size());
        for (std::uint32_t s = 0; s < structure_.all.size(); ++s) {
            const auto& node = structure_.all[s];
            panel_at_.push_back(end);
            end += panel::padded(node.rows) * node.columns;
            deepest = std::max(deepest, stack + rest_size(s));
            for (const std::uint32_t child : children_[s]) stack -= rest_size(child);
            rest_at_.push_back(stack);  // where it moves once its children are done with
            stack += rest_size(s);
            if (node.parent != none) children_[node.parent].push_back(s);
        }
        panels_.resize(end + 4 * panel::lanes);
        rests_.resize(deepest);
        std::size_t widest = 0;
        for (const auto& s : structure_.all) widest = std::max(widest, panel::padded(s.rows));
        gathered_.reserve(widest);
        runs_.reserve(structure_.width.size());
        place_.resize(structure_.width.size());
        ordered_.resize(structure_.start.back());
    }

    /// Stored entries of the factor.
    std::size_t size() const { return panels_.size(); }

    /// False where the matrix is not positive definite to working precision.
    bool factorize(const Scalar* values) {
        for (std::uint32_t s = 0; s < structure_.all.size(); ++s) {
            const auto& node = structure_.all[s];
            const std::size_t stride = panel::padded(node.rows), left = node.rows - node.columns,
                              rest_stride = panel::padded(left);
            Scalar* const columns = panels_.data() + panel_at_[s];
            Scalar* rest = rests_.data() + rest_at_[s];  // above the children's
            for (const std::uint32_t child : children_[s]) rest += rest_size(child);
            std::fill_n(columns, stride * node.columns, Scalar(0));
            std::fill_n(rest, rest_stride * left, Scalar(0));
            std::size_t at = 0;
            for (std::uint32_t r = node.first; r < node.last; ++r) place_[r] = at, at += structure_.width[r];
            for (const std::uint32_t r : node.below) place_[r] = at, at += structure_.width[r];
            for (const entry& e : entries_[s]) add(values + e.at, e.i, e.j, columns, stride);
            for (const std::uint32_t child : children_[s]) add(child, columns, stride, node.columns, rest, rest_stride);
            if (!panel::factorize(columns, stride, node.columns)) return false;
            panel::subtract(rest, rest_stride, left, 0, columns, stride, node.columns, node.columns, node.columns);
            if (Scalar* const down = rests_.data() + rest_at_[s]; down != rest)
                std::copy_n(rest, rest_stride * left, down);  // over the children's, which are done with
        }
        return true;
    }

    /// Replaces the right side, node by node, by the solution.
    template <class Place>  // place(node): where its scalars are
    void solve(Place place) {
        const auto each = [&](auto f) {
            for (std::size_t node = 0; node < structure_.rank_of.size(); ++node) {
                const std::uint32_t rank = structure_.rank_of[node];
                for (std::uint32_t c = 0; c < structure_.width[rank]; ++c)
                    f(place(node)[c], ordered_[structure_.start[rank] + c]);
            }
        };
        each([](const Scalar& from, Scalar& to) { to = from; });
        for (std::uint32_t s = 0; s < structure_.all.size(); ++s) forward(s);
        for (std::uint32_t s = static_cast<std::uint32_t>(structure_.all.size()); s-- > 0;) backward(s);
        each([](Scalar& to, const Scalar& from) { to = from; });
    }

private:
    static constexpr std::uint32_t none = 0xffffffffu;
    struct entry {
        std::size_t at;
        std::uint32_t i, j;  // ranks of its rows and columns
    };

    static std::vector<pair> off_diagonal(const std::vector<pair>& blocks) {
        std::vector<pair> edges;
        for (const pair& b : blocks)
            if (b.first != b.second) edges.push_back(b);
        return edges;
    }
    std::size_t rest_size(std::uint32_t s) const {
        const std::size_t left = structure_.all[s].rows - structure_.all[s].columns;
        return panel::padded(left) * left;
    }

    /// A block of the matrix, whose later node's scalars are rows.
    void add(const Scalar* block, std::uint32_t i, std::uint32_t j, Scalar* columns, std::size_t stride) const {
        const std::size_t height = structure_.width[i], width = structure_.width[j], pitch = panel::padded(height);
        if (i > j) {
            for (std::size_t c = 0; c < width; ++c)
                for (std::size_t r = 0; r < height; ++r)
                    columns[(place_[j] + c) * stride + place_[i] + r] += block[c * pitch + r];
        } else {
            for (std::size_t c = 0; c < width; ++c)
                for (std::size_t r = 0; r < (i == j ? c + 1 : height); ++r)
                    columns[(place_[i] + r) * stride + place_[j] + c] += block[c * pitch + r];
        }
    }

    /// What a child has left for its parent. Rows that are neighbours in both are added as one.
    void add(std::uint32_t child, Scalar* columns, std::size_t stride, std::size_t count, Scalar* rest,
             std::size_t rest_stride) {
        const auto& from = structure_.all[child];
        const Scalar* source = rests_.data() + rest_at_[child];
        const std::size_t left = from.rows - from.columns, pitch = panel::padded(left);
        runs_.clear();
        std::size_t at = 0;
        for (const std::uint32_t r : from.below) {
            if (!runs_.empty() && runs_.back().to + runs_.back().count == place_[r]) runs_.back().count += structure_.width[r];
            else runs_.push_back({at, place_[r], structure_.width[r]});
            at += structure_.width[r];
        }
        for (std::size_t k = 0; k < runs_.size(); ++k)
            for (std::size_t c = 0; c < runs_[k].count; ++c) {
                const std::size_t column = runs_[k].to + c;
                const Scalar* const in = source + (runs_[k].from + c) * pitch;
                Scalar* const out = column < count ? columns + column * stride : rest + (column - count) * rest_stride - count;
                for (std::size_t r = c; r < runs_[k].count; ++r) out[runs_[k].to + r] += in[runs_[k].from + r];
                for (std::size_t l = k + 1; l < runs_.size(); ++l)
                    for (std::size_t r = 0; r < runs_[l].count; ++r) out[runs_[l].to + r] += in[runs_[l].from + r];
            }
    }

    void forward(std::uint32_t s) {
        const auto& node = structure_.all[s];
        const std::size_t stride = panel::padded(node.rows);
        const Scalar* column = panels_.data() + panel_at_[s];
        Scalar* const x = ordered_.data() + structure_.start[node.first];
        gathered_.assign(stride - node.columns, Scalar(0));
        for (std::size_t c = 0; c < node.columns; ++c, column += stride) {
            x[c] /= column[c];
            for (std::size_t r = c + 1; r < node.columns; ++r) x[r] -= column[r] * x[c];
            for (std::size_t r = node.columns; r < node.rows; ++r) gathered_[r - node.columns] += column[r] * x[c];
        }
        const Scalar* next = gathered_.data();
        for (const std::uint32_t r : node.below)
            for (std::uint32_t c = 0; c < structure_.width[r]; ++c) ordered_[structure_.start[r] + c] -= *next++;
    }
    void backward(std::uint32_t s) {
        const auto& node = structure_.all[s];
        const std::size_t stride = panel::padded(node.rows);
        Scalar* const x = ordered_.data() + structure_.start[node.first];
        gathered_.clear();
        for (const std::uint32_t r : node.below)
            for (std::uint32_t c = 0; c < structure_.width[r]; ++c) gathered_.push_back(ordered_[structure_.start[r] + c]);
        for (std::size_t c = node.columns; c-- > 0;) {
            const Scalar* const column = panels_.data() + panel_at_[s] + c * stride;
            Scalar sum = x[c];
            for (std::size_t r = c + 1; r < node.columns; ++r) sum -= column[r] * x[r];
            for (std::size_t r = node.columns; r < node.rows; ++r) sum -= column[r] * gathered_[r - node.columns];
            x[c] = sum / column[c];
        }
    }

    struct run {
        std::size_t from, to, count;
    };
    supernodes structure_;
    std::vector<std::vector<entry>> entries_;             // [supernode]
    std::vector<std::vector<std::uint32_t>> children_;    // [supernode]
    std::vector<std::size_t> panel_at_, rest_at_;         // [supernode]
    aligned_vector<Scalar> panels_, rests_;
    std::vector<std::size_t> place_;                      // [rank]: row in the supernode at hand
    std::vector<run> runs_;
    std::vector<Scalar> ordered_, gathered_;
};

}  // namespace ditto::detail
