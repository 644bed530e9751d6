#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace ditto {

/// How the dimension of an operation's result follows from its operands' dimensions (checked in define/quantity.hpp).
enum class dimension_rule {
    same,       ///< all operands agree, the result is of their dimension: a + b, negate, select's branches
    product,    ///< exponents add: a * b
    quotient,   ///< exponents subtract: a / b
    half,       ///< exponents are halved: sqrt
    cube_root,  ///< exponents are divided by three: cbrt
    number,     ///< operands are pure numbers, the result is too: exp, pow; and sin, which takes angles
    sign,       ///< the operand is anything, the result a pure number
    angle,      ///< the operand is a pure number, the result is an angle: acos
    direction,  ///< both operands agree, the result is an angle: atan2
    condition,  ///< operands agree, the result is a condition: a < b
    choice,     ///< a condition and two operands that agree: select
};

/// What an operation of one operand makes of a change of sign.
enum class symmetry {
    none,
    odd,   ///< f(-a) = -f(a): sin
    even,  ///< f(-a) = f(a): cos
};

/// The calculus of one operation, on any scalar-like `T`: double, SIMD batch, symbol.
///   name               its name in text
///   arity              number of operands
///   commutative        whether the first two operands may be exchanged
///   cost               throughput in units of one addition of a batch, for reports and scheduling
///   dimensions         the rule its operands' dimensions obey
///   value(a...)        the result
///   partials(v, a...)  d result / d a_i, one per operand, given v == value(a...)
/// and, where it is not the whole line,
///   in_domain(a...)    whether numbers are in the domain
///   exact = true       `value` of doubles is correctly rounded and a constant expression, so constants are folded;
///                      others are left to the kernel, that a graph be the same whoever builds it
///   smooth = false     it has a kink, a step or an infinite slope somewhere
///   parity             its symmetry
///   takes_angles       whether the operand may be an angle where the rule asks for pure numbers
///
/// `value` and `partials` are pure, and `partials` agrees with a central difference of `value`: tests/laws checks it for
/// every operation in the list. To add one, write a header and name it in operations.hpp; nothing is specialised.
template <class Op>
concept operation = requires {
    { Op::name } -> std::convertible_to<std::string_view>;
    { Op::arity } -> std::convertible_to<std::size_t>;
    { Op::commutative } -> std::convertible_to<bool>;
    { Op::cost } -> std::convertible_to<int>;
    { Op::dimensions } -> std::convertible_to<dimension_rule>;
};

/// Whether an operation on constants may be replaced by its value.
template <class Op>
inline constexpr bool folds_constants = requires { requires Op::exact; };

/// Whether an operation has all derivatives wherever it is defined.
template <class Op>
inline constexpr bool is_smooth = !requires { requires !Op::smooth; };

/// Types that record operations instead of computing numbers: symbol, quantity, expression. Each provides
/// `apply(Op{}, operands...)`, found by argument-dependent lookup, and specialises this constant.
template <class T>
inline constexpr bool is_traced = false;

template <class T>
concept traced = is_traced<T>;

template <class T>
concept number = std::integral<T> || std::floating_point<T>;

/// Operands of which at least one is traced and the others are traced or numbers.
template <class... T>
concept traced_operands = (traced<T> || ...) && ((traced<T> || number<T>) && ...);

}  // namespace ditto
