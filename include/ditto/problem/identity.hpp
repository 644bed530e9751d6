#pragma once

#include <chrono>
#include <cstdint>
#include <utility>

namespace ditto::detail {

constexpr std::uint64_t mixed(std::uint64_t x) {  // the finaliser of splitmix64 (Steele, Lea, Flood 2014)
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/// Tells one problem's handles from another's, without a global counter: a number made of an address and the clock.
///
/// A copy keeps the number, so handles made before serve both; its serials jump elsewhere, so that handles made after
/// are told apart. A move takes the number along.
class problem_identity {
public:
    problem_identity() : number_(fresh()) {}
    problem_identity(const problem_identity& other)
        : number_(other.number_), serial_(static_cast<std::uint32_t>(fresh())) {}
    problem_identity(problem_identity&& other) noexcept
        : number_(std::exchange(other.number_, other.fresh())), serial_(other.serial_) {}
    problem_identity& operator=(problem_identity other) noexcept {
        number_ = other.number_;
        serial_ = other.serial_;
        return *this;
    }

    std::uint64_t number() const { return number_; }
    std::uint32_t next_serial() { return ++serial_ == 0 ? ++serial_ : serial_; }

private:
    std::uint64_t fresh() const noexcept {
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        return mixed(static_cast<std::uint64_t>(now) ^ mixed(reinterpret_cast<std::uintptr_t>(this))) | 1u;
    }

    std::uint64_t number_;  // never 0: that is the number of an empty handle
    std::uint32_t serial_ = 0;
};

}  // namespace ditto::detail
