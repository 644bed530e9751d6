#pragma once

#include <ditto/problem/normal_pattern.hpp>
#include <ditto/problem/normal_products.hpp>
#include <ditto/problem/problem.hpp>

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace ditto {

/// JᵀJ and Jᵀr, summed residual by residual from what the kernels put out; J itself is never formed.
///
/// Pattern and positions are found once, at construction, for the structure that the problem has then; `assemble` only
/// computes and adds, and allocates nothing. Only upper triangles are filled. When sparse, variables stand in an order
/// that fills little; `order` leads back to the problem's. The problem must outlive this object, prepared and unedited.
template <class Scalar>
class basic_normal_equations {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
    using dense_matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    using sparse_matrix = Eigen::SparseMatrix<Scalar>;
    enum class form { dense, sparse };

    basic_normal_equations(const basic_problem<Scalar>& of, form as)
        : storage_(detail::without_energies(of.storage())), form_(as), gradient_(vector::Zero(static_cast<Eigen::Index>(of.column_count()))) {
        if (as == form::dense) {
            dense_ = dense_matrix::Zero(size(), size());
            order_.resize(static_cast<std::size_t>(size()));
            std::iota(order_.begin(), order_.end(), 0);
            for (const auto& in : storage_.residuals.blocks()) add_map(in, nullptr);
        } else {
            detail::normal_pattern<Scalar> pattern(storage_);
            for (const auto& in : storage_.residuals.blocks()) add_map(in, &pattern);
            sparse_.swap(pattern.matrix);
            order_.swap(pattern.order);
        }
        scratch_.resize(storage_.scratch);
    }

    Eigen::Index size() const { return gradient_.size(); }
    form kind() const { return form_; }
    const dense_matrix& dense() const { return dense_; }     ///< upper triangle
    const sparse_matrix& sparse() const { return sparse_; }  ///< upper triangle
    const vector& gradient() const { return gradient_; }     ///< Jᵀr, by column
    std::span<const std::int32_t> order() const { return order_; }

    void diagonal(vector& into) const {
        for (Eigen::Index c = 0; c < size(); ++c)
            into[c] = form_ == form::dense ? dense_(c, c) : sparse_.valuePtr()[column_end(c) - 1];
    }
    void set_diagonal(const vector& from) {
        for (Eigen::Index c = 0; c < size(); ++c)
            (form_ == form::dense ? dense_(c, c) : sparse_.valuePtr()[column_end(c) - 1]) = from[c];
    }

    /// Σ vᵢ Hᵢⱼ vⱼ over i < j, v in the order of the equations.
    Scalar off_diagonal_product(const vector& v) const {
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < size(); ++c) {
            Scalar above = 0;
            if (form_ == form::dense)
                for (Eigen::Index r = 0; r < c; ++r) above += dense_(r, c) * v[r];
            else
                for (std::int32_t k = sparse_.outerIndexPtr()[c]; k + 1 < column_end(c); ++k)
                    above += sparse_.valuePtr()[k] * v[sparse_.innerIndexPtr()[k]];
            sum += above * v[c];
        }
        return sum;
    }

    /// Computes both at `state` (all scalars, fixed ones too) and returns the cost there.
    Scalar assemble(const Scalar* state) {
        gradient_.setZero();
        dense_.setZero();
        std::fill_n(sparse_.valuePtr(), sparse_.nonZeros(), Scalar(0));
        Scalar cost = 0;
        for (std::size_t b = 0; b < maps_.size(); ++b) {
            const auto& in = storage_.residuals.blocks()[b];
            auto& map = maps_[b];
            const std::size_t lanes = in.shape().lanes;
            cost += detail::sweep_cost(storage_, in, state, std::span<Scalar>(scratch_),
                                       [&](std::size_t first, std::size_t count, const Scalar* out) {
                                           for (std::size_t i = 0; i < count; i += lanes) {
                                               map.products.multiply(out, lanes, map.sums.data());
                                               for (std::size_t l = 0; l < std::min(lanes, count - i); ++l)
                                                   add(in, map, first + i + l, map.sums.data() + l);
                                               out += (in.shape().rows + in.shape().partials.size()) * lanes;
                                           }
                                       });
        }
        return cost;
    }

private:
    struct coupling {
        std::uint32_t first, second;
        std::vector<std::int32_t> positions;  // sparse: [instance]
    };
    struct block_map {
        detail::normal_products products;
        std::vector<std::vector<std::int32_t>> columns;  // [variable][instance]; -1: fixed
        std::vector<coupling> couplings;                 // pairs of variables that share a row
        detail::aligned_vector<Scalar> sums;             // of the batch at hand
    };

    void add_map(const detail::block<Scalar>& in, const detail::normal_pattern<Scalar>* pattern) {
        auto& map = maps_.emplace_back(block_map{{in.shape(), in.plan}, {}, {}, {}});
        map.sums.resize(map.products.count() * in.shape().lanes);
        for (std::size_t v = 0; v < in.variables.count(); ++v) {
            auto& columns = map.columns.emplace_back(in.count());
            for (std::size_t i = 0; i < in.count(); ++i) {
                const std::int32_t column = in.columns[v][i];
                columns[i] = column < 0 || !pattern ? column : pattern->column(in.variables[v][i]);
            }
        }
        for (const auto& [a, b] : in.plan.pairs) {
            auto& added = map.couplings.emplace_back();
            added.first = a;
            added.second = b;
            if (!pattern) continue;
            added.positions.assign(in.count(), 0);
            for (std::size_t i = 0; i < in.count(); ++i) {
                const std::int32_t ca = map.columns[a][i], cb = map.columns[b][i];
                if (ca >= 0 && cb >= 0 && ca != cb)
                    added.positions[i] = pattern->position(in.variables[a][i], in.variables[b][i]);
            }
        }
    }

    /// Where a block lies: its first column, the way to the next, and how much longer each later one is.
    struct place {
        Scalar* to;
        std::ptrdiff_t step, growth;
        void next() {
            to += step;
            step += growth;
        }
    };
    std::int32_t column_end(Eigen::Index c) const { return sparse_.outerIndexPtr()[c + 1]; }
    place own_block(std::int32_t c) {
        if (form_ == form::dense) return {dense_.data() + c * size() + c, size(), 0};
        return {sparse_.valuePtr() + column_end(c) - 1, column_end(c) - sparse_.outerIndexPtr()[c], 1};
    }
    place block_above(std::int32_t top, std::int32_t left, const coupling& pair, std::size_t instance) {
        if (form_ == form::dense) return {dense_.data() + left * size() + top, size(), 0};
        return {sparse_.valuePtr() + pair.positions[instance], column_end(left) - sparse_.outerIndexPtr()[left], 1};
    }

    /// Adds the sums of one lane to their places; they are `lanes` apart.
    void add(const detail::block<Scalar>& in, const block_map& map, std::size_t instance, const Scalar* sums) {
        const std::size_t lanes = in.shape().lanes;
        for (std::size_t v = 0; v < map.columns.size(); ++v) {
            const std::int32_t column = map.columns[v][instance];
            if (column < 0) continue;
            const std::size_t scalars = in.shape().column_count(v);
            const Scalar* from = sums + map.products.gradient[v] * lanes;
            for (std::size_t c = 0; c < scalars; ++c, from += lanes)
                gradient_.data()[column + static_cast<int>(c)] += *from;
            from = sums + map.products.triangle[v] * lanes;
            place at = own_block(column);
            for (std::size_t c = 0; c < scalars; ++c, at.next())
                for (std::size_t k = 0; k <= c; ++k, from += lanes) at.to[k] += *from;
        }
        for (std::size_t p = 0; p < map.couplings.size(); ++p) {
            const coupling& pair = map.couplings[p];
            const std::int32_t a = map.columns[pair.first][instance], b = map.columns[pair.second][instance];
            if (a < 0 || b < 0) continue;
            const std::size_t height = in.shape().column_count(pair.first), width = in.shape().column_count(pair.second);
            const Scalar* from = sums + map.products.blocks[p] * lanes;
            if (a == b) {  // one variable in two places: the block and its transpose
                place at = own_block(a);
                for (std::size_t c = 0; c < width; ++c, at.next())
                    for (std::size_t k = 0; k <= c; ++k)
                        at.to[k] += from[(c * height + k) * lanes] + from[(k * height + c) * lanes];
            } else if (a < b)
                add_columns(block_above(a, b, pair, instance), height, width, from, lanes, height * lanes);
            else
                add_columns(block_above(b, a, pair, instance), width, height, from, height * lanes, lanes);
        }
    }

    static void add_columns(place at, std::size_t height, std::size_t width, const Scalar* from, std::size_t down,
                            std::size_t right) {
        switch (height) {
            case 1:
                return add_columns<1>(at, height, width, from, down, right);
            case 2:
                return add_columns<2>(at, height, width, from, down, right);
            case 3:
                return add_columns<3>(at, height, width, from, down, right);
            default:
                return add_columns<0>(at, height, width, from, down, right);
        }
    }
    template <std::size_t Height>  // 0: known at run time only
    static void add_columns(place at, std::size_t height, std::size_t width, const Scalar* from, std::size_t down,
                            std::size_t right) {
        for (std::size_t c = 0; c < width; ++c, at.next(), from += right)
            for (std::size_t k = 0; k < (Height ? Height : height); ++k) at.to[k] += from[k * down];
    }

    const detail::problem_storage<Scalar>& storage_;
    form form_;
    vector gradient_;
    dense_matrix dense_;
    sparse_matrix sparse_;
    std::vector<std::int32_t> order_;
    std::vector<block_map> maps_;
    detail::aligned_vector<Scalar> scratch_;
};

using normal_equations = basic_normal_equations<double>;

}  // namespace ditto
