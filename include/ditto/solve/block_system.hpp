#pragma once

#include <ditto/solve/dense_cholesky.hpp>
#include <ditto/solve/linear_system.hpp>
#include <ditto/solve/schur_elimination.hpp>
#include <ditto/solve/sparse_factors.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ditto::detail {

/// Normal equations in blocks. What the pattern eliminates goes block by block (Schur complement), and what it keeps is factored
/// then, dense or sparse.
template <class Scalar>
class block_system final : public linear_system<Scalar> {
public:
    using typename linear_system<Scalar>::vector;

    block_system(const basic_problem<Scalar>& of, elimination_pattern by, bool is_dense)
        : equations_(of, std::move(by)), elimination_(equations_), is_dense_(is_dense), dense_(is_dense ? kept_columns() : 0) {
        reduced_.resize(equations_.v.size());
        right_ = vector::Zero(kept_columns());
        if (is_dense) {
            matrix_ = dense_cholesky<Scalar>::matrix::Zero(kept_columns(), kept_columns());
        } else {
            std::vector<std::uint32_t> columns;
            for (const auto& k : equations_.pattern.kept) columns.push_back(k.count);
            sparse_.emplace(columns, equations_.pattern.blocks, equations_.v_at);
        }
    }

    std::string name() const override {
        const std::string form = is_dense_ ? "dense" : "sparse";
        const std::size_t eliminated = equations_.pattern.eliminated.size();
        if (eliminated == 0) return form + " Cholesky";
        return form + " Schur complement of " + std::to_string(eliminated) + " of " +
               std::to_string(eliminated + equations_.pattern.kept.size()) + " variables";
    }
    Eigen::Index size() const override { return equations_.gradient.size(); }

    Scalar assemble(const Scalar* state) override { return equations_.assemble(state); }
    void gradient(vector& into) const override { into = equations_.gradient; }
    void diagonal(vector& into) const override { equations_.diagonal(into); }
    Scalar curvature(const vector& v) const override { return equations_.curvature(v); }

    bool factorize(const vector& added) override {
        const auto& pattern = equations_.pattern;
        reduced_ = equations_.v;
        for (std::size_t k = 0; k < pattern.kept.size(); ++k) {
            const auto [id, first, count] = pattern.kept[k];
            Scalar* block = reduced_.data() + equations_.v_at[pattern.first_block[k]];
            for (std::size_t c = 0; c < count; ++c)
                block[c * equations_.padded(count) + c] += added[static_cast<Eigen::Index>(first + c)];
        }
        if (!elimination_.eliminate(added, reduced_.data())) return false;
        if (!is_dense_) return sparse_->factorize(reduced_.data());
        copy_blocks();
        return dense_.factorize(matrix_);
    }

    void solve(vector& right) override {
        const auto& pattern = equations_.pattern;
        for (std::size_t k = 0; k < pattern.kept.size(); ++k)
            for (std::uint32_t c = 0; c < pattern.kept[k].count; ++c)
                right_[start_of(k) + static_cast<Eigen::Index>(c)] = right[static_cast<Eigen::Index>(pattern.kept[k].first + c)];
        for (std::size_t e = 0; e < pattern.eliminated.size(); ++e) {
            const auto [id, first, count] = pattern.eliminated[e];
            Scalar* x = right.data() + first;
            elimination_.solve(e, x);  // U⁻¹ b
            for (std::uint32_t s = pattern.first_slot[e]; s < pattern.first_slot[e + 1]; ++s) {
                const std::uint32_t k = pattern.kept_of_slot[s], rows = pattern.kept[k].count;
                const Scalar* w = equations_.w.data() + equations_.w_at[s];
                Scalar* to = right_.data() + start_of(k);
                for (std::uint32_t c = 0; c < count; ++c, w += rows)
                    for (std::uint32_t r = 0; r < rows; ++r) to[r] -= w[r] * x[c];
            }
        }
        if (is_dense_) dense_.solve(right_);
        else sparse_->solve([this](std::size_t kept) { return right_.data() + start_of(kept); });
        for (std::size_t k = 0; k < pattern.kept.size(); ++k)
            for (std::uint32_t c = 0; c < pattern.kept[k].count; ++c)
                right[static_cast<Eigen::Index>(pattern.kept[k].first + c)] = right_[start_of(k) + static_cast<Eigen::Index>(c)];
        for (std::size_t e = 0; e < pattern.eliminated.size(); ++e) {
            const auto [id, first, count] = pattern.eliminated[e];
            behind_.assign(count, Scalar(0));  // Wᵀ x of those kept
            for (std::uint32_t s = pattern.first_slot[e]; s < pattern.first_slot[e + 1]; ++s) {
                const std::uint32_t k = pattern.kept_of_slot[s], rows = pattern.kept[k].count;
                const Scalar *w = equations_.w.data() + equations_.w_at[s], *x = right_.data() + start_of(k);
                for (std::uint32_t c = 0; c < count; ++c, w += rows)
                    for (std::uint32_t r = 0; r < rows; ++r) behind_[c] += w[r] * x[r];
            }
            elimination_.solve(e, behind_.data());
            for (std::uint32_t c = 0; c < count; ++c) right.data()[first + c] -= behind_[c];
        }
    }

private:
    Eigen::Index kept_columns() {
        if (start_.empty()) {
            start_.push_back(0);
            for (const auto& k : equations_.pattern.kept) start_.push_back(start_.back() + static_cast<Eigen::Index>(k.count));
        }
        return start_.back();
    }
    Eigen::Index start_of(std::size_t kept) const { return start_[kept]; }

    /// Makes one upper triangle of the blocks.
    void copy_blocks() {
        const auto& pattern = equations_.pattern;
        for (std::size_t b = 0; b < pattern.blocks.size(); ++b) {
            const auto [i, j] = pattern.blocks[b];
            const Scalar* from = reduced_.data() + equations_.v_at[b];
            const Eigen::Index rows = pattern.kept[i].count;
            for (Eigen::Index c = 0; c < static_cast<Eigen::Index>(pattern.kept[j].count); ++c) {
                Scalar* const to = matrix_.data() + (start_of(j) + c) * matrix_.rows() + start_of(i);
                for (Eigen::Index r = 0; r < (i == j ? c + 1 : rows); ++r) to[r] = from[r];
                from += equations_.padded(pattern.kept[i].count);
            }
        }
    }

    block_normal_equations<Scalar> equations_;
    schur_elimination<Scalar> elimination_;
    std::vector<Eigen::Index> start_;  // [kept]: its first row and column in the reduced matrix
    bool is_dense_;
    aligned_vector<Scalar> reduced_;
    vector right_;
    std::vector<Scalar> behind_;
    typename dense_cholesky<Scalar>::matrix matrix_;
    dense_cholesky<Scalar> dense_;
    std::optional<sparse_factors<Scalar>> sparse_;
};

}  // namespace ditto::detail
