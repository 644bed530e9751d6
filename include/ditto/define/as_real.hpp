#pragma once

#include <ditto/define/quantity.hpp>
#include <ditto/define/vector.hpp>

namespace ditto {

/// The same number or vector as a `real`: its dimension is not checked from here on. Rows of different dimensions pass so,
/// where their sizes compare as they are.
template <class Dimension>
constexpr quantity<any_dimension> as_real(const quantity<Dimension>& a) {
    return a;
}
template <class T, std::size_t N>
constexpr auto as_real(const vec<T, N>& v) {
    return detail::componentwise<vec, N>([&](std::size_t i) { return as_real(v[i]); });
}

}  // namespace ditto
