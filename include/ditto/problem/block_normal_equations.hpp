#pragma once

#include <ditto/problem/elimination_pattern.hpp>
#include <ditto/problem/normal_products.hpp>
#include <ditto/problem/problem.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// JᵀJ and Jᵀr in the blocks of an elimination pattern, summed straight from what the kernels put out.
///
/// Blocks lie apart, each contiguous, by columns. A column of a block of V is as long as whole registers are, so that it may
/// be computed with register by register; what is behind its end is never read.
template <class Scalar>
class block_normal_equations {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
    static constexpr std::size_t lanes = ditto::lanes<batch<Scalar>>;

    explicit block_normal_equations(const basic_problem<Scalar>& of)
        : pattern(of.storage()), gradient(vector::Zero(static_cast<Eigen::Index>(of.column_count()))),
          storage_(of.storage()) {
        place();
        for (const auto& in : storage_.residuals.blocks()) add_map(in);
        scratch_.resize(storage_.scratch);
    }

    static std::size_t padded(std::size_t rows) { return (rows + lanes - 1) / lanes * lanes; }

    /// Computes all at `state` and returns the cost there.
    Scalar assemble(const Scalar* state) {
        gradient.setZero();
        std::fill(u.begin(), u.end(), Scalar(0));
        std::fill(v.begin(), v.end(), Scalar(0));
        Scalar cost = 0;
        for (std::size_t b = 0; b < maps_.size(); ++b) {
            const auto& in = storage_.residuals.blocks()[b];
            auto& map = maps_[b];
            const std::size_t width = in.shape().lanes, rows = in.shape().rows;
            sweep(in, state, true, std::span<Scalar>(scratch_),
                  [&](std::size_t first, std::size_t count, const Scalar* out) {
                      for (std::size_t i = 0; i < count; i += width) {
                          map.products.multiply(out, width, map.sums.data());
                          for (std::size_t l = 0; l < std::min(width, count - i); ++l) {
                              for (std::size_t r = 0; r < rows; ++r) cost += out[r * width + l] * out[r * width + l];
                              add(in, map, first + i + l, map.sums.data() + l);
                          }
                          out += (rows + in.shape().partials.size()) * width;
                      }
                  });
        }
        return cost / 2;
    }

    elimination_pattern pattern;
    vector gradient;            ///< Jᵀr, by column of the problem
    aligned_vector<Scalar> u;   ///< upper triangles of count × count
    aligned_vector<Scalar> w;   ///< kept count × eliminated count; a register may be read beyond the end
    aligned_vector<Scalar> v;   ///< padded kept count × kept count
    std::vector<std::size_t> u_at, w_at, v_at;  ///< [eliminated], [slot], [block]

private:
    /// Where an instance's block for a pair of its variables goes.
    enum class target : std::uint8_t { nowhere, w, w_transposed, v, v_transposed, own_u, own_v };
    struct coupling {
        std::size_t at = 0;
        target to = target::nowhere;
        bool is_first = false;  ///< nobody was there before: stores, where others add
    };
    struct own_block {
        std::size_t at = 0;
        bool is_eliminated = false;
    };
    struct block_map {
        normal_products products;
        std::vector<std::vector<own_block>> own;        // [variable][instance]
        std::vector<std::vector<coupling>> couplings;   // [pair][instance]
        aligned_vector<Scalar> sums;                    // of the batch at hand
    };

    void place() {
        std::size_t end = 0;
        for (const auto& e : pattern.eliminated) u_at.push_back(end), end += std::size_t{e.count} * e.count;
        u.resize(end);
        end = 0;
        for (std::size_t e = 0; e < pattern.eliminated.size(); ++e)
            for (std::uint32_t s = pattern.first_slot[e]; s < pattern.first_slot[e + 1]; ++s) {
                w_at.push_back(end);
                end += std::size_t{pattern.eliminated[e].count} * pattern.kept[pattern.kept_of_slot[s]].count;
            }
        w.resize(end + 2 * lanes);
        end = 0;
        for (const auto& [i, j] : pattern.blocks) {
            v_at.push_back(end);
            end += padded(pattern.kept[i].count) * pattern.kept[j].count;
        }
        v.resize(end);
        taken_.assign(pattern.kept_of_slot.size(), 0);
    }

