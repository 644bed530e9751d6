#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ditto {

inline constexpr std::uint16_t unused_input = 0xffff;

/// How the scalar inputs of a structure are grouped into variables and given planes. Variables, and given arguments, come
/// in the order in which the structure first uses one of their scalars.
template <std::size_t Variables, std::size_t Scalars, std::size_t Givens>
struct layout_data {
    std::array<std::uint32_t, Variables> variable_sizes{};
    std::array<std::uint16_t, Scalars> scalar_inputs{};  ///< input of each scalar of each variable, or unused_input
    std::array<std::uint16_t, Givens> given_inputs{};    ///< input of each given scalar, or unused_input
};

template <auto Data>
struct layout {
    static constexpr auto data = Data;
};

}  // namespace ditto
