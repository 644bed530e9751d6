#pragma once

#include <ditto/problem/kernel_plan.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// What one instance adds to JᵀJ and Jᵀr, as sums of products of a kernel's outputs, worked out once per kernel.
///
/// Products are taken a batch at a time, lane by lane as the kernel has put them out, and only then go to their places:
/// structural zeros cost nothing, and no instance's Jacobian is ever laid out.
struct normal_products {
    struct term {
        std::uint32_t a, b;  ///< outputs of the kernel
    };

    std::vector<term> terms;
    std::vector<std::uint32_t> first_term;  ///< [sum]; one more at the end
    std::vector<std::uint32_t> gradient;    ///< [variable]: the first of its sums Jᵀr
    std::vector<std::uint32_t> triangle;    ///< [variable]: of its JᵀJ, upper triangle by columns
    std::vector<std::uint32_t> blocks;      ///< [pair]: of the block of first × second, by columns

    normal_products(const kernel_shape& shape, const kernel_plan& plan) : first_term{0} {
        constexpr std::uint32_t none = kernel_plan::none;
        const std::uint32_t unknowns = plan.unknowns;
        std::vector<std::uint32_t> at(shape.rows * unknowns, none);  // [row * unknowns + unknown]: its output
        for (std::uint32_t k = 0; k < shape.partials.size(); ++k) {
            const auto& p = shape.partials[k];
            at[p.row * unknowns + plan.start[p.variable] + p.component] = shape.rows + k;
        }
        const auto end = [&] { first_term.push_back(static_cast<std::uint32_t>(terms.size())); };
        const auto sum = [&](std::uint32_t x, std::uint32_t y) {  // one entry of JᵀJ
            for (std::uint32_t r = 0; r < shape.rows; ++r) {
                const std::uint32_t a = at[r * unknowns + x], b = at[r * unknowns + y];
                if (a != none && b != none) terms.push_back({a, b});
            }
            end();
        };
        for (std::uint32_t v = 0; v < shape.variables.size(); ++v) {
            const std::uint32_t start = plan.start[v], size = shape.column_count(v);
            gradient.push_back(count());
            for (std::uint32_t c = start; c < start + size; ++c) {
                for (std::uint32_t r = 0; r < shape.rows; ++r)
                    if (const std::uint32_t a = at[r * unknowns + c]; a != none) terms.push_back({a, r});
                end();
            }
            triangle.push_back(count());
            for (std::uint32_t c = 0; c < size; ++c)
                for (std::uint32_t k = 0; k <= c; ++k) sum(start + k, start + c);
        }
        for (const auto& pair : plan.pairs) {
            blocks.push_back(count());
            for (std::uint32_t c = 0; c < shape.column_count(pair.second); ++c)
                for (std::uint32_t k = 0; k < shape.column_count(pair.first); ++k)
                    sum(plan.start[pair.first] + k, plan.start[pair.second] + c);
        }
    }

    std::uint32_t count() const { return static_cast<std::uint32_t>(first_term.size() - 1); }

    /// sums[s * lanes + l] for one batch of outputs.
    template <class Scalar>
    void multiply(const Scalar* out, std::size_t lanes, Scalar* sums) const {
        switch (lanes) {
            case 2:
                return multiply<2>(out, sums);
            case 4:
                return multiply<4>(out, sums);
            case 8:
                return multiply<8>(out, sums);
            case 16:
                return multiply<16>(out, sums);
            default:
                for (std::size_t s = 0; s < count(); ++s, sums += lanes)
                    for (std::size_t l = 0; l < lanes; ++l) {
                        sums[l] = 0;
                        for (std::uint32_t t = first_term[s]; t < first_term[s + 1]; ++t)
                            sums[l] += out[terms[t].a * lanes + l] * out[terms[t].b * lanes + l];
                    }
        }
    }

private:
    template <std::size_t Lanes, class Scalar>
    void multiply(const Scalar* out, Scalar* sums) const {
        for (std::size_t s = 0; s < count(); ++s, sums += Lanes) {
            Scalar sum[Lanes] = {};
            for (std::uint32_t t = first_term[s]; t < first_term[s + 1]; ++t) {
                const Scalar* a = out + terms[t].a * Lanes;
                const Scalar* b = out + terms[t].b * Lanes;
                for (std::size_t l = 0; l < Lanes; ++l) sum[l] += a[l] * b[l];
            }
            for (std::size_t l = 0; l < Lanes; ++l) sums[l] = sum[l];
        }
    }
};

}  // namespace ditto::detail
