#pragma once

#include <ditto/problem/normal_blocks.hpp>
#include <ditto/problem/normal_pattern.hpp>
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
/// that fills little; `state_of_column` leads back. The problem must outlive this object, prepared and unedited.
template <class Scalar>
class basic_normal_equations {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
    using dense_matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    using sparse_matrix = Eigen::SparseMatrix<Scalar>;
    enum class form { dense, sparse };

    basic_normal_equations(const basic_problem<Scalar>& of, form as)
        : storage_(of.storage()), form_(as), gradient_(vector::Zero(static_cast<Eigen::Index>(of.unknown_count()))) {
        if (as == form::dense) {
            dense_ = dense_matrix::Zero(size(), size());
            state_of_column_.resize(static_cast<std::size_t>(size()));
            std::iota(state_of_column_.begin(), state_of_column_.end(), 0);
            for (const auto& in : storage_.residuals.blocks()) add_map(in, nullptr);
        } else {
            detail::normal_pattern<Scalar> pattern(storage_);
            for (const auto& in : storage_.residuals.blocks()) add_map(in, &pattern);
            sparse_.swap(pattern.matrix);
            state_of_column_.swap(pattern.state_of_column);
        }
        scratch_.resize(storage_.scratch);
    }

    Eigen::Index size() const { return gradient_.size(); }
    form kind() const { return form_; }
    const dense_matrix& dense() const { return dense_; }    ///< upper triangle
    const sparse_matrix& sparse() const { return sparse_; }  ///< upper triangle
    const vector& gradient() const { return gradient_; }    ///< Jᵀr, by column
    std::span<const std::int32_t> state_of_column() const { return state_of_column_; }

    void diagonal(vector& into) const {
        for (Eigen::Index c = 0; c < size(); ++c) into[c] = form_ == form::dense ? dense_(c, c) : sparse_end(c)[-1];
    }
    void set_diagonal(const vector& from) {
        for (Eigen::Index c = 0; c < size(); ++c)
            (form_ == form::dense ? dense_(c, c) : sparse_.valuePtr()[sparse_.outerIndexPtr()[c + 1] - 1]) = from[c];
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
            detail::sweep(in, state, true, std::span<Scalar>(scratch_),
                          [&](std::size_t first, std::size_t count, const Scalar* out) {
                              for (std::size_t i = 0; i < count; ++i) {
                                  cost += unpack(in, map, i, out);
                                  add(in, map, first + i);
                              }
                          });
        }
        return cost / 2;
    }

