#pragma once

#include <ditto/kernel/kernel_table.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// What scattering needs to know of a kernel's partial derivatives, worked out once per kernel.
struct kernel_plan {
    /// Partials of one row by one variable: neighbours in the kernel's output, and in a row of the Jacobian.
    struct run {
        std::uint32_t row, variable, first, count;
    };
    /// Two unknown variables that meet in a row: a block of JᵀJ. first <= second.
    struct pair {
        std::uint32_t first, second;
    };
    static constexpr std::uint32_t none = 0xffffffffu;

    std::vector<run> runs;              ///< ordered by row, then variable
    std::vector<std::uint32_t> run_at;  ///< [row * variables + variable]: index into runs, or none
    std::vector<std::uint32_t> start;   ///< [variable]: its first column among those of the kernel
    std::vector<pair> pairs;            ///< of different variables only
    std::uint32_t unknowns = 0;

    explicit kernel_plan(const kernel_shape& shape) : run_at(shape.rows * shape.variables.size(), none) {
        const auto variables = static_cast<std::uint32_t>(shape.variables.size());
        for (std::uint32_t v = 0; v < variables; ++v) {
            start.push_back(unknowns);
            unknowns += shape.column_count(v);
        }
        for (std::uint32_t k = 0; k < shape.partials.size(); ++k) {
            const auto& p = shape.partials[k];
            if (runs.empty() || runs.back().row != p.row || runs.back().variable != p.variable) {
                run_at[p.row * variables + p.variable] = static_cast<std::uint32_t>(runs.size());
                runs.push_back({p.row, p.variable, k, 0});
            }
            ++runs.back().count;
        }
        for (std::uint32_t i = 0; i < variables; ++i)
            for (std::uint32_t j = i + 1; j < variables; ++j)
                for (std::uint32_t r = 0; r < shape.rows; ++r)
                    if (run_at[r * variables + i] != none && run_at[r * variables + j] != none) {
                        pairs.push_back({i, j});
                        break;
                    }
    }
};

}  // namespace ditto::detail
