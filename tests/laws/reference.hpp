#pragma once

#include <ditto/graph.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

/// What every operation means, said a second time: plain calls of the standard library in extended precision.
/// A new operation needs one line here, or the laws do not compile.
namespace laws {

using real = long double;

inline real reference(ditto::op::add, real a, real b) { return a + b; }
inline real reference(ditto::op::subtract, real a, real b) { return a - b; }
inline real reference(ditto::op::multiply, real a, real b) { return a * b; }
inline real reference(ditto::op::divide, real a, real b) { return a / b; }
inline real reference(ditto::op::negate, real a) { return 0 - a; }
inline real reference(ditto::op::reciprocal, real a) { return 1 / a; }
inline real reference(ditto::op::reciprocal_or_zero, real a) { return a == 0 ? 0 : 1 / a; }
inline real reference(ditto::op::sqrt, real a) { return std::sqrt(a); }
inline real reference(ditto::op::sin, real a) { return std::sin(a); }
inline real reference(ditto::op::cos, real a) { return std::cos(a); }
inline real reference(ditto::op::exp, real a) { return std::exp(a); }
inline real reference(ditto::op::log, real a) { return std::log(a); }
inline real reference(ditto::op::tanh, real a) { return std::tanh(a); }
inline real reference(ditto::op::pow, real a, real c) { return std::pow(a, c); }
inline real reference(ditto::op::abs, real a) { return a < 0 ? 0 - a : a; }
inline real reference(ditto::op::sign, real a) { return static_cast<real>((a > 0) - (a < 0)); }
inline real reference(ditto::op::less, real a, real b) { return a < b; }
inline real reference(ditto::op::less_equal, real a, real b) { return a <= b; }
inline real reference(ditto::op::equal, real a, real b) { return a == b; }
inline real reference(ditto::op::select, real condition, real yes, real no) { return condition != 0 ? yes : no; }
inline real reference(ditto::op::multiply_add, real a, real b, real c) { return a * b + c; }
inline real reference(ditto::op::multiply_subtract, real a, real b, real c) { return a * b - c; }
inline real reference(ditto::op::negate_multiply_add, real a, real b, real c) { return 0 - a * b - c; }
inline real reference(ditto::op::subtract_product, real a, real b, real c) { return c - a * b; }

/// How far operands are from where the operation has a kink, a step or a pole; infinite where it has none.
template <class Op>
double margin(Op, double a, double b = 0.0, double = 0.0) {
    using namespace ditto::op;
    if constexpr (std::same_as<Op, divide>) return std::abs(b);
    if constexpr (std::same_as<Op, reciprocal> || std::same_as<Op, reciprocal_or_zero> || std::same_as<Op, ditto::op::abs> ||
                  std::same_as<Op, sign>)
        return std::abs(a);
    if constexpr (std::same_as<Op, ditto::op::sqrt> || std::same_as<Op, ditto::op::log>) return a;
    if constexpr (std::same_as<Op, ditto::op::pow>) return b == std::floor(b) ? (b < 0 ? std::abs(a) : 1.0) : a;
    if constexpr (Op::dimensions == ditto::dimension_rule::condition) return std::abs(a - b);
    return std::numeric_limits<double>::infinity();
}

/// Calls f(Op{}) for the operation with that opcode.
template <class F>
decltype(auto) with_operation(ditto::opcode code, F f) {
    return boost::mp11::mp_with_index<boost::mp11::mp_size<ditto::operations>>(
        code, [&](auto index) -> decltype(auto) { return f(ditto::operation_at<index()>{}); });
}

}  // namespace laws
