#pragma once

#include <ditto/error.hpp>
#include <ditto/problem/residual_store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ditto::detail {

/// Where the non-zeros of the Jacobian are: compressed rows, columns ascending. Immutable once built, shared with the
/// evaluations that were filled by it; a different structure is a different object.
struct jacobian_pattern {
    std::size_t columns = 0;
    std::vector<std::int32_t> row_starts;
    std::vector<std::int32_t> column_of;
};

/// Where a block's partials go in the values of the Jacobian.
struct jacobian_scatter {
    /// An instance that has one variable in two places: its partials are added up one by one.
    struct repeated {
        std::uint32_t instance;
        std::vector<std::int32_t> positions;  ///< [partial]; -1: fixed
    };
    std::vector<std::int32_t> positions;  ///< [run * count + instance]: first value of the run; -1: not here
    std::vector<repeated> repeats;        ///< by instance, ascending
};

/// Builds the pattern row by row, in the order of adding, and the maps that scatter into it.
template <class Scalar>
class jacobian_builder {
public:
    jacobian_builder(const residual_store<Scalar>& residuals, std::size_t rows, std::size_t columns)
        : residuals_(residuals) {
        std::size_t room = 0;
        for (const auto& in : residuals.blocks()) {
            scatters.emplace_back().positions.assign(in.plan.runs.size() * in.count(), -1);
            room += in.count() * in.shape().partials.size();
        }
        pattern.columns = columns;
        pattern.row_starts.reserve(rows + 1);
        pattern.row_starts.push_back(0);
        pattern.column_of.reserve(room);
        for (const std::uint32_t at : residuals.order()) add(residuals[at].block, residuals[at].instance);
        for (auto& s : scatters)
            std::sort(s.repeats.begin(), s.repeats.end(),
                      [](const auto& a, const auto& b) { return a.instance < b.instance; });
    }

    jacobian_pattern pattern;
    std::vector<jacobian_scatter> scatters;  ///< one per block

private:
    void add(std::uint32_t block_index, std::uint32_t instance) {
        const auto& in = residuals_.blocks()[block_index];
        by_column_.clear();
        for (std::uint32_t v = 0; v < in.shape().variables.size(); ++v)
            if (const std::int32_t column = in.columns[v][instance]; column >= 0)
                if (in.shape().column_count(v) != 0) by_column_.push_back({column, v});
        std::sort(by_column_.begin(), by_column_.end());
        const bool repeats = std::adjacent_find(by_column_.begin(), by_column_.end(), [](auto& a, auto& b) {
                                 return a.first == b.first;
                             }) != by_column_.end();
        if (repeats)
            add_repeated(in, scatters[block_index], instance);
        else
            add_plain(in, scatters[block_index], instance);
    }

    void add_plain(const block<Scalar>& in, jacobian_scatter& scatter, std::uint32_t instance) {
        for (std::uint32_t row = 0; row < in.shape().rows; ++row) {
            for (const auto& [column, v] : by_column_) {
                const std::uint32_t at = in.plan.run_at[row * in.shape().variables.size() + v];
                if (at == kernel_plan::none) continue;
                const auto& run = in.plan.runs[at];
                scatter.positions[at * in.count() + instance] = static_cast<std::int32_t>(pattern.column_of.size());
                for (std::uint32_t k = run.first; k < run.first + run.count; ++k)
                    pattern.column_of.push_back(column + static_cast<std::int32_t>(in.shape().partials[k].component));
            }
            end_row();
        }
    }

    void add_repeated(const block<Scalar>& in, jacobian_scatter& scatter, std::uint32_t instance) {
        jacobian_scatter::repeated entry{instance, std::vector<std::int32_t>(in.shape().partials.size(), -1)};
        std::size_t k = 0;
        for (std::uint32_t row = 0; row < in.shape().rows; ++row) {
            const auto start = static_cast<std::ptrdiff_t>(pattern.column_of.size());
            const std::size_t first = k;
            for (; k < in.shape().partials.size() && in.shape().partials[k].row == row; ++k)
                if (const std::int32_t column = column_of(in, k, instance); column >= 0)
                    pattern.column_of.push_back(column);
            std::sort(pattern.column_of.begin() + start, pattern.column_of.end());
            pattern.column_of.erase(std::unique(pattern.column_of.begin() + start, pattern.column_of.end()),
                                    pattern.column_of.end());
            for (std::size_t j = first; j < k; ++j)
                if (const std::int32_t column = column_of(in, j, instance); column >= 0)
                    entry.positions[j] = static_cast<std::int32_t>(
                        std::lower_bound(pattern.column_of.begin() + start, pattern.column_of.end(), column) -
                        pattern.column_of.begin());
            end_row();
        }
        scatter.repeats.push_back(std::move(entry));
    }

    std::int32_t column_of(const block<Scalar>& in, std::size_t partial, std::uint32_t instance) const {
        const auto& p = in.shape().partials[partial];
        const std::int32_t column = in.columns[p.variable][instance];
        return column >= 0 ? column + static_cast<std::int32_t>(p.component) : -1;
    }

    void end_row() {
        if (pattern.column_of.size() > std::numeric_limits<std::int32_t>::max())
            throw error("ditto: the Jacobian has more than 2^31 - 1 non-zeros; solve without forming it");
        pattern.row_starts.push_back(static_cast<std::int32_t>(pattern.column_of.size()));
    }

    const residual_store<Scalar>& residuals_;
    std::vector<std::pair<std::int32_t, std::uint32_t>> by_column_;
};

}  // namespace ditto::detail
