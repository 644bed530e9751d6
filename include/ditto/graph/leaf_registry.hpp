#pragma once

#include <ditto/graph/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ditto {

/// The leaves of a graph that is built at run time: input number k is leaf k, with a name (or none) and a value to start
/// from. Looking up a name is O(1). Empty, and free, in the compiler.
class leaf_registry {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    constexpr std::size_t size() const { return leaves_.size(); }
    std::string_view name(std::uint32_t leaf) const {
        return {text_.data() + leaves_[leaf].first, leaves_[leaf].length};
    }
    double value(std::uint32_t leaf) const { return leaves_[leaf].value; }
    bool has_value(std::uint32_t leaf) const { return leaves_[leaf].has_value; }
    void set_value(std::uint32_t leaf, double value) {
        leaves_[leaf].value = value;
        leaves_[leaf].has_value = true;
    }

    /// Tells this graph's leaves from those of another that came to lie in the same place. 0 while there are none.
    std::uint64_t identity() const { return identity_; }
    void set_identity(std::uint64_t identity) { identity_ = identity; }

    /// The leaf of that name, or none.
    std::uint32_t find(std::string_view name) const { return slots_.empty() ? none : slots_[slot_of(name)] - 1; }

    /// A leaf without a value; the name is new, or empty: then it is never found.
    std::uint32_t add(std::string_view name) {
        if (2 * (leaves_.size() + 1) > slots_.size()) grow();
        const auto leaf = static_cast<std::uint32_t>(leaves_.size());
        const auto first = static_cast<std::uint32_t>(text_.size());
        text_.append({name.data(), name.size()});
        leaves_.push_back({first, static_cast<std::uint32_t>(name.size()), 0.0, false});
        if (!name.empty()) slots_[slot_of(name)] = leaf + 1;
        return leaf;
    }

private:
    struct record {
        std::uint32_t first, length;
        double value;
        bool has_value;
    };

    std::size_t slot_of(std::string_view name) const {
        std::uint64_t h = 0xcbf29ce484222325u;  // FNV-1a (Fowler, Noll, Vo)
        for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
        std::size_t slot = (h ^ (h >> 32)) & (slots_.size() - 1);
        while (slots_[slot] != 0 && this->name(slots_[slot] - 1) != name) slot = (slot + 1) & (slots_.size() - 1);
        return slot;
    }
    void grow() {
        slots_ = buffer<std::uint32_t>(slots_.empty() ? 64 : 4 * slots_.size());
        for (std::uint32_t leaf = 0; leaf < leaves_.size(); ++leaf)
            if (leaves_[leaf].length != 0) slots_[slot_of(name(leaf))] = leaf + 1;
    }

    std::uint64_t identity_ = 0;
    buffer<char> text_;
    buffer<record> leaves_;
    buffer<std::uint32_t> slots_;  // 1 + leaf, 0 where free; open addressing, at most half full
};

}  // namespace ditto
