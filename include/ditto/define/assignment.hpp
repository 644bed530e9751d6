#pragma once

#include <ditto/define/vector.hpp>

namespace ditto {

// The types are deduced, so that a component's refusal comes where the assignment is written.
template <class T, class U, std::size_t N>
constexpr auto& operator+=(vec<T, N>& a, const vec<U, N>& b) {
    for (std::size_t i = 0; i < N; ++i) a[i] += b[i];
    return a;
}
template <class T, class U, std::size_t N>
constexpr auto& operator-=(vec<T, N>& a, const vec<U, N>& b) {
    for (std::size_t i = 0; i < N; ++i) a[i] -= b[i];
    return a;
}
template <class T, class U, std::size_t N>
    requires(traced<U> || number<U>)
constexpr auto& operator*=(vec<T, N>& a, const U& s) {
    for (T& component : a) component *= s;
    return a;
}
template <class T, class U, std::size_t N>
    requires(traced<U> || number<U>)
constexpr auto& operator/=(vec<T, N>& a, const U& s) {
    for (T& component : a) component /= s;
    return a;
}
template <class T, class U, std::size_t N>
constexpr auto& operator+=(point<T, N>& a, const vec<U, N>& b) {
    for (std::size_t i = 0; i < N; ++i) a[i] += b[i];
    return a;
}
template <class T, class U, std::size_t N>
constexpr auto& operator-=(point<T, N>& a, const vec<U, N>& b) {
    for (std::size_t i = 0; i < N; ++i) a[i] -= b[i];
    return a;
}

}  // namespace ditto
