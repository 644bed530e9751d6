// What a definition knows of itself before anything runs: sizes, kernels shared, operations counted, values of kinds.
#include "catch.hpp"

#include <ditto/define.hpp>

#include <type_traits>

namespace {

using ditto::given, ditto::real, ditto::length, ditto::point2, ditto::residual;

constexpr auto distance =
    residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });

// Counts.
static_assert(distance.unknowns() == 4 && distance.givens() == 1 && distance.rows() == 1);
constexpr auto three_rows = residual<ditto::point3, ditto::vec3, given<ditto::angle>>(
    [](auto p, auto v, auto a) { return (p - ditto::origin) * cos(a) + v; });
static_assert(three_rows.unknowns() == 6 && three_rows.givens() == 1 && three_rows.rows() == 3);
constexpr auto unused = residual<real, point2, given<point2>>([](auto x, auto, auto) { return x; });
static_assert(unused.unknowns() == 3 && unused.givens() == 2 && unused.rows() == 1);
constexpr auto constant = residual<real>([](auto) { return 2.0; });
static_assert(constant.rows() == 1 && constant(7.0) == 2.0);
constexpr auto two = residual<real, real>([](auto x, auto y) { return std::array{x * y, x - y}; });
static_assert(two.rows() == 2 && two(3.0, 4.0)[0] == 12.0 && two(3.0, 4.0)[1] == -1.0);
static_assert(std::is_empty_v<decltype(distance)> && std::is_empty_v<decltype(three_rows)>);

