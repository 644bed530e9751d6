#pragma once

#include <ditto/solve/linear_system.hpp>
#include <ditto/solve/schur_elimination.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace ditto::detail {

/// Normal equations in blocks, solved by preconditioned conjugate gradients, for problems whose factors would not fit: what the
/// pattern eliminates is eliminated exactly, but the Schur complement S = V − W U⁻¹ Wᵀ is only multiplied with, from right to
/// left, and never formed. The preconditioner is its block diagonal (Schur-Jacobi; block Jacobi where nothing is eliminated).
template <class Scalar>
class iterative_system final : public linear_system<Scalar> {
public:
    using typename linear_system<Scalar>::vector;

    iterative_system(const basic_problem<Scalar>& of, elimination_pattern by)
        : equations_(of, std::move(by)), elimination_(equations_), added_(vector::Zero(size())), x_(added_),
          residual_(added_), direction_(added_), image_(added_), conditioned_(added_) {
        std::size_t end = 0, widest = 0;
        for (const auto& k : pattern().kept) {
            condition_at_.push_back(end);
            end += std::size_t{k.count} * k.count;
        }
        for (const auto& e : pattern().eliminated) widest = std::max<std::size_t>(widest, e.count);
        condition_.resize(end);
        part_.resize(widest);
    }

    std::string name() const override {
        const std::size_t eliminated = pattern().eliminated.size();
        return "conjugate gradients" + (eliminated == 0 ? std::string()
                                                        : ", Schur complement of " + std::to_string(eliminated) + " of " +
                                                              std::to_string(eliminated + pattern().kept.size()) + " variables");
    }
    Eigen::Index size() const override { return equations_.gradient.size(); }

    Scalar assemble(const Scalar* state) override { return equations_.assemble(state); }
    void gradient(vector& into) const override { into = equations_.gradient; }
    void diagonal(vector& into) const override { equations_.diagonal(into); }
    Scalar curvature(const vector& v) const override { return equations_.curvature(v); }

    bool factorize(const vector& added) override {
        added_ = added;
        if (!elimination_.factorize(added)) return false;
        for (std::size_t k = 0; k < pattern().kept.size(); ++k) {  // V's diagonal blocks, lower triangles by rows
            const auto [id, first, count] = pattern().kept[k];
            const Scalar* v = equations_.v.data() + equations_.v_at[pattern().first_block[k]];
            Scalar* const to = condition_.data() + condition_at_[k];
            for (std::size_t r = 0; r < count; ++r)
                for (std::size_t c = 0; c <= r; ++c)
                    to[r * count + c] = v[r * equations_.padded(count) + c] +
                                        (r == c ? added[static_cast<Eigen::Index>(first + r)] : Scalar(0));
        }
        for (std::size_t e = 0; e < pattern().eliminated.size(); ++e)
            for (std::uint32_t s = pattern().first_slot[e]; s < pattern().first_slot[e + 1]; ++s) subtract_share(e, s);
        for (std::size_t k = 0; k < pattern().kept.size(); ++k)
            if (!factorize_lower(condition_.data() + condition_at_[k], pattern().kept[k].count)) return false;
        return true;
    }

    void solve(vector& right) override {
        for (std::size_t e = 0; e < pattern().eliminated.size(); ++e) {  // b_e ← U⁻¹ b_e, b_k −= W of that
            elimination_.solve(e, right.data() + pattern().eliminated[e].first);
            add_w(e, right.data(), right.data(), Scalar(-1));
        }
        iterate(right);
        for (std::size_t e = 0; e < pattern().eliminated.size(); ++e) {
            const auto [id, first, count] = pattern().eliminated[e];
            take_part(e, right.data());
            for (std::size_t c = 0; c < count; ++c) right.data()[first + c] -= part_[c];
        }
    }

private:
    const elimination_pattern& pattern() const { return equations_.pattern; }

