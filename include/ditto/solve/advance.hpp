#pragma once

#include <cstddef>
#include <span>

namespace ditto::detail {

/// Writes the point that a step leads to where points merely add; `to` may be `from`.
template <class Scalar>
void advance(std::span<const Scalar> from, Scalar length, std::span<const Scalar> direction, std::span<Scalar> to) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i] + length * direction[i];
}

}  // namespace ditto::detail
