#pragma once

#include <ditto/define/dimension_name.hpp>

namespace ditto {

template <class Dimension>
class quantity;  // define/quantity.hpp

namespace detail {

template <class T>
struct dimension_of_operand {
    using type = any_dimension;
};
template <class Dimension>
struct dimension_of_operand<quantity<Dimension>> {
    using type = Dimension;
};
template <>
struct dimension_of_operand<quantity<literal_dimension>> {
    using type = number_dimension;
};
template <class A, class B>
struct dimension_of_operand<quantity<different<A, B>>> : common_row_dimension<A, B> {};
template <class T>
using dimension_of = typename dimension_of_operand<T>::type;

// A literal factor is a pure number, a literal summand has the dimension of the sum.
template <class T>
using dimension_of_factor = std::conditional_t<number<T>, number_dimension, dimension_of<T>>;

template <class T>
inline constexpr bool adapts = number<T>;
template <>
inline constexpr bool adapts<quantity<literal_dimension>> = true;

template <class A, class B, bool = adapts<A>, bool = adapts<B>>
struct sum_dimension : common_dimension<dimension_of<A>, dimension_of<B>> {};
template <class A, class B>
struct sum_dimension<A, B, false, true> {
    using type = dimension_of<A>;
};
template <class A, class B>
struct sum_dimension<A, B, true, false> {
    using type = dimension_of<B>;
};
template <class A, class B>
struct sum_dimension<A, B, true, true> {
    using type = literal_dimension;
};

// A power: base and exponent are numbers, and what a length wants instead is a product.
template <class A, class B>
using numbers_dimension = product_dimension<
    typename function_dimension<
        dimension_of_factor<A>, number_dimension, false,
        repair::multiply_as_in_x_times_x_or_divide_by_a_scale_of_its_dimension_or_use_as_real>::type,
    typename function_dimension<dimension_of_factor<B>, number_dimension, false>::type>;

template <class A, class B>
using direction_dimension =
    std::conditional<std::same_as<typename sum_dimension<A, B>::type, any_dimension>, any_dimension, angle_dimension>;

template <class Op>
inline constexpr bool takes_angles = requires { requires Op::takes_angles; };

template <class Op, class A, class B = void, class C = void>
constexpr auto result_dimension() {
    using rule = dimension_rule;
    if constexpr (Op::dimensions == rule::choice) return sum_dimension<B, C>{};
    else if constexpr (Op::dimensions == rule::product)
        return product_dimension<dimension_of_factor<A>, dimension_of_factor<B>>{};
    else if constexpr (Op::dimensions == rule::quotient && Op::arity == 2)
        return quotient_dimension<dimension_of_factor<A>, dimension_of_factor<B>>{};
    else if constexpr (Op::dimensions == rule::quotient) return quotient_dimension<number_dimension, dimension_of<A>>{};
    else if constexpr (Op::dimensions == rule::half) return power_dimension<dimension_of<A>, 1, 2>{};
    else if constexpr (Op::dimensions == rule::cube_root) return power_dimension<dimension_of<A>, 1, 3>{};
    else if constexpr (Op::dimensions == rule::number && Op::arity == 2) return numbers_dimension<A, B>{};
    else if constexpr (Op::dimensions == rule::number)
        return function_dimension<dimension_of<A>, number_dimension, takes_angles<Op>>{};
    else if constexpr (Op::dimensions == rule::sign)
        return std::conditional<is_checked<dimension_of<A>>, number_dimension, any_dimension>{};
    else if constexpr (Op::dimensions == rule::angle)
        return function_dimension<dimension_of<A>, angle_dimension, false>{};
    else if constexpr (Op::dimensions == rule::direction) return direction_dimension<A, B>{};
    else if constexpr (Op::arity == 2) return sum_dimension<A, B>{};
    else return sum_dimension<A, A>{};
}

}  // namespace detail
}  // namespace ditto
