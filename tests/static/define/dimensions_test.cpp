// Dimensions of kinds, of results of operations, and the names that messages have for them.
#include "catch.hpp"

#include <ditto/define.hpp>

namespace {

using namespace ditto;

template <class Kind, class Dimension>
concept has_dimension = std::same_as<detail::dimension_of_kind<Kind>, Dimension>;

// Kinds: exponents of length, angle, time and mass, in sixths.
static_assert(has_dimension<real, any_dimension>);
static_assert(has_dimension<scalar, dimension<0, 0, 0, 0>>);
static_assert(has_dimension<ditto::length, dimension<6, 0, 0, 0>>);
static_assert(has_dimension<angle, dimension<0, 6, 0, 0>>);
static_assert(has_dimension<duration, dimension<0, 0, 6, 0>>);
static_assert(has_dimension<mass, dimension<0, 0, 0, 6>>);
static_assert(has_dimension<area, dimension<12, 0, 0, 0>>);
static_assert(has_dimension<volume, dimension<18, 0, 0, 0>>);
static_assert(has_dimension<speed, dimension<6, 0, -6, 0>>);
static_assert(has_dimension<acceleration, dimension<6, 0, -12, 0>>);
static_assert(has_dimension<force, dimension<6, 0, -12, 6>>);
static_assert(has_dimension<mechanical_energy, dimension<12, 0, -12, 6>>);

static_assert(has_dimension<product_of<mass, speed, speed>, detail::dimension_of_kind<mechanical_energy>>);
static_assert(has_dimension<quotient_of<angle, duration>, dimension<0, 6, -6>>);
static_assert(has_dimension<quotient_of<scalar, duration>, dimension<0, 0, -6>>);
static_assert(has_dimension<root_of<area, 2>, length_dimension>);
static_assert(has_dimension<power_of<ditto::length, -2>, dimension<-12>>);
static_assert(has_dimension<root_of<ditto::length, 6>, dimension<1>>);
static_assert(has_dimension<root_of<ditto::length, 4>, any_dimension>);  // beyond sixths
static_assert(has_dimension<product_of<ditto::length, real>, any_dimension>);

// A user's kinds.
struct stiffness : quotient_of<force, ditto::length> {};
struct velocity3 : vec_of<speed, 3> {};
struct moment : point_of<duration, 1> {};
struct by_exponents : scalar_kind<dimension<0, 0, -12, 6>> {};
static_assert(has_dimension<stiffness, detail::dimension_of_kind<by_exponents>>);
static_assert(has_dimension<velocity3, vec<detail::dimension_of_kind<speed>, 3>>);
static_assert(has_dimension<ditto::array<moment, 2>, std::array<point<duration_dimension, 1>, 2>>);
static_assert(kind_size<velocity3> == 3 && kind_axes<velocity3> == 1 && kind_axes<moment> == 1);
static_assert(std::same_as<value_t<given<velocity3>, float>, vec<float, 3>>);

// What messages call them is, but for pure_number, a kind of that dimension.
template <class Dimension, class Name>
concept is_named = std::same_as<typename detail::name_of_dimension<Dimension>::type, Name>;
static_assert(is_named<number_dimension, pure_number>);
static_assert(is_named<dimension<6>, ditto::length>);
static_assert(is_named<dimension<12>, area> && is_named<dimension<18>, volume>);
static_assert(is_named<dimension<0, 6>, angle> && is_named<dimension<0, 0, 6>, duration>);
static_assert(is_named<dimension<0, 0, 0, 6>, mass>);
static_assert(is_named<dimension<6, 0, -6>, speed> && is_named<dimension<6, 0, -12>, acceleration>);
static_assert(is_named<dimension<6, 0, -12, 6>, force> && is_named<dimension<12, 0, -12, 6>, mechanical_energy>);
static_assert(is_named<dimension<0, 0, -12, 6>, quotient_of<mass, power_of<duration, 2>>>);
static_assert(is_named<dimension<6, 0, -6, 6>, quotient_of<product_of<mass, ditto::length>, duration>>);
static_assert(is_named<dimension<-6, 0, -12, 6>, quotient_of<mass, product_of<ditto::length, power_of<duration, 2>>>>);
static_assert(is_named<dimension<0, 0, -6>, quotient_of<scalar, duration>>);
static_assert(is_named<dimension<3>, root_of<ditto::length, 2>>);
static_assert(is_named<dimension<-4>, quotient_of<scalar, power_of<root_of<ditto::length, 3>, 2>>>);
static_assert(is_named<dimension<0, 1>, root_of<angle, 6>>);

constexpr int exponents[] = {-18, -12, -7, -1, 0, 2, 3, 6, 24};
template <std::size_t I>
constexpr bool name_keeps_dimension() {
    constexpr auto exponent = [](std::size_t place) { return exponents[place % 9]; };
    using wanted = dimension<exponent(I), exponent(I / 9 + 2 * I), exponent(I + 4), exponent(5 * I + 7)>;
    return has_dimension<typename detail::name_of_dimension<wanted>::type, wanted>;
}
static_assert([]<std::size_t... I>(std::index_sequence<I...>) {
    return (name_keeps_dimension<I>() && ...);
}(std::make_index_sequence<81>{}));

// Results of operations, by rule.
template <dimension_rule Rule, std::size_t Arity>
struct operation_of {
    static constexpr std::size_t arity = Arity;
    static constexpr auto dimensions = Rule;
};
template <dimension_rule Rule, class... Operands>
using result = typename decltype(
    detail::result_dimension<operation_of<Rule, sizeof...(Operands)>, Operands...>())::type;
template <class Kind>
using of = quantity<detail::dimension_of_kind<Kind>>;
template <class Kind, dimension_rule Rule, class... Operands>
concept makes = has_dimension<Kind, result<Rule, Operands...>>;

using rule = dimension_rule;
static_assert(makes<force, rule::same, of<force>, of<force>> && makes<force, rule::same, of<force>>);
static_assert(makes<force, rule::same, of<force>, double> && makes<force, rule::same, int, of<force>>);
static_assert(makes<real, rule::same, of<force>, of<real>> && makes<real, rule::same, of<real>, of<force>>);
static_assert(makes<mechanical_energy, rule::product, of<force>, of<ditto::length>>);
static_assert(makes<force, rule::product, of<force>, double> && makes<force, rule::product, double, of<force>>);
static_assert(makes<real, rule::product, of<force>, of<real>>);
static_assert(makes<mass, rule::quotient, of<force>, of<acceleration>>);
static_assert(makes<power_of<mass, -1>, rule::quotient, double, of<mass>>);
static_assert(makes<power_of<mass, -1>, rule::quotient, of<mass>>);
static_assert(makes<speed, rule::half, of<product_of<speed, speed>>> && makes<real, rule::half, of<real>>);
static_assert(makes<ditto::length, rule::cube_root, of<volume>> && makes<scalar, rule::cube_root, of<scalar>>);
static_assert(makes<root_of<ditto::length, 3>, rule::cube_root, of<ditto::length>>);
static_assert(makes<real, rule::cube_root, of<real>>);
static_assert(makes<scalar, rule::number, of<scalar>>);
static_assert(makes<real, rule::number, of<real>>);
static_assert(makes<scalar, rule::number, of<scalar>, of<scalar>>);
static_assert(makes<scalar, rule::number, of<scalar>, int> && makes<scalar, rule::number, double, of<scalar>>);
static_assert(makes<real, rule::number, of<real>, double> && makes<real, rule::number, of<scalar>, of<real>>);
static_assert(makes<scalar, rule::sign, of<area>> && makes<scalar, rule::sign, of<angle>>);
static_assert(makes<scalar, rule::sign, of<scalar>> && makes<real, rule::sign, of<real>>);
static_assert(makes<angle, rule::angle, of<scalar>> && makes<real, rule::angle, of<real>>);
static_assert(makes<angle, rule::direction, of<ditto::length>, of<ditto::length>>);
static_assert(makes<angle, rule::direction, of<scalar>, of<scalar>>);
static_assert(makes<angle, rule::direction, of<force>, double> && makes<real, rule::direction, of<real>, of<force>>);
static_assert(makes<force, rule::choice, condition<op::less>, of<force>, of<force>>);
static_assert(makes<force, rule::choice, condition<op::less>, of<force>, double>);

// Angles go into sines, cosines and tangents only.
template <class Op, class Kind>
using function_of = typename decltype(detail::result_dimension<Op, of<Kind>>())::type;
static_assert(has_dimension<scalar, function_of<op::sin, angle>> && has_dimension<scalar, function_of<op::sin, scalar>>);
static_assert(has_dimension<scalar, function_of<op::cos, angle>> && has_dimension<scalar, function_of<op::tan, angle>>);
static_assert(detail::takes_angles<op::sin> && !detail::takes_angles<op::exp> && !detail::takes_angles<op::pow>);

// What select makes of two literals is a literal: it adapts in sums and choices, and is a pure number elsewhere.
using literal = quantity<result<rule::choice, condition<op::less>, double, int>>;
static_assert(std::same_as<literal, quantity<literal_dimension>>);
static_assert(makes<force, rule::same, of<force>, literal> && makes<force, rule::same, literal, of<force>>);
static_assert(makes<force, rule::choice, condition<op::less>, literal, of<force>>);
static_assert(makes<real, rule::same, of<real>, literal>);
static_assert(std::same_as<result<rule::same, literal, literal>, literal_dimension>);
static_assert(std::same_as<result<rule::same, double, literal>, literal_dimension>);
static_assert(std::same_as<result<rule::same, literal>, literal_dimension>);  // negate, abs
static_assert(makes<force, rule::product, of<force>, literal> && makes<scalar, rule::product, literal, literal>);
static_assert(makes<power_of<mass, -1>, rule::quotient, literal, of<mass>>);
static_assert(makes<scalar, rule::half, literal> && makes<scalar, rule::number, literal>);
static_assert(makes<angle, rule::direction, of<force>, literal> && makes<angle, rule::direction, literal, literal>);
static_assert(std::same_as<std::common_type_t<of<force>, literal>, of<force>>);
static_assert(std::same_as<std::common_type_t<literal, literal>, literal>);
static_assert(std::same_as<std::common_type_t<of<real>, literal>, of<real>>);
static_assert(std::same_as<detail::component_dimension<length_dimension, angle_dimension, literal_dimension>::type,
                           detail::different<length_dimension, angle_dimension>>);

// Definitions over them are the definitions over `real`: checking leaves no trace.
constexpr auto spring = residual<ditto::length, given<stiffness>, given<mass>, given<speed>>(
    [](auto x, auto k, auto m, auto v) { return 0.5 * (k * x * x) - 0.5 * (m * v * v); });
constexpr auto unchecked = residual<real, given<real>, given<real>, given<real>>(
    [](auto x, auto k, auto m, auto v) { return 0.5 * (k * x * x) - 0.5 * (m * v * v); });
static_assert(same_kernel<spring, unchecked>);
constexpr auto motion = residual<point3, velocity3, given<point3>, given<duration>>(
    [](auto now, auto v, auto before, auto t) { return now - (before + v * t); });
static_assert(motion.unknowns() == 6 && motion.givens() == 4 && motion.rows() == 3);

// Rows of one dimension, or of `real`: which needs one of them to be, or as_real.
template <class A, class B>
struct two_fields {
    BOOST_HANA_DEFINE_STRUCT(two_fields, (A, first), (B, second));
};
template <class A, class B>
two_fields(A, B) -> two_fields<A, B>;
constexpr auto wrapped = residual<ditto::length, angle>([](auto l, auto a) { return as_real(vec{l, a, 0.0, a}); });
constexpr auto one_by_one = residual<ditto::length, angle>([](auto l, auto a) { return vec{as_real(l), as_real(a), l - l, a}; });
constexpr auto real_last = residual<ditto::length, angle, real>([](auto l, auto a, auto x) { return vec{l, a, l - l, a + x}; });
constexpr auto as_whole = residual<ditto::length, angle>([](auto l, auto a) { return as_real(std::array{vec{l, a}, vec{0.0 * l, a}}); });
constexpr auto as_matrix = residual<ditto::length, angle>([](auto l, auto a) { return as_real(mat{vec{l, a}, vec{0.0 * l, a}}); });
constexpr auto as_quaternion =
    residual<ditto::length, angle>([](auto l, auto a) { return as_real(quaternion{l, a, 0.0, a}); });
constexpr auto as_places =
    residual<ditto::length, angle>([](auto l, auto a) { return as_real(std::array{point{l, a}, point{0.0 * l, a}}); });
constexpr auto of_record = residual<ditto::length, angle>(
    [](auto l, auto a) { return two_fields{vec{as_real(l), as_real(a)}, two_fields{l - l, as_real(a)}}; });
constexpr auto taken_apart = residual<ditto::length, angle>([](auto l, auto a) {
    auto [x, y] = vec{l, a};
    return as_real(vec{x, y});
});
constexpr auto unchecked_rows = residual<real, real>([](auto l, auto a) { return vec{l, a, 0.0, a}; });
static_assert(same_kernel<wrapped, unchecked_rows> && same_kernel<one_by_one, unchecked_rows>);
static_assert(same_kernel<as_whole, unchecked_rows> && same_kernel<as_matrix, unchecked_rows>);
static_assert(same_kernel<as_quaternion, unchecked_rows> && same_kernel<as_places, unchecked_rows>);
static_assert(same_kernel<of_record, unchecked_rows> && real_last.rows() == 4 && taken_apart.rows() == 2);

// It is assigned pure numbers and `real`, and nothing else.
static_assert(std::is_assignable_v<literal&, of<real>> && std::is_assignable_v<literal&, of<scalar>>);
static_assert(!std::is_assignable_v<literal&, of<force>> && std::is_assignable_v<of<force>&, literal>);
constexpr auto accumulated = residual<real, real>([](auto x, auto y) {
    auto total = select(x < y, 1.0, 2.0);
    total = total + x * y;
    total += x;
    return total * y;
});
static_assert(accumulated.rows() == 1);

constexpr auto flipped = residual<ditto::length, given<ditto::length>>([](auto l, auto r) {
    auto side = select(l < 0, -1.0, 1.0);
    auto rest = side * l - r + side;
    rest += -side;
    rest *= 2.0;
    rest -= 2.0 * l;
    rest /= sign(r * r);
    auto v = ditto::vec{side, l};
    return rest + v[0] + v[1] - side;
});

TEST_CASE("a choice of literals, and assignments that keep a dimension") {
    CHECK(flipped(-3.0, 2.0) == 2.0 * (3.0 - 2.0) + 6.0 - 3.0);
    CHECK(flipped(3.0, 2.0) == 2.0 * (3.0 - 2.0) - 6.0 + 3.0);
}

TEST_CASE("definitions over dimensions compute") {
    CHECK(spring(2.0, 3.0, 4.0, 5.0) == 6.0 - 50.0);
    CHECK(motion({10, 20, 30}, {1, 2, 3}, {9, 16, 21}, 2.0)[2] == 3.0);
}

}  // namespace
