#pragma once

#include <ditto/problem/contribution.hpp>
#include <ditto/problem/residual_store.hpp>
#include <ditto/problem/sweep.hpp>
#include <ditto/problem/variable_store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace ditto::detail {

/// Variables and residuals of a problem, and what ties them: offsets into the state, numbers of rows.
///
/// Edits mark those ties as stale; `prepare` renews what is, and only that.
template <class Scalar>
struct problem_storage {
    variable_store<Scalar> variables;
    residual_store<Scalar> residuals;
    loss_list<Scalar> losses;  ///< of residuals, numbered from 1 in their blocks
    std::size_t rows = 0;      ///< valid when prepared
    std::size_t scratch = 0;   ///< scalars that every kernel's batch fits in
    std::uint64_t edits = 0;   ///< of the structure: variables and residuals added, removed, fixed, freed
    bool numbered = true;

    /// Whether the cost is ½‖r‖²: nobody has a loss or is an energy.
    bool is_plain() const {
        const auto& blocks = residuals.blocks();
        return std::none_of(blocks.begin(), blocks.end(), [](const auto& in) {
            return (in.is_energy && in.count() != 0) ||
                   std::any_of(in.losses.begin(), in.losses.end(), [](std::uint32_t l) { return l != 0; });
        });
    }

    bool prepared() const { return numbered && variables.arranged(); }

    void prepare() {
        if (!variables.arranged()) {
            variables.arrange();
            for (auto& in : residuals.blocks())
                for (std::size_t v = 0; v < in.variables.count(); ++v) {
                    const std::size_t padded = in.batches() * in.shape().lanes;
                    for (std::size_t i = 0; i < padded; ++i) {
                        in.offsets[v][i] = variables.offset(in.variables[v][i]);
                        in.columns[v][i] = variables.column(in.variables[v][i]);
                    }
                }
        }
        if (!numbered) {
            rows = residuals.number_rows();
            scratch = scratch_scalars<Scalar>;
            for (const auto& in : residuals.blocks()) scratch = std::max(scratch, least_scratch(in));
            numbered = true;
        }
    }
};

/// Refuses what has no JᵀJ.
template <class Scalar>
const problem_storage<Scalar>& without_energies(const problem_storage<Scalar>& storage) {
    for (const auto& in : storage.residuals.blocks())
        if (in.is_energy && in.count() != 0)
            throw error("ditto: the problem has energies, which are no squares: minimise it by ditto::lbfgs or another method "
                        "of gradients");
    return storage;
}

}  // namespace ditto::detail
