#pragma once

#include <ditto/define/rejected.hpp>
#include <ditto/graph/operation.hpp>

#include <type_traits>

namespace ditto {

/// A physical dimension as exponents, in sixths so that square and cube roots stay whole. Angles are a dimension of their
/// own: adding a length to an angle is a mistake more often than not.
template <int LengthSixths, int AngleSixths>
struct dimension {
    static constexpr int length = LengthSixths;
    static constexpr int angle = AngleSixths;
};

/// What `real` has: it goes with everything, and what it touches is no longer checked.
struct any_dimension {};

using number_dimension = dimension<0, 0>;
using length_dimension = dimension<6, 0>;
using angle_dimension = dimension<0, 6>;

// The names that messages use.
struct length;
struct angle;
struct area;
struct pure_number;

namespace reason {
struct cannot_combine_different_dimensions;
struct needs_an_angle_or_a_pure_number;
}  // namespace reason

namespace detail {

template <class Dimension>
struct name_of_dimension {
    using type = Dimension;
};
template <>
struct name_of_dimension<number_dimension> {
    using type = pure_number;
};
template <>
struct name_of_dimension<length_dimension> {
    using type = ditto::length;
};
template <>
struct name_of_dimension<angle_dimension> {
    using type = ditto::angle;
};
template <>
struct name_of_dimension<dimension<12, 0>> {
    using type = area;
};

template <class A, class B>
inline constexpr bool is_compatible =
    std::same_as<A, any_dimension> || std::same_as<B, any_dimension> || std::same_as<A, B>;

// Both dimensions where they agree; literals and `real` adopt the other's.
template <class A, class B>
struct common_dimension
    : accepted_if<is_compatible<A, B>, rejected<reason::cannot_combine_different_dimensions,
                                                typename name_of_dimension<A>::type, typename name_of_dimension<B>::type>> {
    using type = any_dimension;
};
template <class A>
struct common_dimension<A, A> {
    using type = A;
};

template <class A, class B>
struct product_dimension {
    using type = any_dimension;
};
template <int L1, int A1, int L2, int A2>
struct product_dimension<dimension<L1, A1>, dimension<L2, A2>> {
    using type = dimension<L1 + L2, A1 + A2>;
};

template <class A, class B>
struct quotient_dimension {
    using type = any_dimension;
};
template <int L1, int A1, int L2, int A2>
struct quotient_dimension<dimension<L1, A1>, dimension<L2, A2>> {
    using type = dimension<L1 - L2, A1 - A2>;
};

template <class A>
struct half_dimension {
    using type = any_dimension;
};
template <int L, int A>
struct half_dimension<dimension<L, A>> {
    using type = std::conditional_t<L % 2 == 0 && A % 2 == 0, dimension<L / 2, A / 2>, any_dimension>;
};

template <class A>
struct function_dimension
    : accepted_if<is_compatible<A, number_dimension> || is_compatible<A, angle_dimension>,
                  rejected<reason::needs_an_angle_or_a_pure_number, typename name_of_dimension<A>::type>> {
    using type = std::conditional_t<std::same_as<A, any_dimension>, any_dimension, number_dimension>;
};

}  // namespace detail
}  // namespace ditto
