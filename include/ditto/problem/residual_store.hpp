#pragma once

#include <ditto/define/description.hpp>
#include <ditto/error.hpp>
#include <ditto/problem/block.hpp>
#include <ditto/problem/variable_store.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

namespace ditto::detail {

/// All residuals of a problem: one block per kernel, a slot per residual that finds it there, and the order of adding.
///
/// Adding, removing and finding are amortised O(1). Rows are numbered by `number_rows`, lazily: removed residuals leave
/// gaps in the order, which are closed then, or when they outnumber the living.
template <class Scalar>
class residual_store {
public:
    struct slot {
        std::uint32_t serial = 0;  ///< 0: nobody lives here
        std::uint32_t block = 0, instance = 0, order = 0;
        const definition_description* definition = nullptr;
    };

    std::uint32_t add(const kernel_table<Scalar>& kernel, bool is_energy, std::span<const std::uint32_t> ids,
                      const variable_store<Scalar>& variables, std::span<const Scalar> givens,
                      const definition_description& definition, std::uint32_t serial) {
        const std::uint32_t in = block_of(kernel, is_energy);
        if (free_slots_.empty()) {
            if (slots_.size() >= gap) throw error("ditto: a problem holds at most 2^32 - 2 residuals");
            reserve_one_more(slots_);
            free_slots_.reserve(slots_.capacity());  // so that removing never allocates
            slots_.emplace_back();
            free_slots_.push_back(static_cast<std::uint32_t>(slots_.size() - 1));
        }
        const std::uint32_t at = free_slots_.back();
        reserve_one_more(order_);
        const std::uint32_t instance = blocks_[in].append(ids, variables, givens, at);  // the last that can throw
        order_.push_back(at);
        free_slots_.pop_back();
        slots_[at] = {serial, in, instance, static_cast<std::uint32_t>(order_.size() - 1), &definition};
        ++living_;
        return at;
    }

    void remove(std::uint32_t at) {
        free_slots_.push_back(at);  // first, for in a copy it may allocate
        slot& gone = slots_[at];
        order_[gone.order] = gap;
        const std::uint32_t moved = blocks_[gone.block].remove(gone.instance);
        slots_[moved].instance = gone.instance;
        gone.serial = 0;
        --living_;
        if (order_.size() > 2 * living_ + 64) close_gaps();
    }

    bool contains(std::uint32_t at, std::uint32_t serial) const {
        return serial != 0 && at < slots_.size() && slots_[at].serial == serial;
    }

    /// Numbers the rows in the order of adding and returns how many there are.
    std::size_t number_rows() {
        close_gaps();
        std::size_t row = 0;
        for (const std::uint32_t at : order_) {
            auto& in = blocks_[slots_[at].block];
            in.rows[slots_[at].instance] = static_cast<std::int32_t>(row);
            row += in.shape().rows;
            if (row > std::numeric_limits<std::int32_t>::max()) throw error("ditto: more than 2^31 - 1 rows");
        }
        return row;
    }

    const slot& operator[](std::uint32_t at) const { return slots_[at]; }
    std::size_t count() const { return living_; }
    std::span<const std::uint32_t> order() const { return order_; }  ///< slots by row; no gaps after `number_rows`
    std::vector<block<Scalar>>& blocks() { return blocks_; }
    const std::vector<block<Scalar>>& blocks() const { return blocks_; }

private:
    static constexpr std::uint32_t gap = 0xffffffffu;

    std::uint32_t block_of(const kernel_table<Scalar>& kernel, bool is_energy) {
        if (last_ < blocks_.size() && &blocks_[last_].kernel() == &kernel && blocks_[last_].is_energy == is_energy)
            return last_;
        auto& block_at = block_at_[is_energy];
        const auto found = block_at.find(&kernel);
        if (found != block_at.end()) return last_ = found->second;
        const auto fresh = static_cast<std::uint32_t>(blocks_.size());
        blocks_.emplace_back(kernel, is_energy);  // should the next line throw, a block that stays empty
        block_at.emplace(&kernel, fresh);
        return last_ = fresh;
    }

    void close_gaps() {
        if (order_.size() == living_) return;
        std::size_t kept = 0;
        for (const std::uint32_t at : order_)
            if (at != gap) {
                slots_[at].order = static_cast<std::uint32_t>(kept);
                order_[kept++] = at;
            }
        order_.resize(kept);
    }

    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::vector<std::uint32_t> order_;
    std::vector<block<Scalar>> blocks_;
    std::array<std::unordered_map<const kernel_table<Scalar>*, std::uint32_t>, 2> block_at_;  // residuals, energies
    std::uint32_t last_ = 0;
    std::size_t living_ = 0;
};

}  // namespace ditto::detail
