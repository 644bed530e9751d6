#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace ditto::detail {

/// Records found by their words, by any number of threads at once. Readers take no lock and write nothing; who inserts does,
/// by a lock that the owner holds. Records are never moved or removed while the table lives.
///
/// A record has `hash`, and `words()`, which never change.
template <class Record>
class shared_table {
public:
    shared_table() { publish(16); }

    /// The record of these words, or null. Equal hashes are told apart by the words.
    Record* find(std::uint64_t hash, std::span<const std::uint64_t> words) const {
        const slots& in = *slots_.load(std::memory_order_acquire);
        for (std::size_t i = hash & in.mask;; i = (i + 1) & in.mask) {
            Record* const r = in.records[i].load(std::memory_order_acquire);
            if (r == nullptr) return nullptr;
            if (r->hash == hash && std::ranges::equal(r->words(), words)) return r;
        }
    }

    /// For one thread at a time; no record of these words is there.
    Record& insert(std::unique_ptr<Record> made) {
        if (2 * (records_.size() + 1) > slots_.load(std::memory_order_relaxed)->mask) publish(4 * records_.size() + 16);
        records_.push_back(std::move(made));
        place(*slots_.load(std::memory_order_relaxed), records_.back().get());
        return *records_.back();
    }

    std::size_t size() const { return records_.size(); }                         ///< for who holds the lock
    std::span<const std::unique_ptr<Record>> records() const { return records_; }  ///< the same

private:
    struct slots {
        explicit slots(std::size_t size) : mask(size - 1), records(std::make_unique<std::atomic<Record*>[]>(size)) {}
        std::size_t mask;
        std::unique_ptr<std::atomic<Record*>[]> records;
    };

    static void place(slots& in, Record* r) {
        std::size_t i = r->hash & in.mask;
        while (in.records[i].load(std::memory_order_relaxed) != nullptr) i = (i + 1) & in.mask;
        in.records[i].store(r, std::memory_order_release);
    }
    void publish(std::size_t least) {
        std::size_t size = 16;
        while (size < least) size *= 2;
        auto larger = std::make_unique<slots>(size);
        for (const auto& r : records_) place(*larger, r.get());
        all_slots_.push_back(std::move(larger));  // readers may still be in the old ones, which are as large together
        slots_.store(all_slots_.back().get(), std::memory_order_release);
    }

    std::vector<std::unique_ptr<Record>> records_;
    std::vector<std::unique_ptr<slots>> all_slots_;
    std::atomic<slots*> slots_ = nullptr;
};

}  // namespace ditto::detail
