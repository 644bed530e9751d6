#pragma once

#include <ditto/graph/operations/abs.hpp>
#include <ditto/graph/operations/add.hpp>
#include <ditto/graph/operations/cos.hpp>
#include <ditto/graph/operations/divide.hpp>
#include <ditto/graph/operations/equal.hpp>
#include <ditto/graph/operations/exp.hpp>
#include <ditto/graph/operations/leaves.hpp>
#include <ditto/graph/operations/less.hpp>
#include <ditto/graph/operations/less_equal.hpp>
#include <ditto/graph/operations/log.hpp>
#include <ditto/graph/operations/multiply.hpp>
#include <ditto/graph/operations/multiply_add.hpp>
#include <ditto/graph/operations/multiply_subtract.hpp>
#include <ditto/graph/operations/negate.hpp>
#include <ditto/graph/operations/negate_multiply_add.hpp>
#include <ditto/graph/operations/pow.hpp>
#include <ditto/graph/operations/reciprocal.hpp>
#include <ditto/graph/operations/reciprocal_or_zero.hpp>
#include <ditto/graph/operations/select.hpp>
#include <ditto/graph/operations/sign.hpp>
#include <ditto/graph/operations/sin.hpp>
#include <ditto/graph/operations/sqrt.hpp>
#include <ditto/graph/operations/subtract.hpp>
#include <ditto/graph/operations/subtract_product.hpp>
#include <ditto/graph/operations/tanh.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>

namespace ditto {

/// Every operation there is. Nothing else in the library lists them: whatever works on all goes through this.
using operations =
    boost::mp11::mp_list<op::input, op::constant, op::add, op::subtract, op::multiply, op::divide, op::negate,
                         op::reciprocal, op::reciprocal_or_zero, op::sqrt, op::sin, op::cos, op::exp, op::log, op::tanh,
                         op::pow, op::abs, op::sign, op::less, op::less_equal, op::equal, op::select, op::multiply_add,
                         op::multiply_subtract, op::subtract_product, op::negate_multiply_add>;

/// An operation's index in the list: what a node stores.
using opcode = std::uint16_t;

template <operation Op>
inline constexpr opcode opcode_of = boost::mp11::mp_find<operations, Op>::value;

template <opcode Code>
using operation_at = boost::mp11::mp_at_c<operations, Code>;

/// The facts about operations that passes ask for by opcode.
struct operation_facts {
    std::string_view name;
    std::uint8_t arity;
    bool commutative;
    int cost;
    // Flags beside pointers, since g++'s sanitizers make no constant of a test for null.
    bool has_domain = false;  ///< otherwise it is defined everywhere
    bool folds = false;       ///< otherwise constants are left to the kernel
    bool (*in_domain)(const std::array<double, 3>&) = nullptr;
    double (*fold)(const std::array<double, 3>&) = nullptr;  ///< the value of constants
};

namespace detail {
template <class Op, std::size_t... I>
constexpr operation_facts facts(std::index_sequence<I...>) {
    operation_facts result{Op::name, static_cast<std::uint8_t>(Op::arity), Op::commutative, Op::cost};
    if constexpr (requires { Op::in_domain((static_cast<void>(I), 0.0)...); }) {
        result.has_domain = true;
        result.in_domain = [](const std::array<double, 3>& a) { return Op::in_domain(a[I]...); };
    }
    if constexpr (folds_constants<Op>) {
        result.folds = true;
        result.fold = [](const std::array<double, 3>& a) { return Op::value(a[I]...); };
    }
    return result;
}
template <class... Op>
constexpr auto tabulate(boost::mp11::mp_list<Op...>) {
    return std::array<operation_facts, sizeof...(Op)>{facts<Op>(std::make_index_sequence<Op::arity>{})...};
}
}  // namespace detail

inline constexpr auto facts_of = detail::tabulate(operations{});

}  // namespace ditto
