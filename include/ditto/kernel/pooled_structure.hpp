#pragma once

#include <ditto/kernel/interpreted_kernel.hpp>
#include <ditto/kernel/precompiled_kernel.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace ditto::detail {

/// A structure that a pool knows: the kernels that were compiled for it, and the one that interprets it, once somebody needs
/// it. Found by its words; never moved or removed while the pool lives.
template <class Scalar>
struct pooled_structure {
    pooled_structure(std::uint64_t hash_, buffer<std::uint64_t> words_) : hash(hash_), code(std::move(words_)) {}
    ~pooled_structure() { delete interpreted.load(std::memory_order_relaxed); }

    std::span<const std::uint64_t> words() const { return code; }

    const std::uint64_t hash;
    const buffer<std::uint64_t> code;
    std::atomic<precompiled_kernel<Scalar>*> precompiled = nullptr;  ///< a list that only grows, at its end
    std::atomic<interpreted_kernel<Scalar>*> interpreted = nullptr;        ///< null: not made, or evicted
    mutable std::atomic<std::uint64_t> users = 0;  ///< who may hold `interpreted`; nobody evicts it while there are some
    std::atomic<std::uint64_t> last_used = 0;
};

/// A claim on a structure's interpreted kernel: while it lives, the kernel does.
///
/// Who claims announces itself first and looks second; who evicts takes the kernel first and looks for users second, and puts
/// it back if there are some. All of that is sequentially consistent, so that one of the two sees the other.
template <class Scalar>
class kernel_claim {
public:
    explicit kernel_claim(const pooled_structure<Scalar>& on) : on_(&on) { on.users.fetch_add(1); }
    kernel_claim(kernel_claim&& other) noexcept : on_(std::exchange(other.on_, nullptr)) {}
    kernel_claim& operator=(kernel_claim&&) = delete;
    ~kernel_claim() {
        if (on_ != nullptr) on_->users.fetch_sub(1);
    }

    /// Null: it has to be made.
    const interpreted_kernel<Scalar>* kernel() const { return on_->interpreted.load(); }

private:
    const pooled_structure<Scalar>* on_;
};

/// Takes the kernel out unless it is in use, for who holds the pool's lock.
template <class Scalar>
bool evict(pooled_structure<Scalar>& from) {
    interpreted_kernel<Scalar>* const kernel = from.interpreted.exchange(nullptr);
    if (kernel == nullptr) return false;
    if (from.users.load() != 0) {
        from.interpreted.store(kernel);
        return false;
    }
    delete kernel;
    return true;
}

/// What a pool has found out about residuals that are spelled alike: their structure, and where its inputs come from.
template <class Scalar>
struct pooled_reading {
    /// An input of a structure: a leaf of the spelling, or a literal that simplification left.
    struct source {
        static constexpr std::uint32_t literal = 0xffffffff;
        std::uint32_t leaf;
        double value;
    };
    struct view {
        pooled_structure<Scalar>* structure = nullptr;
        std::vector<source> inputs;
    };

    pooled_reading(std::uint64_t hash_, std::vector<std::uint64_t> spelling_)
        : hash(hash_), spelling(std::move(spelling_)) {}
    std::span<const std::uint64_t> words() const { return spelling; }

    const std::uint64_t hash;
    const std::vector<std::uint64_t> spelling;
    view general;  ///< with all constants as data
    view folded;   ///< with the constants simplified away that can be, as compilers do; none where that is the same
};

}  // namespace ditto::detail