    /// condition −= W U⁻¹ Wᵀ for one slot.
    void subtract_share(std::size_t e, std::uint32_t s) {
        const std::uint32_t k = pattern().kept_of_slot[s];
        const std::size_t rows = pattern().kept[k].count, count = pattern().eliminated[e].count;
        const Scalar* w = equations_.w.data() + equations_.w_at[s];
        Scalar* const to = condition_.data() + condition_at_[k];
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < count; ++c) part_[c] = w[c * rows + r];
            elimination_.solve(e, part_.data());
            for (std::size_t q = 0; q <= r; ++q)
                for (std::size_t c = 0; c < count; ++c) to[r * rows + q] -= part_[c] * w[c * rows + q];
        }
    }
    static bool factorize_lower(Scalar* a, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                Scalar sum = a[i * n + j];
                for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
                if (i == j && !(sum > 0)) return false;
                a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
            }
        return true;
    }
    void precondition(const vector& from, vector& to) const {
        for (std::size_t k = 0; k < pattern().kept.size(); ++k) {
            const std::size_t first = pattern().kept[k].first, n = pattern().kept[k].count;
            const Scalar* const l = condition_.data() + condition_at_[k];
            Scalar* const x = to.data() + first;
            for (std::size_t i = 0; i < n; ++i) {
                x[i] = from.data()[first + i];
                for (std::size_t j = 0; j < i; ++j) x[i] -= l[i * n + j] * x[j];
                x[i] /= l[i * n + i];
            }
            for (std::size_t i = n; i-- > 0;) {
                for (std::size_t j = i + 1; j < n; ++j) x[i] -= l[j * n + i] * x[j];
                x[i] /= l[i * n + i];
            }
        }
    }

    /// to_k += factor × W x_e, for all kept k that e meets
    void add_w(std::size_t e, const Scalar* x, Scalar* to, Scalar factor) const {
        const auto [id, first, count] = pattern().eliminated[e];
        add_w(e, x + first, count, to, factor);
    }
    void add_w(std::size_t e, const Scalar* part, std::size_t count, Scalar* to, Scalar factor) const {
        for (std::uint32_t s = pattern().first_slot[e]; s < pattern().first_slot[e + 1]; ++s) {
            const auto& kept = pattern().kept[pattern().kept_of_slot[s]];
            const Scalar* w = equations_.w.data() + equations_.w_at[s];
            for (std::size_t c = 0; c < count; ++c, w += kept.count)
                for (std::size_t r = 0; r < kept.count; ++r) to[kept.first + r] += factor * w[r] * part[c];
        }
    }
    /// part ← U⁻¹ Wᵀ x
    void take_part(std::size_t e, const Scalar* x) {
        const std::size_t count = pattern().eliminated[e].count;
        std::fill_n(part_.begin(), count, Scalar(0));
        for (std::uint32_t s = pattern().first_slot[e]; s < pattern().first_slot[e + 1]; ++s) {
            const auto& kept = pattern().kept[pattern().kept_of_slot[s]];
            const Scalar* w = equations_.w.data() + equations_.w_at[s];
            for (std::size_t c = 0; c < count; ++c, w += kept.count)
                for (std::size_t r = 0; r < kept.count; ++r) part_[c] += w[r] * x[kept.first + r];
        }
        elimination_.solve(e, part_.data());
    }
    /// image ← S direction, in the columns that are kept
    void multiply() {
        image_ = added_.cwiseProduct(direction_);
        equations_.add_kept_product(direction_, image_);
        for (std::size_t e = 0; e < pattern().eliminated.size(); ++e) {
            take_part(e, direction_.data());
            add_w(e, part_.data(), pattern().eliminated[e].count, image_.data(), Scalar(-1));
        }
    }
    Scalar dot(const vector& a, const vector& b) const {  // in the columns that are kept
        Scalar sum = 0;
        for (const auto& k : pattern().kept)
            for (std::size_t c = k.first; c < k.first + k.count; ++c) sum += a.data()[c] * b.data()[c];
        return sum;
    }

    /// Conjugate gradients (Hestenes and Stiefel 1952) for the kept part of the right side, in place.
    void iterate(vector& right) {
        x_.setZero();
        residual_ = right;
        precondition(residual_, conditioned_);
        direction_ = conditioned_;
        Scalar energy = dot(residual_, conditioned_);
        const Scalar enough = tolerance * tolerance * energy;
        for (Eigen::Index i = 0; i < 4 * size() + 20 && energy > enough; ++i) {
            multiply();
            const Scalar bend = dot(direction_, image_);
            if (!(bend > 0)) break;  // rounding: as good as it gets
            const Scalar length = energy / bend;
            x_ += length * direction_;
            residual_ -= length * image_;
            precondition(residual_, conditioned_);
            const Scalar next = dot(residual_, conditioned_);
            direction_ = conditioned_ + next / energy * direction_;
            energy = next;
        }
        for (const auto& k : pattern().kept)
            for (std::size_t c = k.first; c < k.first + k.count; ++c) right.data()[c] = x_.data()[c];
    }

    static constexpr Scalar tolerance = 1000 * std::numeric_limits<Scalar>::epsilon();  // relative, by the preconditioner

    block_normal_equations<Scalar> equations_;
    schur_elimination<Scalar> elimination_;
    vector added_, x_, residual_, direction_, image_, conditioned_;
    std::vector<std::size_t> condition_at_;  // [kept]
    std::vector<Scalar> condition_, part_;
};

}  // namespace ditto::detail