private:
    static constexpr std::int32_t fixed = -1;

    struct coupling {
        std::uint32_t first, second;
        detail::add_block_function<Scalar> first_above, second_above;  // by whose columns come first
        std::vector<std::int32_t> positions;                           // sparse: [instance]
    };
    struct block_map {
        std::vector<std::vector<std::int32_t>> columns;  // [variable][instance]; -1: fixed
        std::vector<coupling> couplings;
        std::vector<Scalar> jacobian, residuals;  // of the instance at hand, dense by rows
    };

    void add_map(const detail::block<Scalar>& in, const detail::normal_pattern<Scalar>* pattern) {
        auto& map = maps_.emplace_back();
        map.jacobian.resize(in.shape().rows * in.plan.unknowns);
        map.residuals.resize(in.shape().rows);
        for (std::size_t v = 0; v < in.variables.count(); ++v) {
            auto& columns = map.columns.emplace_back(in.count());
            for (std::size_t i = 0; i < in.count(); ++i) {
                const std::int32_t offset = in.offsets[v][i];
                columns[i] = offset >= size() ? fixed : pattern ? pattern->column_of[in.variables[v][i]] : offset;
            }
        }
        for (const auto& [a, b] : in.plan.pairs) {
            const auto rows = in.shape().rows;
            auto& added = map.couplings.emplace_back();
            added.first = a;
            added.second = b;
            added.first_above = detail::choose_add_block<Scalar>(rows, in.shape().variables[a]);
            added.second_above = detail::choose_add_block<Scalar>(rows, in.shape().variables[b]);
            if (!pattern) continue;
            added.positions.assign(in.count(), 0);
            for (std::size_t i = 0; i < in.count(); ++i) {
                const std::int32_t ca = map.columns[a][i], cb = map.columns[b][i];
                if (ca >= 0 && cb >= 0 && ca != cb)
                    added.positions[i] = pattern->position(in.variables[a][i], in.variables[b][i]);
            }
        }
    }

    /// Takes instance `i` of a chunk out of its lanes; structural zeros stay as they were made. Returns ‖r‖².
    static Scalar unpack(const detail::block<Scalar>& in, block_map& map, std::size_t i, const Scalar* out) {
        const std::size_t lanes = in.shape().lanes, rows = in.shape().rows, partials = in.shape().partials.size();
        const Scalar* lane = out + i / lanes * (rows + partials) * lanes + i % lanes;
        Scalar squares = 0;
        for (std::size_t r = 0; r < rows; ++r) {
            map.residuals[r] = lane[r * lanes];
            squares += map.residuals[r] * map.residuals[r];
        }
        lane += rows * lanes;
        const std::uint32_t* to = in.plan.dense_at.data();
        for (std::size_t k = 0; k < partials; ++k) map.jacobian[to[k]] = lane[k * lanes];
        return squares;
    }

    struct place {
        Scalar* to;
        std::ptrdiff_t step;
    };
    Scalar* sparse_end(Eigen::Index c) { return sparse_.valuePtr() + sparse_.outerIndexPtr()[c + 1]; }
    const Scalar* sparse_end(Eigen::Index c) const { return sparse_.valuePtr() + sparse_.outerIndexPtr()[c + 1]; }
    std::ptrdiff_t growth() const { return form_ == form::sparse ? 1 : 0; }
    std::ptrdiff_t sparse_length(Eigen::Index c) const {
        return sparse_.outerIndexPtr()[c + 1] - sparse_.outerIndexPtr()[c];
    }
    place own_block(Eigen::Index c) {
        if (form_ == form::dense) return {dense_.data() + c * size() + c, size()};
        return {sparse_end(c) - 1, sparse_length(c)};
    }
    place block_above(Eigen::Index top, Eigen::Index left, const coupling& pair, std::size_t instance) {
        if (form_ == form::dense) return {dense_.data() + left * size() + top, size()};
        return {sparse_.valuePtr() + pair.positions[instance], sparse_length(left)};
    }

    void add(const detail::block<Scalar>& in, const block_map& map, std::size_t instance) {
        const Scalar* jacobian = map.jacobian.data();
        const std::size_t width = in.plan.unknowns, rows = in.shape().rows;
        for (std::size_t v = 0; v < map.columns.size(); ++v) {
            const std::int32_t c = map.columns[v][instance];
            if (c < 0) continue;
            const std::size_t left = in.plan.start[v], columns = in.shape().variables[v];
            for (std::size_t k = 0; k < columns; ++k)
                for (std::size_t r = 0; r < rows; ++r)
                    gradient_[c + static_cast<Eigen::Index>(k)] += jacobian[r * width + left + k] * map.residuals[r];
            const auto [to, step] = own_block(c);
            if (rows == 1)
                detail::add_triangle<1>(jacobian, width, rows, left, columns, to, step, growth());
            else if (rows == 2)
                detail::add_triangle<2>(jacobian, width, rows, left, columns, to, step, growth());
            else
                detail::add_triangle<0>(jacobian, width, rows, left, columns, to, step, growth());
        }
        for (const auto& pair : map.couplings) {
            const std::int32_t a = map.columns[pair.first][instance], b = map.columns[pair.second][instance];
            if (a < 0 || b < 0) continue;
            const std::size_t first = in.plan.start[pair.first], second = in.plan.start[pair.second];
            const std::size_t height = in.shape().variables[pair.first], columns = in.shape().variables[pair.second];
            if (a == b) {
                const auto [to, step] = own_block(a);
                detail::add_repeated(jacobian, width, rows, first, second, columns, to, step, growth());
            } else if (a < b) {
                const auto [to, step] = block_above(a, b, pair, instance);
                pair.first_above(jacobian, width, rows, first, height, second, columns, to, step, growth());
            } else {
                const auto [to, step] = block_above(b, a, pair, instance);
                pair.second_above(jacobian, width, rows, second, columns, first, height, to, step, growth());
            }
        }
    }

    const detail::problem_storage<Scalar>& storage_;
    form form_;
    vector gradient_;
    dense_matrix dense_;
    sparse_matrix sparse_;
    std::vector<std::int32_t> state_of_column_;
    std::vector<block_map> maps_;
    detail::aligned_vector<Scalar> scratch_;
};

using normal_equations = basic_normal_equations<double>;

}  // namespace ditto
