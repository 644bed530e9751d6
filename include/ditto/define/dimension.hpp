#pragma once

#include <ditto/define/rejected.hpp>
#include <ditto/graph/operation.hpp>

#include <type_traits>

namespace ditto {

/// A physical dimension as exponents, in sixths so that square and cube roots stay whole. Angles are a dimension of their
/// own: adding a length to an angle is a mistake more often than not.
template <int LengthSixths, int AngleSixths = 0, int TimeSixths = 0, int MassSixths = 0>
struct dimension {
    static constexpr int length = LengthSixths;
    static constexpr int angle = AngleSixths;
    static constexpr int time = TimeSixths;
    static constexpr int mass = MassSixths;
};

/// What `real` has: it goes with everything, and what it touches is no longer checked.
struct any_dimension {};

/// What a choice between literals has: as they do, it takes the dimension of a sum, and is a pure number elsewhere.
struct literal_dimension {};

using number_dimension = dimension<0>;
using length_dimension = dimension<6>;
using angle_dimension = dimension<0, 6>;
using duration_dimension = dimension<0, 0, 6>;
using mass_dimension = dimension<0, 0, 0, 6>;

namespace reason {  // answers "why was it rejected?"
struct cannot_combine_different_dimensions;
struct needs_an_angle_or_a_pure_number;
struct needs_a_pure_number;
struct components_or_rows_of_different_dimensions;
}  // namespace reason

namespace repair {  // answers "what now?"
struct multiply_or_divide_until_both_agree_or_use_real;
struct divide_by_a_scale_of_its_dimension_or_use_as_real;
struct multiply_as_in_x_times_x_or_divide_by_a_scale_of_its_dimension_or_use_as_real;
struct divide_each_by_its_scale_or_wrap_all_in_as_real;
}  // namespace repair

namespace detail {

template <class Dimension>
struct name_of_dimension;  // what messages call it: define/dimension_name.hpp

template <class Dimension>
inline constexpr bool is_checked = false;
template <int L, int A, int T, int M>
inline constexpr bool is_checked<dimension<L, A, T, M>> = true;

// What is no dimension goes with everything, also what a compiler puts in the place of one after an error.
template <class A, class B>
inline constexpr bool is_compatible = std::same_as<A, B> || !is_checked<A> || !is_checked<B>;

template <class From, class To>
inline constexpr bool is_assignable = is_compatible<From, To>;
template <class From>
inline constexpr bool is_assignable<From, literal_dimension> = is_compatible<From, number_dimension>;

// Where vectors or rows have components of several dimensions: two of these. Such a vector may be made, and only as_real
// takes it; to refuse it where it is made would be several errors on clang++, not one.
template <class A, class B>
struct different;

template <class T, class... Types>
inline constexpr bool is_any_of = (std::same_as<T, Types> || ...);

// Of two components together: one that is `real` makes both `real`.
template <class A, class B>
struct pair_dimension {
    using type = std::conditional_t<is_compatible<A, B>, any_dimension, different<A, B>>;
};
template <class A>
struct pair_dimension<A, A> {
    using type = A;
};
template <class A>
struct pair_dimension<A, literal_dimension> {
    using type = A;
};
template <class A>
struct pair_dimension<literal_dimension, A> {
    using type = A;
};
template <>
struct pair_dimension<literal_dimension, literal_dimension> {
    using type = literal_dimension;
};
template <class A, class B, class C>
    requires(!is_any_of<C, any_dimension, literal_dimension, different<A, B>>)
struct pair_dimension<different<A, B>, C> {
    using type = different<A, B>;
};
template <class First, class... More>
struct component_dimension {
    using type = First;
};
template <class A, class B, class... More>
struct component_dimension<A, B, More...> : component_dimension<typename pair_dimension<A, B>::type, More...> {};

// Both dimensions where they agree; `real` makes `real`. Names are made up where there is a message, never where all is well.
template <class Reason, class Repair, class A, class B>
struct agreed_dimension {
    using type = any_dimension;
};
template <class Reason, class Repair, class A>
struct agreed_dimension<Reason, Repair, A, A> {
    using type = A;
};
template <class Reason, class Repair, class A, class B>
    requires(!is_compatible<A, B>)
struct agreed_dimension<Reason, Repair, A, B>
    : rejected<Reason, typename name_of_dimension<A>::type, typename name_of_dimension<B>::type, Repair> {
    using type = any_dimension;
};

template <class A, class B>
using common_dimension = agreed_dimension<reason::cannot_combine_different_dimensions,
                                          repair::multiply_or_divide_until_both_agree_or_use_real, A, B>;
template <class A, class B>
using common_row_dimension = agreed_dimension<reason::components_or_rows_of_different_dimensions,
                                              repair::divide_each_by_its_scale_or_wrap_all_in_as_real, A, B>;

template <class A, class B>
struct product_dimension {
    using type = any_dimension;
};
template <int L1, int A1, int T1, int M1, int L2, int A2, int T2, int M2>
struct product_dimension<dimension<L1, A1, T1, M1>, dimension<L2, A2, T2, M2>> {
    using type = dimension<L1 + L2, A1 + A2, T1 + T2, M1 + M2>;
};

template <class A, class B>
struct quotient_dimension {
    using type = any_dimension;
};
template <int L1, int A1, int T1, int M1, int L2, int A2, int T2, int M2>
struct quotient_dimension<dimension<L1, A1, T1, M1>, dimension<L2, A2, T2, M2>> {
    using type = dimension<L1 - L2, A1 - A2, T1 - T2, M1 - M2>;
};

// A^(N/D). Where sixths do not suffice, as in the fourth root of a length, the power is no longer checked.
template <class A, int N, int D = 1>
struct power_dimension {
    using type = any_dimension;
};
template <int L, int A, int T, int M, int N, int D>
    requires(L * N % D == 0 && A * N % D == 0 && T * N % D == 0 && M * N % D == 0)
struct power_dimension<dimension<L, A, T, M>, N, D> {
    using type = dimension<L * N / D, A * N / D, T * N / D, M * N / D>;
};

// A function of pure numbers; of angles too where `Angles`. What it makes has the dimension Result, of `real` is `real`.
template <class A, class Result, bool Angles, class Repair = repair::divide_by_a_scale_of_its_dimension_or_use_as_real>
struct function_dimension {
    using type = any_dimension;
};
template <class A, class Result, bool Angles, class Repair>
    requires is_checked<A>
struct function_dimension<A, Result, Angles, Repair>
    : rejected<std::conditional_t<Angles, reason::needs_an_angle_or_a_pure_number, reason::needs_a_pure_number>,
               typename name_of_dimension<A>::type, Repair> {
    using type = any_dimension;
};
template <class Result, bool Angles, class Repair>
struct function_dimension<number_dimension, Result, Angles, Repair> {
    using type = Result;
};
template <class Result, class Repair>
struct function_dimension<angle_dimension, Result, true, Repair> {
    using type = Result;
};

}  // namespace detail
}  // namespace ditto