    void add_map(const block<Scalar>& in) {
        auto& map = maps_.emplace_back(block_map{{in.shape(), in.plan}, {}, {}, {}});
        map.sums.resize(map.products.count() * in.shape().lanes);
        for (std::size_t k = 0; k < in.variables.count(); ++k) {
            auto& own = map.own.emplace_back(in.count());
            for (std::size_t i = 0; i < in.count(); ++i) {
                if (in.columns[k][i] < 0) continue;
                const std::uint32_t id = in.variables[k][i], e = pattern.eliminated_at[id];
                own[i] = e != pattern.none ? own_block{u_at[e], true}
                                           : own_block{v_at[pattern.first_block[pattern.kept_at[id]]], false};
            }
        }
        map.couplings.resize(in.plan.pairs.size(), std::vector<coupling>(in.count()));
        for (std::size_t i = 0; i < in.count(); ++i)  // in the order of `assemble`, for the first must come first
            for (std::size_t p = 0; p < in.plan.pairs.size(); ++p) {
                const auto& pair = in.plan.pairs[p];
                if (in.columns[pair.first][i] >= 0 && in.columns[pair.second][i] >= 0)
                    map.couplings[p][i] = couple(in.variables[pair.first][i], in.variables[pair.second][i]);
            }
    }
    coupling couple(std::uint32_t a, std::uint32_t b) {
        const std::uint32_t ea = pattern.eliminated_at[a], eb = pattern.eliminated_at[b];
        if (a == b) {
            if (ea != pattern.none) return {u_at[ea], target::own_u, false};
            return {v_at[pattern.first_block[pattern.kept_at[a]]], target::own_v, false};
        }
        if (ea == pattern.none && eb == pattern.none) {
            const auto [i, j] = std::minmax(pattern.kept_at[a], pattern.kept_at[b]);
            return {v_at[pattern.block(i, j)], i == pattern.kept_at[a] ? target::v : target::v_transposed, false};
        }
        const bool is_kept_first = ea == pattern.none;
        const std::uint32_t slot = is_kept_first ? pattern.slot(eb, pattern.kept_at[a]) : pattern.slot(ea, pattern.kept_at[b]);
        const bool is_first = taken_[slot] == 0;
        taken_[slot] = 1;
        return {w_at[slot], is_kept_first ? target::w : target::w_transposed, is_first};
    }

    /// Adds the sums of one lane to their places.
    void add(const block<Scalar>& in, const block_map& map, std::size_t instance, const Scalar* sums) {
        const std::size_t width = in.shape().lanes;
        for (std::size_t k = 0; k < map.own.size(); ++k) {
            const std::int32_t column = in.columns[k][instance];
            if (column < 0) continue;
            const std::size_t count = in.shape().column_count(k);
            const Scalar* from = sums + map.products.gradient[k] * width;
            for (std::size_t c = 0; c < count; ++c, from += width)
                gradient.data()[column + static_cast<int>(c)] += *from;
            from = sums + map.products.triangle[k] * width;
            const own_block own = map.own[k][instance];
            Scalar* to = (own.is_eliminated ? u.data() : v.data()) + own.at;
            const std::size_t stride = own.is_eliminated ? count : padded(count);
            for (std::size_t c = 0; c < count; ++c, to += stride)
                for (std::size_t r = 0; r <= c; ++r, from += width) to[r] += *from;
        }
        for (std::size_t p = 0; p < map.couplings.size(); ++p) {
            const auto& pair = in.plan.pairs[p];
            add(map.couplings[p][instance], sums + map.products.blocks[p] * width, width,
                in.shape().column_count(pair.first), in.shape().column_count(pair.second));
        }
    }
    /// A block of first × second, by columns, its entries `width` apart.
    void add(const coupling& place, const Scalar* from, std::size_t width, std::size_t first, std::size_t second) {
        switch (place.to) {
            case target::nowhere: return;
            case target::w:
                return copy(w.data() + place.at, first, first, second, from, width, first * width, place.is_first);
            case target::w_transposed:
                return copy(w.data() + place.at, second, second, first, from, first * width, width, place.is_first);
            case target::v:
                return copy(v.data() + place.at, padded(first), first, second, from, width, first * width, false);
            case target::v_transposed:
                return copy(v.data() + place.at, padded(second), second, first, from, first * width, width, false);
            case target::own_u:
            case target::own_v: {  // one variable in two places: the block and its transpose
                Scalar* to = (place.to == target::own_u ? u.data() : v.data()) + place.at;
                const std::size_t stride = place.to == target::own_u ? first : padded(first);
                for (std::size_t c = 0; c < first; ++c, to += stride)
                    for (std::size_t r = 0; r <= c; ++r)
                        to[r] += from[(c * first + r) * width] + from[(r * first + c) * width];
            }
        }
    }
    static void copy(Scalar* to, std::size_t stride, std::size_t height, std::size_t columns, const Scalar* from,
                     std::size_t down, std::size_t right, bool stores) {
        for (std::size_t c = 0; c < columns; ++c, to += stride, from += right)
            if (stores)
                for (std::size_t r = 0; r < height; ++r) to[r] = from[r * down];
            else
                for (std::size_t r = 0; r < height; ++r) to[r] += from[r * down];
    }

    const problem_storage<Scalar>& storage_;
    std::vector<block_map> maps_;
    std::vector<char> taken_;  // [slot]
    aligned_vector<Scalar> scratch_;
};

}  // namespace ditto::detail
