#pragma once

#include <ditto/problem/block_products.hpp>
#include <ditto/problem/elimination_pattern.hpp>
#include <ditto/problem/instance_records.hpp>
#include <ditto/problem/problem.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ditto::detail {

/// JᵀJ and Jᵀr in the blocks of an elimination pattern, summed straight from what the kernels put out.
///
/// Blocks lie apart, each contiguous, by columns. A column of a block of V is as long as whole registers are, so that it may
/// be computed with register by register; what is behind its end has no meaning.
template <class Scalar>
class block_normal_equations {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
    static constexpr std::size_t lanes = ditto::lanes<batch<Scalar>>;

    block_normal_equations(const basic_problem<Scalar>& of, elimination_pattern by)
        : pattern(std::move(by)), gradient(vector::Zero(static_cast<Eigen::Index>(of.column_count()))),
          storage_(without_energies(of.storage())) {
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
        for (std::size_t b = 0; b < maps_.size(); ++b) cost += assemble(b, state);
        return cost;
    }

    /// Of JᵀJ.
    void diagonal(vector& into) const {
        const auto take = [&](const elimination_pattern::node& n, const Scalar* block) {
            for (std::size_t c = 0; c < n.count; ++c) into.data()[n.first + c] = block[c * padded(n.count) + c];
        };
        for (std::size_t e = 0; e < pattern.eliminated.size(); ++e) take(pattern.eliminated[e], u.data() + u_at[e]);
        for (std::size_t k = 0; k < pattern.kept.size(); ++k) take(pattern.kept[k], v.data() + v_at[pattern.first_block[k]]);
    }

    /// xᵀJᵀJx
    Scalar curvature(const vector& x) const {
        Scalar sum = 0;
        for (std::size_t e = 0; e < pattern.eliminated.size(); ++e) {
            const auto& own = pattern.eliminated[e];
            sum += quadratic(u.data() + u_at[e], padded(own.count), own.count, x.data() + own.first);
            for (std::uint32_t s = pattern.first_slot[e]; s < pattern.first_slot[e + 1]; ++s) {
                const auto& kept = pattern.kept[pattern.kept_of_slot[s]];
                sum += 2 * bilinear(w.data() + w_at[s], kept.count, kept.count, own.count, x.data() + kept.first,
                                    x.data() + own.first);
            }
        }
        for (std::size_t b = 0; b < pattern.blocks.size(); ++b) {
            const auto &i = pattern.kept[pattern.blocks[b].first], &j = pattern.kept[pattern.blocks[b].second];
            const Scalar* block = v.data() + v_at[b];
            sum += &i == &j ? quadratic(block, padded(i.count), i.count, x.data() + i.first)
                            : 2 * bilinear(block, padded(i.count), i.count, j.count, x.data() + i.first, x.data() + j.first);
        }
        return sum;
    }

    /// to += V x, in the columns that are kept.
    void add_kept_product(const vector& x, vector& to) const {
        for (std::size_t b = 0; b < pattern.blocks.size(); ++b) {
            const auto &i = pattern.kept[pattern.blocks[b].first], &j = pattern.kept[pattern.blocks[b].second];
            const Scalar* block = v.data() + v_at[b];
            if (&i == &j) add_symmetric(block, padded(i.count), i.count, x.data() + i.first, to.data() + i.first);
            else
                add_both(block, padded(i.count), i.count, j.count, x.data() + i.first, x.data() + j.first,
                         to.data() + i.first, to.data() + j.first);
        }
    }

