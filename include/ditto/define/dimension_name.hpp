#pragma once

#include <ditto/define/dimension.hpp>

namespace ditto {

// Kinds (define/kinds.hpp), which is what messages call dimensions by.
struct length;
struct area;
struct volume;
struct angle;
struct duration;
struct mass;
struct speed;
struct acceleration;
struct force;
struct mechanical_energy;
struct scalar;
template <class... Kinds>
struct product_of;
template <class A, class B>
struct quotient_of;
template <class Kind, int N>
struct power_of;
template <class Kind, int N>
struct root_of;

struct pure_number;  ///< what a `scalar` is, and a sine

namespace detail {

template <class... Factors>
struct factors {};

// Kind^(N/D).
template <class Kind, int N, int D>
struct power_name {
    using type = power_of<typename power_name<Kind, 1, D>::type, N>;
};
template <class Kind, int D>
struct power_name<Kind, 1, D> {
    using type = root_of<Kind, D>;
};
template <class Kind>
struct power_name<Kind, 1, 1> {
    using type = Kind;
};

// Kind^(Sixths/6) at the end of a list of factors, if it is there at all.
template <class List, class Kind, int Sixths>
struct with_power;
template <class... F, class Kind, int Sixths>
struct with_power<factors<F...>, Kind, Sixths> {
    static constexpr int common = Sixths % 6 == 0 ? 6 : Sixths % 3 == 0 ? 3 : Sixths % 2 == 0 ? 2 : 1;
    using type = factors<F..., typename power_name<Kind, Sixths / common, 6 / common>::type>;
};
template <class... F, class Kind>
struct with_power<factors<F...>, Kind, 0> {
    using type = factors<F...>;
};

template <class... F>
struct product_name {
    using type = product_of<F...>;
};
template <class F>
struct product_name<F> {
    using type = F;
};
template <>
struct product_name<> {
    using type = scalar;
};

template <class Numerator, class Denominator>
struct quotient_name;
template <class... N, class... D>
struct quotient_name<factors<N...>, factors<D...>> {
    using type = quotient_of<typename product_name<N...>::type, typename product_name<D...>::type>;
};
template <class... N>
struct quotient_name<factors<N...>, factors<>> : product_name<N...> {};

// The factors with positive exponents times Sign, mass first as in the names of units: kg m / s^2.
template <class Dimension, int Sign>
class factors_of {
    static constexpr int positive(int sixths) { return Sign * sixths > 0 ? Sign * sixths : 0; }
    using m = typename with_power<factors<>, mass, positive(Dimension::mass)>::type;
    using l = typename with_power<m, length, positive(Dimension::length)>::type;
    using a = typename with_power<l, angle, positive(Dimension::angle)>::type;

public:
    using type = typename with_power<a, duration, positive(Dimension::time)>::type;
};

template <class Dimension>
struct name_of_dimension
    : quotient_name<typename factors_of<Dimension, 1>::type, typename factors_of<Dimension, -1>::type> {};

template <class Name>
struct named {
    using type = Name;
};
template <>
struct name_of_dimension<number_dimension> : named<pure_number> {};
template <>
struct name_of_dimension<dimension<12>> : named<area> {};
template <>
struct name_of_dimension<dimension<18>> : named<volume> {};
template <>
struct name_of_dimension<dimension<6, 0, -6>> : named<speed> {};
template <>
struct name_of_dimension<dimension<6, 0, -12>> : named<acceleration> {};
template <>
struct name_of_dimension<dimension<6, 0, -12, 6>> : named<force> {};
template <>
struct name_of_dimension<dimension<12, 0, -12, 6>> : named<mechanical_energy> {};

}  // namespace detail
}  // namespace ditto
