#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <utility>

namespace ditto {

/// A growable array for the passes, which run inside compilers: there std::vector constructs and destroys element by element
/// through several calls each, and takes most of a definition's compile time. Elements are trivially copyable.
template <class T>
class buffer {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    using value_type = T;

    constexpr buffer() = default;
    constexpr explicit buffer(std::size_t size) : data_(size == 0 ? nullptr : new T[size]{}), size_(size), capacity_(size) {}
    constexpr buffer(std::size_t size, T value) : data_(new T[size]), size_(size), capacity_(size) {
        for (std::size_t i = 0; i < size; ++i) data_[i] = value;
    }
    constexpr buffer(std::initializer_list<T> values) {
        for (const T& value : values) push_back(value);
    }
    constexpr buffer(const buffer& other) : data_(new T[other.size_]), size_(other.size_), capacity_(other.size_) {
        for (std::size_t i = 0; i < size_; ++i) data_[i] = other.data_[i];
    }
    constexpr buffer(buffer&& other) noexcept { swap(other); }
    constexpr buffer& operator=(buffer other) noexcept {
        swap(other);
        return *this;
    }
    constexpr ~buffer() { delete[] data_; }

    constexpr void swap(buffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

    constexpr std::size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr T* data() { return data_; }
    constexpr const T* data() const { return data_; }
    constexpr T& operator[](std::size_t i) { return data_[i]; }
    constexpr const T& operator[](std::size_t i) const { return data_[i]; }
    constexpr T& back() { return data_[size_ - 1]; }
    constexpr const T* begin() const { return data_; }
    constexpr const T* end() const { return data_ + size_; }
    constexpr T* begin() { return data_; }
    constexpr T* end() { return data_ + size_; }

    constexpr void push_back(const T& value) {
        if (size_ == capacity_) {
            const T copy = value;  // it may be an element that moves
            reserve(capacity_ == 0 ? 16 : 4 * capacity_);
            data_[size_++] = copy;
        } else {
            data_[size_++] = value;
        }
    }
    constexpr void reserve(std::size_t capacity) {
        if (capacity <= capacity_) return;
        T* larger = new T[capacity];
        for (std::size_t i = 0; i < size_; ++i) larger[i] = data_[i];
        delete[] data_;
        data_ = larger;
        capacity_ = capacity;
    }
    constexpr void pop_back() { --size_; }
    constexpr void append(std::span<const T> values) {
        for (const T& value : values) push_back(value);
    }

    friend constexpr bool operator==(const buffer& a, const buffer& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace ditto
