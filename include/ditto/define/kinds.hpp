#pragma once

#include <ditto/define/dimension_name.hpp>
#include <ditto/define/record.hpp>

namespace ditto {

/// Kinds say what an argument of a definition is: its scalars, their dimension, and whether it is solved for. They are
/// empty types. Each names, for any scalar type, the type of its values; a user's kind is such a struct, or is derived from
/// one of those below: docs/howto/own_kinds.md.
template <class Dimension>
struct scalar_kind {
    template <class Make>
    using value = typename Make::template scalar<Dimension>;
};

namespace detail {
struct dimensions {  // values made of nothing but their dimension
    template <class Dimension>
    using scalar = Dimension;
};
template <class Kind>
using dimension_of_kind = typename Kind::template value<dimensions>;

// A kind that others are made of.
template <class Kind>
struct scalar_factor {
    using type = dimension_of_kind<Kind>;
    static_assert(is_checked<type> || std::same_as<type, any_dimension>,
                  "products, quotients, powers, roots, vectors and points are of scalar kinds: a velocity is "
                  "vec_of<speed, 2>, several points are array<point2, N>");
};
template <class Kind>
using factor_dimension = typename scalar_factor<Kind>::type;

template <class First, class... More>
struct product_of_dimensions : product_dimension<First, typename product_of_dimensions<More...>::type> {};
template <class Last>
struct product_of_dimensions<Last> {
    using type = Last;
};

template <class Kind, class Make>
struct given_within {
    static_assert(sizeof(Make) == 0, "given is a whole argument, never a part of one: given<array<Kind, N>>, not "
                                     "array<given<Kind>, N>");
    using type = typename Kind::template value<Make>;
};

template <class Dimension, int N>
struct root_dimension : power_dimension<Dimension, 1, N> {};
template <class Dimension>
struct root_dimension<Dimension, 0> {
    static_assert(sizeof(Dimension) == 0, "there is no zeroth root: root_of<Kind, 2> is what a square root is of");
    using type = any_dimension;
};
}  // namespace detail

template <class Kind, std::size_t N>
struct vec_of : private detail::scalar_factor<Kind> {  ///< a vector, its N components of one scalar kind
    template <class Make>
    using value = vec<typename Kind::template value<Make>, N>;
};
template <class Kind, std::size_t N>
struct point_of : private detail::scalar_factor<Kind> {  ///< a place, its N coordinates of one scalar kind
    template <class Make>
    using value = point<typename Kind::template value<Make>, N>;
};

/// What products, quotients, whole powers and roots of scalars are of. One-sixth powers are the finest that are checked.
template <class... Kinds>
struct product_of : scalar_kind<typename detail::product_of_dimensions<detail::factor_dimension<Kinds>...>::type> {};
template <class A, class B>
struct quotient_of
    : scalar_kind<
          typename detail::quotient_dimension<detail::factor_dimension<A>, detail::factor_dimension<B>>::type> {};
template <class Kind, int N>
struct power_of : scalar_kind<typename detail::power_dimension<detail::factor_dimension<Kind>, N>::type> {};
template <class Kind, int N>
struct root_of : scalar_kind<typename detail::root_dimension<detail::factor_dimension<Kind>, N>::type> {};

struct real : scalar_kind<any_dimension> {};       ///< a number that goes with everything
struct scalar : scalar_kind<number_dimension> {};  ///< a pure number
struct length : scalar_kind<length_dimension> {};
struct angle : scalar_kind<angle_dimension> {};  ///< in radians
struct duration : scalar_kind<duration_dimension> {};
struct mass : scalar_kind<mass_dimension> {};
struct area : power_of<length, 2> {};
struct volume : power_of<length, 3> {};
struct speed : quotient_of<length, duration> {};
struct acceleration : quotient_of<speed, duration> {};
struct force : product_of<mass, acceleration> {};
struct mechanical_energy : product_of<force, length> {};
struct point2 : point_of<length, 2> {};  ///< a place in the plane; coordinates are lengths
struct point3 : point_of<length, 3> {};  ///< a place in space; coordinates are lengths
struct vec2 : vec_of<real, 2> {};        ///< two numbers that go with everything
struct vec3 : vec_of<real, 3> {};        ///< three numbers that go with everything
namespace detail {
template <class Kind, std::size_t N>
struct array_steps {};  // of values that add; manifold.hpp has the other
}  // namespace detail
template <class Kind, std::size_t N>
struct array : detail::array_steps<Kind, N> {  ///< N values of one kind
    template <class Make>
    using value = std::array<typename Kind::template value<Make>, N>;
};
template <template <class> class Record>
struct record {  ///< a user's struct, templated over its scalar, with fields named by BOOST_HANA_DEFINE_STRUCT
    template <class Make>
    using value = Record<typename Make::template scalar<any_dimension>>;
};
/// Data that varies from instance to instance and is not solved for: a whole argument of a definition.
template <class Kind>
struct given {
    template <class Make>
    using value = typename detail::given_within<Kind, Make>::type;
};

namespace detail {
template <class Scalar>
struct plain {  // values made of numbers
    template <class Dimension>
    using scalar = Scalar;
};
template <class K>
inline constexpr bool is_given_kind = false;
template <class K>
inline constexpr bool is_given_kind<given<K>> = true;

// What is given, or the kind itself.
template <class K>
struct without_given {
    using type = K;
};
template <class K>
struct without_given<given<K>> {
    using type = K;
};
template <class K, class Make>
using value_of_kind = typename without_given<K>::type::template value<Make>;

template <class Value>
inline constexpr std::size_t axes_of = 1;
template <class T, std::size_t N>
inline constexpr std::size_t axes_of<point<T, N>> = N;
template <class Value, std::size_t N>
inline constexpr std::size_t axes_of<std::array<Value, N>> = axes_of<Value>;
}  // namespace detail

template <class K>
concept kind = requires { typename detail::value_of_kind<K, detail::plain<double>>; };

template <kind K>
inline constexpr bool is_given = detail::is_given_kind<K>;

/// The type of a kind's values: double for `real`, ditto::point<double, 2> for `point2`, camera<double> for a record.
template <kind K, class Scalar>
using value_t = detail::value_of_kind<K, detail::plain<Scalar>>;

/// Number of scalars in a value of the kind.
template <kind K>
inline constexpr std::size_t kind_size = scalar_count<value_t<K, double>>();

/// How many scalars of the kind, from the first on and so forth, are the coordinates of one place: 2 for `point2`, 3 for
/// `array<point3, N>`, 1 where axes mean nothing. Solvers treat those alike, whatever way the axes point.
template <kind K>
inline constexpr std::size_t kind_axes = detail::axes_of<value_t<K, double>>;

/// Writes the kind_size<K> scalars of a value to `out`, in the order of declaration.
template <kind K, class Scalar>
constexpr void flatten(const value_t<K, Scalar>& value, Scalar* out) {
    for_each_scalar(value, [&](const Scalar& s) { *out++ = s; });
}

/// The value whose kind_size<K> scalars are at `in`.
template <kind K, class Scalar>
constexpr value_t<K, Scalar> unflatten(const Scalar* in) {
    value_t<K, Scalar> value{};
    for_each_scalar(value, [&](Scalar& s) { s = *in++; });
    return value;
}

}  // namespace ditto
