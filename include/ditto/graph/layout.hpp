#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ditto {

inline constexpr std::uint16_t unused_input = 0xffff;

/// How the scalar inputs of a structure are grouped into variables and given planes. Variables, and given arguments, come
/// in the order in which the structure first uses one of their scalars.
///
/// A variable on a manifold has `column_counts` coordinates of a step away from its value, by which its residuals are
/// differentiated; they are inputs, too, which are always 0. `Columns` is 0 where no variable is on a manifold.
template <std::size_t Variables, std::size_t Scalars, std::size_t Givens, std::size_t Columns = 0>
struct layout_data {
    std::array<std::uint32_t, Variables> variable_sizes{};
    std::array<std::uint16_t, Scalars> scalar_inputs{};  ///< input of each scalar of each variable, or unused_input
    std::array<std::uint16_t, Givens> given_inputs{};    ///< input of each given scalar, or unused_input
    std::array<std::uint32_t, Columns == 0 ? 0 : Variables> column_counts{};
    std::array<std::uint16_t, Columns> column_inputs{};  ///< input of each column of each variable: a scalar or a coordinate

    constexpr const auto& columns_of_variables() const {
        if constexpr (Columns == 0) return variable_sizes;
        else return column_counts;
    }
    /// What residuals are differentiated by.
    constexpr const auto& differentiated_inputs() const {
        if constexpr (Columns == 0) return scalar_inputs;
        else return column_inputs;
    }
    /// Whether an input is a coordinate of a step.
    constexpr bool is_step(std::uint16_t input) const {
        bool column = false, scalar = false;
        for (const std::uint16_t i : column_inputs) column = column || i == input;
        for (const std::uint16_t i : scalar_inputs) scalar = scalar || i == input;
        return column && !scalar;
    }
};

template <auto Data>
struct layout {
    static constexpr auto data = Data;
};

}  // namespace ditto
