#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto::op {
/// A leaf: a scalar that comes from outside, an unknown or a given. Its node holds the number of the scalar and its role.
struct input {
    static constexpr std::string_view name = "input";
    static constexpr std::size_t arity = 0;
    static constexpr bool commutative = false;
    static constexpr int cost = 0;
    static constexpr auto dimensions = dimension_rule::same;
};

/// A leaf: a number. Its node holds the value.
struct constant {
    static constexpr std::string_view name = "constant";
    static constexpr std::size_t arity = 0;
    static constexpr bool commutative = false;
    static constexpr int cost = 0;
    static constexpr auto dimensions = dimension_rule::number;
};
static_assert(operation<input> && operation<constant>);
}  // namespace ditto::op
