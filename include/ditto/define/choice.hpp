#pragma once

#include <ditto/define/matrix.hpp>

namespace ditto {

/// condition ? yes : no of vectors, places and matrices: the condition is that of all components.
template <traced Condition, class T, class U, std::size_t N>
constexpr auto select(const Condition& condition, const vec<T, N>& yes, const vec<U, N>& no) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return select(condition, yes[i], no[i]); });
}
template <traced Condition, class T, class U, std::size_t N>
constexpr auto select(const Condition& condition, const point<T, N>& yes, const point<U, N>& no) {
    return detail::componentwise<point, N>([&](std::size_t i) { return select(condition, yes[i], no[i]); });
}
template <traced Condition, class T, class U, std::size_t R, std::size_t C>
constexpr auto select(const Condition& condition, const mat<T, R, C>& yes, const mat<U, R, C>& no) {
    return detail::entrywise<R, C>(
        [&](std::size_t i, std::size_t j) { return select(condition, yes[i][j], no[i][j]); });
}

}  // namespace ditto
