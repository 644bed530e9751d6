#pragma once

#include <ditto/error.hpp>
#include <ditto/problem/aligned_vector.hpp>
#include <ditto/problem/steps.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace ditto::detail {

/// The scalars of all variables in one array: free variables first, fixed ones after them, each in order of adding. The
/// columns of the Jacobian are numbered alike; a variable on a manifold has fewer of them than scalars.
///
/// Fixing and freeing only marks the order as stale; `arrange` restores it, once, when somebody asks for the state.
///
/// Kernels may read a part of a variable: some of its scalars in a row, which has a number of its own, above all variables'.
template <class Scalar>
class variable_store {
public:
    /// `axes`: how many scalars in a row are coordinates of one place, so that a turn of the axes mixes them; or 1.
    std::uint32_t add(const Scalar* values, std::size_t size, std::uint32_t serial, std::size_t axes = 1,
                      const manifold_table<Scalar>* manifold = nullptr) {
        constexpr std::size_t limit = std::numeric_limits<std::int32_t>::max();
        if (size > limit - state_.size()) throw error("ditto: a problem holds at most 2^31 - 1 scalars");
        const std::size_t offset = state_.size();
        reserve_one_more(records_);
        if (!lower_.empty()) {
            lower_.resize(offset + size, -infinity);
            upper_.resize(offset + size, infinity);
        }
        state_.insert(state_.end(), values, values + size);
        const std::size_t columns = manifold == nullptr ? size : manifold->columns;
        records_.push_back({static_cast<std::int32_t>(offset), static_cast<std::int32_t>(size),
                            static_cast<std::int32_t>(free_columns_), static_cast<std::int32_t>(columns),
                            static_cast<std::int32_t>(axes), serial, false, manifold});
        if (free_ != offset) arranged_ = false;
        curved_ = curved_ || manifold != nullptr;
        free_ += size;
        free_columns_ += columns;
        return static_cast<std::uint32_t>(records_.size() - 1);
    }

    /// The scalars [component, component + size) of a variable.
    std::uint32_t add_part(std::uint32_t of, std::uint32_t component, std::size_t size) {
        parts_.push_back({of, static_cast<std::int32_t>(component), static_cast<std::int32_t>(size)});
        return static_cast<std::uint32_t>(parts_.size() - 1) | part_flag;
    }

    /// The variable that a number is, or is a part of, and where the part begins in it.
    std::uint32_t root(std::uint32_t id) const { return id < part_flag ? id : parts_[id - part_flag].of; }
    std::int32_t component(std::uint32_t id) const { return id < part_flag ? 0 : parts_[id - part_flag].component; }
    bool contains(std::uint32_t id) const {
        return id < part_flag ? id < records_.size() : id - part_flag < parts_.size();
    }

    /// Returns whether that changed anything.
    bool set_fixed(std::uint32_t id, bool fixed) {
        record& changed = records_[id];
        if (changed.fixed == fixed) return false;
        changed.fixed = fixed;
        const auto size = static_cast<std::size_t>(changed.size), columns = static_cast<std::size_t>(changed.columns);
        free_ = fixed ? free_ - size : free_ + size;
        free_columns_ = fixed ? free_columns_ - columns : free_columns_ + columns;
        arranged_ = false;
        return true;
    }

    bool arranged() const { return arranged_; }

    void arrange() {
        if (arranged_) return;
        std::vector<std::int32_t> offsets(records_.size());
        std::int32_t end = 0;
        for (const bool fixed : {false, true})
            for (std::size_t id = 0; id < records_.size(); ++id)
                if (records_[id].fixed == fixed) {
                    offsets[id] = end;
                    end += records_[id].size;
                }
        const auto in_order = [&](const aligned_vector<Scalar>& all) {
            aligned_vector<Scalar> ordered;
            ordered.reserve(all.capacity());
            ordered.resize(all.size());
            for (std::size_t id = 0; id < records_.size() && !all.empty(); ++id)
                std::copy_n(all.begin() + records_[id].offset, records_[id].size, ordered.begin() + offsets[id]);
            return ordered;
        };
        aligned_vector<Scalar> state = in_order(state_), lower = in_order(lower_), upper = in_order(upper_);
        state_.swap(state);  // from here on nothing throws
        lower_.swap(lower);
        upper_.swap(upper);
        std::int32_t column = 0;
        for (std::size_t id = 0; id < records_.size(); ++id) {
            records_[id].offset = offsets[id];
            records_[id].column = column;
            if (!records_[id].fixed) column += records_[id].columns;
        }
        arranged_ = true;
    }

