#pragma once

#include <ditto/graph/operations/abs.hpp>
#include <ditto/graph/operations/add.hpp>
#include <ditto/graph/operations/comparison.hpp>
#include <ditto/graph/operations/divide.hpp>
#include <ditto/graph/operations/error_function.hpp>
#include <ditto/graph/operations/exponential.hpp>
#include <ditto/graph/operations/extremum.hpp>
#include <ditto/graph/operations/fused.hpp>
#include <ditto/graph/operations/hyperbolic.hpp>
#include <ditto/graph/operations/inverse_hyperbolic.hpp>
#include <ditto/graph/operations/inverse_trigonometric.hpp>
#include <ditto/graph/operations/leaves.hpp>
#include <ditto/graph/operations/logarithm.hpp>
#include <ditto/graph/operations/logistic.hpp>
#include <ditto/graph/operations/multiply.hpp>
#include <ditto/graph/operations/negate.hpp>
#include <ditto/graph/operations/pow.hpp>
#include <ditto/graph/operations/reciprocal.hpp>
#include <ditto/graph/operations/reciprocal_or_zero.hpp>
#include <ditto/graph/operations/root.hpp>
#include <ditto/graph/operations/rounding.hpp>
#include <ditto/graph/operations/select.hpp>
#include <ditto/graph/operations/sign.hpp>
#include <ditto/graph/operations/sqrt.hpp>
#include <ditto/graph/operations/subtract.hpp>
#include <ditto/graph/operations/trigonometric.hpp>

#include <boost/mp11/list.hpp>

#include <cstdint>
#include <utility>

namespace ditto {

/// Every operation there is. Nothing else in the library lists them: whatever works on all goes through this.
using operations =
    boost::mp11::mp_list<op::input, op::constant, op::add, op::subtract, op::multiply, op::divide, op::negate,
                         op::reciprocal, op::reciprocal_or_zero, op::sqrt, op::sin, op::cos, op::exp, op::log, op::tanh,
                         op::pow, op::abs, op::sign, op::less, op::less_equal, op::equal, op::select, op::multiply_add,
                         op::multiply_subtract, op::subtract_product, op::negate_multiply_add, op::tan, op::asin,
                         op::acos, op::atan, op::atan2, op::sinh, op::cosh, op::asinh, op::acosh, op::atanh, op::cbrt,
                         op::hypot, op::exp2, op::expm1, op::log2, op::log10, op::log1p, op::erf, op::erfc, op::min,
                         op::max, op::floor, op::ceil, op::round, op::trunc, op::mod, op::sigmoid, op::softplus>;

/// An operation's index in the list: what a node stores.
using opcode = std::uint16_t;

namespace detail {
// mp_find and mp_at for all of them at once: each is found by the one base class that it makes part of.
template <opcode Code, class Op>
struct numbered {};
template <class List, class Codes>
struct numbered_list;
template <class... Ops, std::size_t... Codes>
struct numbered_list<boost::mp11::mp_list<Ops...>, std::index_sequence<Codes...>> : numbered<opcode{Codes}, Ops>... {};
using numbered_operations =
    numbered_list<operations, std::make_index_sequence<boost::mp11::mp_size<operations>::value>>;

template <class Op, opcode Code>
consteval opcode find_code(const numbered<Code, Op>&) {
    return Code;
}
template <opcode Code, class Op>
Op find_operation(const numbered<Code, Op>&);
}  // namespace detail

template <operation Op>
inline constexpr opcode opcode_of = detail::find_code<Op>(detail::numbered_operations{});

template <opcode Code>
using operation_at = decltype(detail::find_operation<Code>(detail::numbered_operations{}));

/// The facts about operations that passes ask for by opcode.
struct operation_facts {
    std::string_view name;
    std::uint8_t arity;
    bool commutative;
    int cost;
    // Flags beside pointers, since g++'s sanitizers make no constant of a test for null.
    bool has_domain = false;  ///< otherwise it is defined everywhere
    bool folds = false;       ///< otherwise constants are left to the kernel
    symmetry parity = symmetry::none;
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
    if constexpr (requires { Op::parity; }) result.parity = Op::parity;
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
