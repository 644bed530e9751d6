#pragma once

#include <ditto/graph.hpp>

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

/// What every operation means, said a second time: plain calls of the standard library in extended precision, or of exact.hpp
/// in 100 digits where that is included before. A new operation needs one line here, or the laws do not compile.
namespace laws {

using real = long double;

using std::abs, std::sqrt, std::cbrt, std::hypot, std::pow, std::exp, std::exp2, std::expm1, std::log, std::log2, std::log10,
    std::log1p, std::sin, std::cos, std::tan, std::asin, std::acos, std::atan, std::atan2, std::sinh, std::cosh, std::tanh,
    std::asinh, std::acosh, std::atanh, std::erf, std::erfc, std::floor, std::ceil, std::round, std::trunc, std::fmod;

inline real sigmoid(real a) { return 1 / (1 + exp(-a)); }
inline real softplus(real a) { return log1p(exp(a)); }

// clang-format off
template <class R> R reference(ditto::op::add, R a, R b) { return a + b; }
template <class R> R reference(ditto::op::subtract, R a, R b) { return a - b; }
template <class R> R reference(ditto::op::multiply, R a, R b) { return a * b; }
template <class R> R reference(ditto::op::divide, R a, R b) { return a / b; }
template <class R> R reference(ditto::op::negate, R a) { return 0 - a; }
template <class R> R reference(ditto::op::reciprocal, R a) { return 1 / a; }
template <class R> R reference(ditto::op::reciprocal_or_zero, R a) { return a == 0 ? R(0) : R(1 / a); }
template <class R> R reference(ditto::op::sqrt, R a) { return sqrt(a); }
template <class R> R reference(ditto::op::cbrt, R a) { return cbrt(a); }
template <class R> R reference(ditto::op::hypot, R a, R b) { return hypot(a, b); }
template <class R> R reference(ditto::op::pow, R a, R c) { return pow(a, c); }
template <class R> R reference(ditto::op::exp, R a) { return exp(a); }
template <class R> R reference(ditto::op::exp2, R a) { return exp2(a); }
template <class R> R reference(ditto::op::expm1, R a) { return expm1(a); }
template <class R> R reference(ditto::op::log, R a) { return log(a); }
template <class R> R reference(ditto::op::log2, R a) { return log2(a); }
template <class R> R reference(ditto::op::log10, R a) { return log10(a); }
template <class R> R reference(ditto::op::log1p, R a) { return log1p(a); }
template <class R> R reference(ditto::op::sin, R a) { return sin(a); }
template <class R> R reference(ditto::op::cos, R a) { return cos(a); }
template <class R> R reference(ditto::op::tan, R a) { return tan(a); }
template <class R> R reference(ditto::op::asin, R a) { return asin(a); }
template <class R> R reference(ditto::op::acos, R a) { return acos(a); }
template <class R> R reference(ditto::op::atan, R a) { return atan(a); }
template <class R> R reference(ditto::op::atan2, R a, R b) { return atan2(a, b); }
template <class R> R reference(ditto::op::sinh, R a) { return sinh(a); }
template <class R> R reference(ditto::op::cosh, R a) { return cosh(a); }
template <class R> R reference(ditto::op::tanh, R a) { return tanh(a); }
template <class R> R reference(ditto::op::asinh, R a) { return asinh(a); }
template <class R> R reference(ditto::op::acosh, R a) { return acosh(a); }
template <class R> R reference(ditto::op::atanh, R a) { return atanh(a); }
template <class R> R reference(ditto::op::erf, R a) { return erf(a); }
template <class R> R reference(ditto::op::erfc, R a) { return erfc(a); }
template <class R> R reference(ditto::op::sigmoid, R a) { return sigmoid(a); }
template <class R> R reference(ditto::op::softplus, R a) { return softplus(a); }
template <class R> R reference(ditto::op::abs, R a) { return a < 0 ? R(0 - a) : a; }
template <class R> R reference(ditto::op::sign, R a) { return R((a > 0) - (a < 0)); }
template <class R> R reference(ditto::op::min, R a, R b) { return b < a ? b : a; }
template <class R> R reference(ditto::op::max, R a, R b) { return a < b ? b : a; }
template <class R> R reference(ditto::op::floor, R a) { return floor(a); }
template <class R> R reference(ditto::op::ceil, R a) { return ceil(a); }
template <class R> R reference(ditto::op::round, R a) { return round(a); }
template <class R> R reference(ditto::op::trunc, R a) { return trunc(a); }
template <class R> R reference(ditto::op::mod, R a, R b) { return fmod(a, b); }
template <class R> R reference(ditto::op::less, R a, R b) { return R(a < b); }
template <class R> R reference(ditto::op::less_equal, R a, R b) { return R(a <= b); }
template <class R> R reference(ditto::op::equal, R a, R b) { return R(a == b); }
template <class R> R reference(ditto::op::select, R condition, R yes, R no) { return condition != 0 ? yes : no; }
template <class R> R reference(ditto::op::multiply_add, R a, R b, R c) { return a * b + c; }
template <class R> R reference(ditto::op::multiply_subtract, R a, R b, R c) { return a * b - c; }
template <class R> R reference(ditto::op::negate_multiply_add, R a, R b, R c) { return 0 - a * b - c; }
template <class R> R reference(ditto::op::subtract_product, R a, R b, R c) { return c - a * b; }
// clang-format on

template <class Op, class... Ops>
inline constexpr bool is_one_of = (std::same_as<Op, Ops> || ...);

/// How far operands are from where the operation has a kink, a step, a pole or its domain's edge; infinite where it has none.
template <class Op>
double margin(Op, double a, double b = 0.0, double = 0.0) {
    namespace op = ditto::op;
    constexpr double nowhere = std::numeric_limits<double>::infinity();
    if constexpr (std::same_as<Op, op::divide>) return abs(b);
    else if constexpr (is_one_of<Op, op::reciprocal, op::reciprocal_or_zero, op::abs, op::sign, op::cbrt>) return abs(a);
    else if constexpr (is_one_of<Op, op::sqrt, op::log, op::log2, op::log10>) return a;
    else if constexpr (std::same_as<Op, op::log1p>) return 1 + a;
    else if constexpr (is_one_of<Op, op::asin, op::acos, op::atanh>) return 1 - abs(a);
    else if constexpr (std::same_as<Op, op::acosh>) return a - 1;
    else if constexpr (std::same_as<Op, op::tan>) return abs(cos(a));
    else if constexpr (std::same_as<Op, op::hypot>) return hypot(a, b);
    else if constexpr (std::same_as<Op, op::atan2>) return b < 0 ? abs(a) : hypot(a, b);
    else if constexpr (std::same_as<Op, op::pow>) return b == floor(b) ? (b < 0 ? abs(a) : 1.0) : a;
    else if constexpr (is_one_of<Op, op::floor, op::ceil, op::trunc>) return abs(a - round(a));
    else if constexpr (std::same_as<Op, op::round>) return abs(a - floor(a) - 0.5);
    else if constexpr (std::same_as<Op, op::mod>)
        return std::min(abs(fmod(a, b)), abs(b) - abs(fmod(a, b))) / std::max(1.0, abs(a / b));
    else if constexpr (is_one_of<Op, op::min, op::max> || Op::dimensions == ditto::dimension_rule::condition)
        return abs(a - b);
    else return nowhere;
}

/// Calls f(Op{}) for the operation with that opcode.
template <class F>
decltype(auto) with_operation(ditto::opcode code, F f) {
    return boost::mp11::mp_with_index<boost::mp11::mp_size<ditto::operations>>(
        code, [&](auto index) -> decltype(auto) { return f(ditto::operation_at<index()>{}); });
}

}  // namespace laws
