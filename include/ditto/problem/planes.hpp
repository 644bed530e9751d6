#pragma once

#include <ditto/problem/aligned_vector.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace ditto::detail {

/// Columns of equal length, one per input of a kernel, padded to whole batches: [plane][instance].
///
/// Padding holds copies of an instance, so every lane is readable. Growing by one is amortised O(1) per plane.
template <class T>
class planes {
public:
    planes(std::size_t count, std::size_t lanes) : planes_(count), pointers_(count), lanes_(lanes) {}
    planes(const planes& other) : planes_(other.planes_), pointers_(other.pointers_.size()), lanes_(other.lanes_) {
        relink();
    }
    planes(planes&&) noexcept = default;
    planes& operator=(planes other) noexcept {
        planes_.swap(other.planes_);
        pointers_.swap(other.pointers_);
        lanes_ = other.lanes_;
        return *this;
    }

    std::size_t count() const { return planes_.size(); }
    T* operator[](std::size_t plane) { return planes_[plane].data(); }
    const T* operator[](std::size_t plane) const { return planes_[plane].data(); }
    const T* const* pointers() const { return pointers_.data(); }

    /// Makes room for instance `at`, and puts value(plane) there; a new batch is filled with that throughout.
    template <class Value>
    void append(std::size_t at, Value value) {
        for (std::size_t p = 0; p < planes_.size(); ++p) {
            const T x = value(p);
            if (at == planes_[p].size()) {
                planes_[p].resize(at + lanes_, x);
                pointers_[p] = planes_[p].data();
            }
            planes_[p][at] = x;
        }
    }

    void move(std::size_t from, std::size_t to) {
        for (auto& plane : planes_) plane[to] = plane[from];
    }

    /// Forgets batches that no instance below `count` needs.
    void shrink(std::size_t count) {
        const std::size_t padded = (count + lanes_ - 1) / lanes_ * lanes_;
        for (auto& plane : planes_)
            if (plane.size() > padded) plane.resize(padded);
    }

private:
    void relink() {
        for (std::size_t p = 0; p < planes_.size(); ++p) pointers_[p] = planes_[p].data();
    }

    std::vector<aligned_vector<T>> planes_;
    std::vector<const T*> pointers_;
    std::size_t lanes_;
};

}  // namespace ditto::detail