    elimination_pattern pattern;
    vector gradient;            ///< Jᵀr, by column of the problem
    aligned_vector<Scalar> u;   ///< upper triangles of padded count × count
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
        instance_records<Scalar> records;
        std::vector<std::vector<own_block>> own;        // [variable][instance]
        std::vector<std::vector<coupling>> couplings;   // [pair][instance]
    };

    void place() {
        std::size_t end = 0;
        for (const auto& e : pattern.eliminated) u_at.push_back(end), end += padded(e.count) * e.count;
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
        auto& map = maps_.emplace_back(block_map{instance_records<Scalar>(in), {}, {}});
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

    Scalar assemble(std::size_t b, const Scalar* state) {
        const auto& in = storage_.residuals.blocks()[b];
        auto& map = maps_[b];
        const std::size_t width = in.shape().lanes, outputs = in.shape().rows + in.shape().partials.size();
        if (in.shape().rows == 0) return 0;
        return sweep_cost(storage_, in, state, std::span<Scalar>(scratch_),
                          [&](std::size_t first, std::size_t count, const Scalar* out) {
                              map.records.take(out);
                              for (std::size_t i = 0; i < count; i += width) {
                                  map.records.take(i + width < count ? out + outputs * width : out);
                                  for (std::size_t l = 0; l < std::min(width, count - i); ++l)
                                      add(in, map, first + i + l, l);
                                  out += outputs * width;
                              }
                          });
    }

    /// Adds what the instance in a lane contributes.
    void add(const block<Scalar>& in, const block_map& map, std::size_t instance, std::size_t lane) {
        for (std::size_t k = 0; k < map.own.size(); ++k) {
            const std::int32_t column = in.columns[k][instance];
            if (column < 0) continue;
            const std::size_t count = in.shape().column_count(k);
            const own_block own = map.own[k][instance];
            add_own(map.records, lane, k, count, (own.is_eliminated ? u.data() : v.data()) + own.at, gradient.data() + column);
        }
        for (std::size_t p = 0; p < map.couplings.size(); ++p) {
            const coupling& place = map.couplings[p][instance];
            const auto [first, second] = in.plan.pairs[p];
            const std::size_t height = in.shape().column_count(first), width = in.shape().column_count(second);
            switch (place.to) {
                case target::nowhere: break;
                case target::w: store(map.records, lane, first, height, second, width, place); break;
                case target::w_transposed: store(map.records, lane, second, width, first, height, place); break;
                case target::v: add(map.records, lane, first, height, second, width, v.data() + place.at); break;
                case target::v_transposed: add(map.records, lane, second, width, first, height, v.data() + place.at); break;
                case target::own_u:
                case target::own_v: add_twice(map.records, lane, first, second, height, place);
            }
        }
    }

    /// Upper triangle and gradient of one variable.
    static void add_own(const instance_records<Scalar>& records, std::size_t lane, std::size_t variable, std::size_t count,
                        Scalar* to, Scalar* gradient) {
        const Scalar *j = records.partials(lane, variable), *residuals = records.residuals(lane);
        const std::size_t pitch = records.pitch(variable), rows = records.rows();
        for (std::size_t c = 0; c < count; ++c, to += padded(count)) {
            for (std::size_t r = 0; r <= c; r += lanes)
                store_vector<Scalar, lanes>(load_vector<lanes>(to + r) + records.product(j + r, pitch, j + c, pitch, rows),
                                            to + r);
            Scalar sum = 0;
            for (std::size_t row = 0; row < rows; ++row) sum += j[row * pitch + c] * residuals[row];
            gradient[c] += sum;
        }
    }
    /// A block of V.
    static void add(const instance_records<Scalar>& records, std::size_t lane, std::size_t above, std::size_t height,
                    std::size_t left, std::size_t width, Scalar* to) {
        const Scalar *a = records.partials(lane, above), *b = records.partials(lane, left);
        const std::size_t rows = records.rows();
        for (std::size_t c = 0; c < width; ++c, to += padded(height))
            for (std::size_t r = 0; r < height; r += lanes)
                store_vector<Scalar, lanes>(load_vector<lanes>(to + r) + records.product(a + r, records.pitch(above), b + c,
                                                                                         records.pitch(left), rows),
                                            to + r);
    }
    /// A block of W, whose columns follow each other without padding.
    void store(const instance_records<Scalar>& records, std::size_t lane, std::size_t above, std::size_t height,
               std::size_t left, std::size_t width, const coupling& place) {
        const Scalar *a = records.partials(lane, above), *b = records.partials(lane, left);
        const std::size_t rows = records.rows();
        Scalar* to = w.data() + place.at;
        for (std::size_t c = 0; c < width; ++c, to += height)
            for (std::size_t r = 0; r < height; r += lanes) {
                auto product = records.product(a + r, records.pitch(above), b + c, records.pitch(left), rows);
                if (!place.is_first) product += load_vector<lanes>(to + r);
                if (r + lanes <= height) store_vector<Scalar, lanes>(product, to + r);
                else store_part(product, to + r, height - r);
            }
    }
    static void store_part(const typename instance_records<Scalar>::packet& from, Scalar* to, std::size_t count) {
        alignas(64) Scalar all[lanes];
        store_vector<Scalar, lanes>(from, all);
        for (std::size_t k = 0; k < count; ++k) to[k] = all[k];
    }
    /// One variable in two places: the block and its transpose.
    void add_twice(const instance_records<Scalar>& records, std::size_t lane, std::size_t first, std::size_t second,
                   std::size_t count, const coupling& place) {
        const Scalar *a = records.partials(lane, first), *b = records.partials(lane, second);
        Scalar* to = (place.to == target::own_u ? u.data() : v.data()) + place.at;
        for (std::size_t c = 0; c < count; ++c, to += padded(count))
            for (std::size_t r = 0; r <= c; ++r)
                for (std::size_t row = 0; row < records.rows(); ++row) {
                    const std::size_t at = row * records.pitch(first), bt = row * records.pitch(second);
                    to[r] += a[at + r] * b[bt + c] + a[at + c] * b[bt + r];
                }
    }

    const problem_storage<Scalar>& storage_;
    std::vector<block_map> maps_;
    std::vector<char> taken_;  // [slot]
    aligned_vector<Scalar> scratch_;
};

}  // namespace ditto::detail
