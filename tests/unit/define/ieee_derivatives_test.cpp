// Definitions that ask for IEEE arithmetic get its infinities and NaN where others get the finite choice.
#include "catch.hpp"

#include <ditto/define.hpp>

#include <limits>

namespace {

using ditto::point2, ditto::real, ditto::residual;

constexpr auto length_of = [](auto p, auto q) { return norm(p - q); };
constexpr auto finite = residual<point2, point2>(length_of);
constexpr auto ieee = residual<point2, point2>(length_of, ditto::ieee_derivatives);

TEST_CASE("IEEE derivatives differ at singular points only") {
    CHECK(finite.linearize({{1, 2}}, {{1, 2}}).jacobian[0] == std::array<double, 4>{});
    const auto at = ieee.linearize({{1, 2}}, {{1, 2}});
    for (const double d : at.jacobian[0]) CHECK(std::isnan(d));
    CHECK(ieee({{1, 2}}, {{1, 2}}) == 0.0);
    CHECK(ieee.linearize({{4, 2}}, {{1, 6}}).jacobian == finite.linearize({{4, 2}}, {{1, 6}}).jacobian);
}

TEST_CASE("IEEE derivatives of functions at the ends of their domains") {
    const double infinity = std::numeric_limits<double>::infinity();
    constexpr auto root = residual<real>([](auto x) { return sqrt(x); }, ditto::ieee_derivatives);
    CHECK(root.linearize(0.0).jacobian[0][0] == infinity);
    constexpr auto arc = residual<real>([](auto x) { return asin(x); }, ditto::ieee_derivatives);
    CHECK(arc.linearize(1.0).jacobian[0][0] == infinity);
    constexpr auto cubic = residual<real>([](auto x) { return cbrt(x); }, ditto::ieee_derivatives);
    CHECK(cubic.linearize(0.0).jacobian[0][0] == infinity);
}

TEST_CASE("what is written with the safe reciprocal follows in its value") {
    const auto unit = [](auto v) { return normalise(v); };
    constexpr auto safe = residual<ditto::vec2>(unit);
    constexpr auto unsafe = residual<ditto::vec2>(unit, ditto::ieee_derivatives);
    CHECK(safe({0, 0})[0] == 0.0);
    CHECK(std::isnan(unsafe({0, 0})[0]));
    CHECK(unsafe({0, -2})[1] == -1.0);
}

TEST_CASE("the choice is part of the structure") {
    STATIC_REQUIRE(!ditto::same_kernel<finite, ieee>);
    constexpr auto again = residual<point2, point2>(length_of, ditto::ieee_derivatives);
    STATIC_REQUIRE(ditto::same_kernel<again, ieee>);
}

TEST_CASE("definitions by expression have the choice too") {
    constexpr ditto::arg<0> x;
    constexpr auto by_expression = residual<real>(sqrt(x) * reciprocal_or_zero(x), ditto::ieee_derivatives);
    constexpr auto by_function =
        residual<real>([](auto a) { return sqrt(a) * reciprocal_or_zero(a); }, ditto::ieee_derivatives);
    STATIC_REQUIRE(ditto::same_kernel<by_expression, by_function>);
    STATIC_REQUIRE(!ditto::same_kernel<by_expression, residual<real>(sqrt(x) * reciprocal_or_zero(x))>);
    CHECK(residual<real>(sqrt(x), ditto::ieee_derivatives).linearize(0.0).jacobian[0][0] ==
          std::numeric_limits<double>::infinity());
}

}  // namespace
