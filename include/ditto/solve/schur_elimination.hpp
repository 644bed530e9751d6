#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/registers.hpp>
#include <ditto/problem/aligned_vector.hpp>
#include <ditto/problem/block_normal_equations.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace ditto::detail {

/// Eliminates variables from normal equations in blocks, one after the other:
///
///     U = LLᵀ,   Y = W L⁻ᵀ,   V −= Y Yᵀ
///
/// A column of Y is a few registers long, and so is a column of a block of V, so that all arithmetic is of whole registers.
template <class Scalar>
class schur_elimination {
public:
    using equations = block_normal_equations<Scalar>;
    using vector = typename equations::vector;

    explicit schur_elimination(const equations& of) : of_(of) {
        factors_.resize(of.u.size());
        std::size_t most = 0;
        for (std::size_t e = 0; e < of.pattern.eliminated.size(); ++e) {
            std::size_t room = 0;
            for (std::uint32_t s = of.pattern.first_slot[e]; s < of.pattern.first_slot[e + 1]; ++s)
                room += equations::padded(of.pattern.kept[of.pattern.kept_of_slot[s]].count);
            most = std::max(most, room * of.pattern.eliminated[e].count);
        }
        y_.resize(most);
    }

    /// Factors U + diag(added) and takes their share from `v`, which is laid out as the equations' V is. False where one is
    /// not positive definite.
    bool eliminate(const vector& added, Scalar* v) {
        for (std::size_t e = 0; e < of_.pattern.eliminated.size(); ++e) {
            if (!factorize(e, added)) return false;
            switch (of_.pattern.eliminated[e].count) {
                case 3: eliminate<3>(e, v); break;
                default: eliminate<0>(e, v);
            }
        }
        return true;
    }

    /// Factors U + diag(added) alone.
    bool factorize(const vector& added) {
        for (std::size_t e = 0; e < of_.pattern.eliminated.size(); ++e)
            if (!factorize(e, added)) return false;
        return true;
    }

    /// x = U⁻¹ b for the part of one eliminated variable, in place.
    void solve(std::size_t e, Scalar* b) const {
        const std::size_t n = of_.pattern.eliminated[e].count;
        const Scalar* l = factors_.data() + of_.u_at[e];
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < i; ++k) b[i] -= l[i * n + k] * b[k];
            b[i] *= l[i * n + i];
        }
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t k = i + 1; k < n; ++k) b[i] -= l[k * n + i] * b[k];
            b[i] *= l[i * n + i];
        }
    }

private:
    static constexpr std::size_t lanes = equations::lanes;
    using packet = detail::vector<Scalar, lanes>;

    /// Row i of L at [i * n], its diagonal as reciprocals.
    bool factorize(std::size_t e, const vector& added) {
        const auto& node = of_.pattern.eliminated[e];
        const std::size_t n = node.count;
        const Scalar* u = of_.u.data() + of_.u_at[e];
        Scalar* l = factors_.data() + of_.u_at[e];
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                Scalar sum = u[i * equations::padded(n) + j];
                if (i == j) sum += added[static_cast<Eigen::Index>(node.first + i)];
                for (std::size_t k = 0; k < j; ++k) sum -= l[i * n + k] * l[j * n + k];
                if (i != j) {
                    l[i * n + j] = sum * l[j * n + j];
                } else {
                    if (!(sum > 0)) return false;
                    l[i * n + i] = 1 / std::sqrt(sum);
                }
            }
        }
        return true;
    }

    template <std::size_t Columns>  // 0: known at run time only
    void eliminate(std::size_t e, Scalar* v) {
        const auto& pattern = of_.pattern;
        const std::size_t n = Columns ? Columns : pattern.eliminated[e].count;
        const std::uint32_t first = pattern.first_slot[e], last = pattern.first_slot[e + 1];
        const Scalar* l = factors_.data() + of_.u_at[e];
        Scalar* y = y_.data();
        for (std::uint32_t s = first; s < last; ++s) {  // Y, by columns: y_i = (w_i − Σ l_ik y_k) / l_ii
            const std::size_t rows = pattern.kept[pattern.kept_of_slot[s]].count, height = equations::padded(rows);
            const Scalar* w = of_.w.data() + of_.w_at[s];
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t r = 0; r < height; r += lanes) {
                    packet sum = load_vector<lanes>(w + i * rows + r);
                    for (std::size_t k = 0; k < i; ++k)
                        sum -= l[i * n + k] * load_vector<lanes>(y + k * height + r);
                    store_vector<Scalar, lanes>(sum * l[i * n + i], y + i * height + r);
                }
            y += n * height;
        }
        const std::uint32_t* block = pattern.block_of_pair.data() + pattern.first_pair[e];
        const Scalar* above = y_.data();
        for (std::uint32_t s = first; s < last; ++s) {
            const std::size_t height = equations::padded(pattern.kept[pattern.kept_of_slot[s]].count);
            const Scalar* left = above;
            for (std::uint32_t t = s; t < last; ++t) {
                const std::size_t width = pattern.kept[pattern.kept_of_slot[t]].count, pitch = equations::padded(width);
                subtract<Columns>(v + of_.v_at[*block++], height, width, above, left, pitch, n);
                left += n * pitch;
            }
            above += n * height;
        }
    }

    /// block −= above leftᵀ
    template <std::size_t Columns>
    static void subtract(Scalar* block, std::size_t height, std::size_t width, const Scalar* above, const Scalar* left,
                         std::size_t pitch, std::size_t columns) {
        if (height == lanes) return subtract<Columns, 1>(block, width, above, left, pitch, columns);
        if (height == 2 * lanes) return subtract<Columns, 2>(block, width, above, left, pitch, columns);
        for (std::size_t r = 0; r < height; r += lanes) {
            for (std::size_t c = 0; c < width; ++c) {
                packet sum = load_vector<lanes>(block + c * height + r);
                for (std::size_t k = 0; k < (Columns ? Columns : columns); ++k)
                    sum -= load_vector<lanes>(above + k * height + r) * left[k * pitch + c];
                store_vector<Scalar, lanes>(sum, block + c * height + r);
            }
        }
    }
    template <std::size_t Columns, std::size_t Registers>
    static void subtract(Scalar* block, std::size_t width, const Scalar* above, const Scalar* left, std::size_t pitch,
                         std::size_t columns) {
        constexpr std::size_t height = Registers * lanes;
        for (std::size_t c = 0; c < width; ++c) {
            packet sum[Registers];
            for (std::size_t r = 0; r < Registers; ++r) sum[r] = load_vector<lanes>(block + c * height + r * lanes);
            for (std::size_t k = 0; k < (Columns ? Columns : columns); ++k)
                for (std::size_t r = 0; r < Registers; ++r)
                    sum[r] -= load_vector<lanes>(above + k * height + r * lanes) * left[k * pitch + c];
            for (std::size_t r = 0; r < Registers; ++r)
                store_vector<Scalar, lanes>(sum[r], block + c * height + r * lanes);
        }
    }

    const equations& of_;
    aligned_vector<Scalar> factors_, y_;
};

}  // namespace ditto::detail
