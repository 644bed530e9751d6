#pragma once

#include <ditto/define/quantity.hpp>
#include <ditto/define/quaternion.hpp>

namespace ditto {

/// The same number, vector, place, matrix, quaternion or std::array as a `real`: its dimension is not checked from here
/// on. Rows of different dimensions pass so, where their sizes compare as they are.
template <class Dimension>
constexpr quantity<any_dimension> as_real(const quantity<Dimension>& a) {
    return a;
}
template <class T, std::size_t N>
constexpr auto as_real(const vec<T, N>& v) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return as_real(v[i]); });
}
template <class T, std::size_t N>
constexpr auto as_real(const point<T, N>& p) {
    return detail::componentwise<point, N>([&](std::size_t i) { return as_real(p[i]); });
}
template <class T, std::size_t R, std::size_t C>
constexpr auto as_real(const mat<T, R, C>& m) {
    return detail::entrywise<R, C>([&](std::size_t i, std::size_t j) { return as_real(m[i][j]); });
}
template <class T>
constexpr auto as_real(const quaternion<T>& q) {
    return quaternion{as_real(q.w), as_real(q.x), as_real(q.y), as_real(q.z)};
}
template <class T, std::size_t N>
constexpr auto as_real(const std::array<T, N>& a) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<decltype(as_real(a[0])), N>{as_real(a[I])...};
    }
    (std::make_index_sequence<N>{});
}

}  // namespace ditto
