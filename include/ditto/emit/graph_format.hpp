#pragma once

#include <ditto/emit/identifier.hpp>
#include <ditto/graph/text.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the writer and the reader of graphs agree on: docs/reference/graph_format.md.
namespace ditto::emit {

inline constexpr std::string_view graph_format_name = "ditto graph";
inline constexpr std::uint64_t graph_format_version = 1;

/// What is larger is refused, by the writer and the reader, before memory is taken for it.
struct graph_format_limits {
    std::size_t text = std::size_t{1} << 30;   ///< bytes
    std::size_t nodes = std::size_t{1} << 24;  ///< and leaves
    std::size_t name = 4096;                   ///< bytes
};

inline constexpr std::string_view role_names[] = {"unknown", "given"};  // by input_role

/// What a text says of a graph, each part sound in itself; whether the parts fit together is for graph::parse to find.
struct graph_text {
    struct leaf {
        std::string name;
        input_role role = input_role::unknown;
        double value = 0.0;
        bool has_value = false;
        std::size_t line = 0;
    };
    std::vector<leaf> leaves;
    std::vector<node> nodes;           ///< of an input the leaf, without its role
    std::vector<std::uint32_t> lines;  ///< of the nodes
    node_id domain_fault = no_node;
    std::size_t domain_fault_line = 0;
    bool ieee_derivatives = false;
};

namespace detail {

/// What JSON has no number for, as a string: inf, -inf, and nan with its 64 bits, of which there are many.
inline std::string non_finite_text(double value) {
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    std::string text = "nan(0x";
    for (int shift = 60; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(std::bit_cast<std::uint64_t>(value) >> shift) & 15];
    return text + ')';
}

/// The number that the string stands for, if it is such a string.
inline std::optional<double> non_finite_value(std::string_view text) {
    if (text == "inf") return HUGE_VAL;
    if (text == "-inf") return -HUGE_VAL;
    std::uint64_t bits = 0;
    for (const char c : text.size() == 23 ? text.substr(6, 16) : std::string_view{})
        bits = bits << 4 | (c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'a' + 10));
    const double value = std::bit_cast<double>(bits);
    if (std::isnan(value) && text == non_finite_text(value)) return value;
    return std::nullopt;
}

}  // namespace detail

}  // namespace ditto::emit
