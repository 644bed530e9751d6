#pragma once

#include <ditto/graph/buffer.hpp>

#include <cstddef>
#include <cstdint>

namespace ditto::detail {

/// A map from numbers to numbers that is emptied at once: as large as what it has held, wherever the numbers lie.
class number_map {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    void clear() {
        ++round_;
        size_ = 0;
    }
    std::size_t size() const { return size_; }

    /// What the key stands for, or none.
    std::uint32_t find(std::uint32_t key) const {
        if (slots_.empty()) return none;
        for (std::size_t i = first(key);; i = (i + 1) & (slots_.size() - 1)) {
            if (slots_[i].round != round_) return none;
            if (slots_[i].key == key) return slots_[i].value;
        }
    }

    /// The value of the key, which is `value` if it was not there.
    std::uint32_t& insert(std::uint32_t key, std::uint32_t value) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        std::size_t i = first(key);
        for (; slots_[i].round == round_; i = (i + 1) & (slots_.size() - 1))
            if (slots_[i].key == key) return slots_[i].value;
        slots_[i] = {key, value, round_};
        ++size_;
        return slots_[i].value;
    }

private:
    struct slot {
        std::uint32_t key = 0, value = 0;
        std::uint32_t round = 0;  // those of earlier rounds are free
    };

    std::size_t first(std::uint32_t key) const {
        return (key * std::uint64_t{0x9e3779b97f4a7c15u} >> 32) & (slots_.size() - 1);  // Fibonacci hashing (Knuth, vol. 3, 6.4)
    }
    void grow() {
        buffer<slot> before(slots_.empty() ? 64 : 4 * slots_.size());
        before.swap(slots_);
        for (const slot& s : before) {
            if (s.round != round_) continue;
            std::size_t i = first(s.key);
            while (slots_[i].round == round_) i = (i + 1) & (slots_.size() - 1);
            slots_[i] = s;
        }
    }

    buffer<slot> slots_;  // open addressing, at most half full
    std::size_t size_ = 0;
    std::uint32_t round_ = 1;
};

}  // namespace ditto::detail