// Whoever writes it, in whatever order: one kernel.
constexpr auto rod = residual<given<length>, point2, point2>([](auto span, auto tail, auto head) {
    auto [dx, dy] = head - tail;
    return sqrt(dy * dy + dx * dx) - span;
});
constexpr auto by_components = residual<point2, given<length>, point2>([](auto a, auto l, auto b) {
    auto sum = 0.0 * l * l;
    for (std::size_t i = 0; i < 2; ++i) sum = sum + (a[i] - b[i]) * (a[i] - b[i]);
    return -l + sqrt(sum);
});
static_assert(ditto::same_kernel<distance, distance>);
static_assert(ditto::same_kernel<distance, rod>);
static_assert(ditto::same_kernel<distance, by_components>);
static_assert(!ditto::same_kernel<distance, three_rows>);
// What is solved for is part of the structure; dimensions are not.
constexpr auto free_length = residual<point2, point2, length>([](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto with_reals = residual<ditto::vec2, ditto::vec2, given<real>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
static_assert(!ditto::same_kernel<distance, free_length>);
static_assert(ditto::same_kernel<distance, with_reals>);
// Literals are baked in.
constexpr auto twice = residual<real>([](auto x) { return 2 * (x * x); });
constexpr auto thrice = residual<real>([](auto x) { return 3 * (x * x); });
constexpr auto twice_again = residual<real>([](auto x) { return x * x + pow(x, 2); });
static_assert(!ditto::same_kernel<twice, thrice>);
static_assert(ditto::same_kernel<twice, twice_again>);

// The grouping of scalars into variables is part of the kernel, the arithmetic is not.
constexpr auto of_points = residual<point2, point2>([](auto p, auto q) { return dot(p - q, p - q); });
constexpr auto of_scalars = residual<length, length, length, length>([](auto a, auto b, auto c, auto d) {
    return (a - c) * (a - c) + (b - d) * (b - d);
});
static_assert(std::same_as<decltype(of_points)::structure_type, decltype(of_scalars)::structure_type>);
static_assert(!ditto::same_kernel<of_points, of_scalars>);

// Operations of value and derivatives together. Each bound is what a careful person writes by hand.
constexpr auto product = residual<real, real>([](auto x, auto y) { return x * y; });
constexpr auto line = residual<real, real, given<real>, given<real>>([](auto m, auto b, auto x, auto y) { return m * x + b - y; });
static_assert(ditto::operation_count<product> == 1);        // x y; its partials are y and x
static_assert(ditto::operation_count<line> == 3);           // partials are x and 1
static_assert(ditto::operation_count<distance> <= 12);
static_assert(ditto::operation_count<twice> <= 3);
static_assert(ditto::operation_count<constant> == 0);

// Kinds.
template <class T>
struct inner {
    BOOST_HANA_DEFINE_STRUCT(inner, (T, focal), (ditto::vec<T, 2>, radial));
};
template <class T>
struct outer {
    BOOST_HANA_DEFINE_STRUCT(outer, (inner<T>, lens), (std::array<ditto::point<T, 3>, 2>, places), (T, last));
};
static_assert(ditto::kind_size<real> == 1 && ditto::kind_size<point2> == 2 && ditto::kind_size<ditto::point3> == 3);
static_assert(ditto::kind_size<ditto::vec2> == 2 && ditto::kind_size<ditto::vec3> == 3);
static_assert(ditto::kind_size<ditto::array<point2, 5>> == 10);
static_assert(ditto::kind_size<ditto::record<outer>> == 10);
static_assert(ditto::kind_size<given<ditto::record<outer>>> == 10);
static_assert(ditto::kind_size<ditto::array<ditto::array<ditto::record<inner>, 2>, 3>> == 18);
static_assert(ditto::is_given<given<real>> && !ditto::is_given<real>);
static_assert(std::same_as<ditto::value_t<real, float>, float>);
static_assert(std::same_as<ditto::value_t<point2, double>, ditto::point<double, 2>>);
static_assert(std::same_as<ditto::value_t<given<ditto::vec3>, float>, ditto::vec<float, 3>>);
static_assert(std::same_as<ditto::value_t<ditto::array<real, 4>, double>, std::array<double, 4>>);
static_assert(std::same_as<ditto::value_t<ditto::record<outer>, float>, outer<float>>);
static_assert(!ditto::kind<int>);

// Scalars in the order of declaration, and back.
template <class Scalar>
constexpr bool survives_flattening() {
    std::array<Scalar, 10> scalars{};
    for (std::size_t i = 0; i < scalars.size(); ++i) scalars[i] = static_cast<Scalar>(i + 1);
    const auto value = ditto::unflatten<ditto::record<outer>, Scalar>(scalars.data());
    if (value.lens.focal != 1 || value.lens.radial[1] != 3 || value.places[1][0] != 7 || value.last != 10) return false;
    std::array<Scalar, 10> again{};
    ditto::flatten<ditto::record<outer>, Scalar>(value, again.data());
    return again == scalars;
}
static_assert(survives_flattening<double>() && survives_flattening<float>());

// A record arrives in the function with its names; vectors and points can be taken apart.
constexpr auto of_record = residual<ditto::record<outer>, point2>([](auto r, auto p) {
    auto [k1, k2] = r.lens.radial;
    auto [x, y] = p;
    return r.lens.focal * k1 + k2 * x + y * r.places[1][2] - r.last;
});
static_assert(of_record.unknowns() == 12);
static_assert(of_record({{2.0, {{3.0, 5.0}}}, {{{{0, 0, 0}}, {{0, 0, 7.0}}}}, 1.0}, {{11.0, 13.0}}) ==
              2.0 * 3.0 + 5.0 * 11.0 + 13.0 * 7.0 - 1.0);

// Derivatives inside the compiler, in the order of the arguments.
constexpr auto at = of_record.linearize({{2.0, {{3.0, 5.0}}}, {{{{0, 0, 0}}, {{0, 0, 7.0}}}}, 1.0}, {{11.0, 13.0}});
static_assert(at.value[0] == 151.0);
static_assert(at.jacobian[0] == std::array<double, 12>{3, 2, 11, 0, 0, 0, 0, 0, 13, -1, 5, 7});
constexpr auto with_given = residual<given<real>, real, given<real>, real>([](auto a, auto x, auto b, auto y) { return a * x + b * y * y; });
static_assert(with_given.linearize(2.0, 3.0, 5.0, 7.0).jacobian[0] == std::array<double, 2>{2, 70});

TEST_CASE("definitions yield at run time what they yield in the compiler") {
    CHECK(survives_flattening<double>());
    CHECK(survives_flattening<float>());
    const auto again = of_record.linearize({{2.0, {{3.0, 5.0}}}, {{{{0, 0, 0}}, {{0, 0, 7.0}}}}, 1.0}, {{11.0, 13.0}});
    CHECK(again.value == at.value);
    CHECK(again.jacobian == at.jacobian);
    CHECK(distance({{0, 0}}, {{3, 4}}, 4.5) == 0.5);
    CHECK(rod(4.5, {{0, 0}}, {{3, 4}}) == 0.5);
    CHECK(by_components({{0, 0}}, 4.5, {{3, 4}}) == 0.5);
    CHECK(three_rows({{1, 2, 3}}, {{4, 5, 6}}, 0.0)[2] == 9.0);
}

}  // namespace
