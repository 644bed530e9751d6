#pragma once

#include <ditto/problem/storage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// Which rows a column may appear in: all those of residuals over its variable, whatever their kernels say.
class instance_pattern {
public:
    template <class Scalar>
    explicit instance_pattern(const problem_storage<Scalar>& of)
        : rows_(of.variables.free_columns()), residual_of_row_(of.rows) {
        std::vector<std::vector<std::size_t>> columns(of.rows);  // of the first row of each residual
        for (const auto& in : of.residuals.blocks())
            for (std::size_t i = 0; i < in.count(); ++i) {
                const auto row = static_cast<std::size_t>(in.rows[i]);
                for (std::size_t k = 0; k < in.shape().rows; ++k) residual_of_row_[row + k] = of.residuals[in.slots[i]].order;
                auto& own = columns[row];
                for (std::size_t v = 0; v < in.variables.count(); ++v)
                    for (std::size_t c = 0; in.columns[v][i] >= 0 && c < in.shape().column_count(v); ++c)
                        own.push_back(static_cast<std::size_t>(in.columns[v][i]) + c);
                std::sort(own.begin(), own.end());
                own.erase(std::unique(own.begin(), own.end()), own.end());
                for (const std::size_t c : own)
                    for (std::size_t k = 0; k < in.shape().rows; ++k) rows_[c].push_back(row + k);
            }
        color(columns);
    }

    const std::vector<std::size_t>& rows_of(std::size_t column) const { return rows_[column]; }
    std::size_t residual_of(std::size_t row) const { return residual_of_row_[row]; }
    /// Columns that have no row in common, group by group.
    const std::vector<std::vector<std::size_t>>& groups() const { return groups_; }

private:
    /// Each column joins the first group that it may.
    void color(const std::vector<std::vector<std::size_t>>& columns) {
        constexpr std::size_t none = static_cast<std::size_t>(-1);
        std::vector<std::size_t> group(rows_.size(), none), seen_by;
        for (std::size_t c = 0; c < rows_.size(); ++c) {
            for (const std::size_t r : rows_[c])
                for (const std::size_t other : columns[r])
                    if (group[other] != none) seen_by[group[other]] = c;
            std::size_t g = 0;
            while (g < groups_.size() && seen_by[g] == c) ++g;
            if (g == groups_.size()) {
                groups_.emplace_back();
                seen_by.push_back(none);
            }
            group[c] = g;
            groups_[g].push_back(c);
        }
    }

    std::vector<std::vector<std::size_t>> rows_;
    std::vector<std::size_t> residual_of_row_;
    std::vector<std::vector<std::size_t>> groups_;
};

}  // namespace ditto::detail
