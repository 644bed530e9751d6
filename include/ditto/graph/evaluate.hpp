#pragma once

#include <ditto/graph/node.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace ditto {

namespace detail {
template <class Op, class T>
T value_of(const std::array<T, 3>& a) {
    if constexpr (Op::arity == 1) return Op::value(a[0]);
    else if constexpr (Op::arity == 2) return Op::value(a[0], a[1]);
    else if constexpr (Op::arity == 3) return Op::value(a[0], a[1], a[2]);
    else return T(0);
}
template <class T, class... Op>
constexpr auto evaluators(boost::mp11::mp_list<Op...>) {
    return std::array{&value_of<Op, T>...};
}
}  // namespace detail

/// The values of nodes, operands before users, for the values of the inputs by their number. Linear.
template <class T>
std::vector<T> evaluate(std::span<const node> nodes, std::span<const T> inputs) {
    static constexpr auto value_by_code = detail::evaluators<T>(operations{});
    std::vector<T> values(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const node& n = nodes[i];
        std::array<T, 3> operands{};
        for (std::size_t k = 0; k < n.arity(); ++k) operands[k] = values[n.operands[k]];
        if (n.is_input()) values[i] = inputs[n.input()];
        else if (n.is_constant()) values[i] = static_cast<T>(n.value);
        else values[i] = value_by_code[n.op](operands);
    }
    return values;
}

}  // namespace ditto