    std::size_t count() const { return records_.size(); }
    bool contains(std::uint32_t id, std::uint32_t serial) const {
        return id < records_.size() && records_[id].serial == serial;
    }
    std::size_t free_scalars() const { return free_; }
    std::size_t free_columns() const { return free_columns_; }
    bool is_curved() const { return curved_; }  ///< whether a variable was added that is on a manifold
    bool fixed(std::uint32_t id) const { return records_[id].fixed; }
    std::int32_t offset(std::uint32_t id) const { return records_[root(id)].offset + component(id); }
    std::int32_t size(std::uint32_t id) const { return id < part_flag ? records_[id].size : parts_[id - part_flag].size; }
    /// The first column of a variable or part, -1 where it is fixed; and how many there are.
    std::int32_t column(std::uint32_t id) const {
        const record& r = records_[root(id)];
        return r.fixed ? -1 : r.column + component(id);
    }
    std::int32_t columns(std::uint32_t id) const {
        return id < part_flag ? records_[id].columns : parts_[id - part_flag].size;
    }
    const manifold_table<Scalar>* manifold(std::uint32_t id) const { return records_[id].manifold; }
    std::int32_t axes(std::uint32_t id) const { return records_[id].axes; }
    Scalar* at(std::uint32_t id) { return state_.data() + records_[id].offset; }
    const Scalar* at(std::uint32_t id) const { return state_.data() + records_[id].offset; }
    /// Writes the state that a step by columns leads to from `from`; both hold all scalars of an arranged store.
    void move(const Scalar* from, const Scalar* step, Scalar* to) const {
        if (!curved_) {
            for (std::size_t i = 0; i < free_; ++i) to[i] = from[i] + step[i];
            return;
        }
        for (const record& r : records_) {
            if (r.fixed) continue;
            const Scalar *x = from + r.offset, *d = step + r.column;
            if (r.manifold != nullptr) r.manifold->plus(x, d, to + r.offset);
            else
                for (std::int32_t i = 0; i < r.size; ++i) to[r.offset + i] = x[i] + d[i];
        }
    }

    /// Bounds of every scalar, as the state is arranged; both empty if there never was one.
    std::span<const Scalar> lower() const { return lower_; }
    std::span<const Scalar> upper() const { return upper_; }
    void set_bounds(std::uint32_t id, const Scalar* lower, const Scalar* upper) {
        if (lower_.empty()) {
            lower_.assign(state_.size(), -infinity);
            upper_.assign(state_.size(), infinity);
        }
        std::copy_n(lower, records_[id].size, lower_.begin() + records_[id].offset);
        std::copy_n(upper, records_[id].size, upper_.begin() + records_[id].offset);
    }

    aligned_vector<Scalar>& state() { return state_; }
    const aligned_vector<Scalar>& state() const { return state_; }

private:
    static constexpr std::uint32_t part_flag = 0x80000000u;
    static constexpr Scalar infinity = std::numeric_limits<Scalar>::infinity();

    struct part {
        std::uint32_t of;
        std::int32_t component, size;
    };
    struct record {
        std::int32_t offset, size, column, columns, axes;
        std::uint32_t serial;
        bool fixed;
        const manifold_table<Scalar>* manifold;  // null: scalars that add
    };
    std::vector<record> records_;
    std::vector<part> parts_;
    aligned_vector<Scalar> state_, lower_, upper_;
    std::size_t free_ = 0, free_columns_ = 0;
    bool arranged_ = true, curved_ = false;
};

}  // namespace ditto::detail
