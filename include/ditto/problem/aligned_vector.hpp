#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace ditto::detail {

/// Allocates on cache-line boundaries: what kernels read and write by whole registers.
template <class T>
struct aligned_allocator {
    using value_type = T;
    static constexpr std::align_val_t alignment{64};

    aligned_allocator() = default;
    template <class U>
    constexpr aligned_allocator(const aligned_allocator<U>&) noexcept {}

    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
    void deallocate(T* p, std::size_t n) noexcept { ::operator delete(p, n * sizeof(T), alignment); }
    friend constexpr bool operator==(const aligned_allocator&, const aligned_allocator&) { return true; }
};

template <class T>
using aligned_vector = std::vector<T, aligned_allocator<T>>;

/// Makes the next push_back one that cannot throw, at the same amortised cost.
template <class Vector>
void reserve_one_more(Vector& v) {
    if (v.size() == v.capacity()) v.reserve(2 * v.size() + 4);
}

}  // namespace ditto::detail
