#pragma once

#include <ditto/define/kinds.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace ditto::detail {

/// Arguments of a definition, put where its kernel wants them: numbers of variables, and given scalars by plane.
template <class Scalar, class Definition, class... Kinds>
struct placed_arguments {
    std::array<std::uint32_t, (std::size_t{0} + ... + (is_given<Kinds> ? 0 : 1))> variables{};
    std::array<Scalar, Definition::givens()> givens{};

    template <class Kind, class Value>
    void take_given(std::size_t place, const Value& value) {
        flatten<Kind, Scalar>(value, givens.data() + Definition::places[place].index);
    }
    void take_variable(std::size_t place, std::uint32_t id) { variables[Definition::places[place].index] = id; }
};

}  // namespace ditto::detail
