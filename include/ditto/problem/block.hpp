#pragma once

#include <ditto/kernel/kernel_table.hpp>
#include <ditto/problem/aligned_vector.hpp>
#include <ditto/problem/kernel_plan.hpp>
#include <ditto/problem/planes.hpp>
#include <ditto/problem/variable_store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ditto::detail {

/// All instances of one kernel: a variable's number and a place in the state per unknown, a plane per given scalar.
///
/// Appending is amortised O(1); removing moves the last instance into the gap. `offsets`, `columns` and `rows` are derived:
/// the problem refreshes them when variables move in the state or residuals leave.
template <class Scalar>
class block {
public:
    explicit block(const kernel_table<Scalar>& kernel, bool of_energies = false)
        : is_energy(of_energies),
          plan(kernel.shape),
          variables(kernel.shape.variables.size(), kernel.shape.lanes),
          offsets(kernel.shape.variables.size(), kernel.shape.lanes),
          columns(kernel.shape.variables.size(), kernel.shape.lanes),
          givens(kernel.shape.givens, kernel.shape.lanes),
          kernel_(&kernel) {}

    const kernel_table<Scalar>& kernel() const { return *kernel_; }
    const kernel_shape& shape() const { return kernel_->shape; }
    std::size_t count() const { return slots.size(); }
    std::size_t batches() const { return (count() + shape().lanes - 1) / shape().lanes; }

    /// `store` tells where the variables are.
    std::uint32_t append(std::span<const std::uint32_t> ids, const variable_store<Scalar>& store,
                         std::span<const Scalar> data, std::uint32_t slot) {
        const std::size_t at = count();  // until the last lines, which cannot throw, nobody lives there
        reserve_one_more(slots);
        reserve_one_more(rows);
        variables.append(at, [&](std::size_t v) { return ids[v]; });
        offsets.append(at, [&](std::size_t v) { return store.offset(ids[v]); });
        columns.append(at, [&](std::size_t v) { return store.column(ids[v]); });
        givens.append(at, [&](std::size_t g) { return data[g]; });
        if (!scales.empty()) set_scale(at, Scalar(1));
        if (!losses.empty()) losses.resize(at + 1, 0);
        slots.push_back(slot);
        rows.push_back(0);
        return static_cast<std::uint32_t>(at);
    }

    /// Fills the gap at `at` with the last instance and returns the slot of the instance that is there now.
    std::uint32_t remove(std::size_t at) {
        const std::size_t last = count() - 1;
        variables.move(last, at);
        offsets.move(last, at);
        columns.move(last, at);
        givens.move(last, at);
        if (!scales.empty()) scales[at] = scales[last];
        if (!losses.empty()) {
            losses[at] = losses[last];
            losses.pop_back();
        }
        const std::uint32_t moved = slots[at] = slots[last];
        rows[at] = rows[last];
        slots.pop_back();
        rows.pop_back();
        variables.shrink(last);
        offsets.shrink(last);
        columns.shrink(last);
        givens.shrink(last);
        return moved;
    }

    /// Makes the outputs of an instance count so much.
    void set_scale(std::size_t at, Scalar scale) {
        if (const std::size_t padded = (std::max(at + 1, count()) + shape().lanes - 1) / shape().lanes * shape().lanes;
            scales.size() < padded)
            scales.resize(padded, Scalar(1));
        scales[at] = scale;
    }
    void set_loss(std::size_t at, std::uint32_t loss) {
        if (losses.size() < count()) losses.resize(count(), 0);
        losses[at] = loss;
    }

    bool is_energy;  ///< whether values count as they are, and not by their squares
    kernel_plan plan;
    planes<std::uint32_t> variables;   ///< [unknown][instance]: number of the variable
    planes<std::int32_t> offsets;      ///< [unknown][instance]: its first scalar in the state
    planes<std::int32_t> columns;      ///< [unknown][instance]: its first column; -1: fixed
    planes<Scalar> givens;             ///< [given][instance]
    aligned_vector<Scalar> scales;     ///< [instance], padded: what its outputs are multiplied by; empty: 1
    std::vector<std::uint32_t> losses; ///< [instance]: 1 + number of its loss, or 0; empty: none
    std::vector<std::uint32_t> slots;  ///< [instance]: who it is
    std::vector<std::int32_t> rows;    ///< [instance]: its first row

private:
    const kernel_table<Scalar>* kernel_;
};

}  // namespace ditto::detail
