// What && || ! != and select make of comparisons, against what they make of bool.
#include "catch.hpp"

#include <ditto/define.hpp>

#include <limits>
#include <vector>

namespace {

using ditto::real, ditto::residual;

const std::vector<double> numbers{-1.0, 0.0, 0.5, 1.0, 2.0, std::numeric_limits<double>::quiet_NaN(),
                                  std::numeric_limits<double>::infinity()};

template <class Definition, class Truth>
void agrees(Definition definition, Truth truth) {
    for (const double x : numbers)
        for (const double y : numbers) {
            INFO("x = " << x << ", y = " << y);
            CHECK(definition(x, y) == (truth(x, y) ? 3.0 : 5.0));
        }
}

TEST_CASE("conditions combine as bool does") {
    agrees(residual<real, real>([](auto x, auto y) { return select(x < y && 0 < x, 3, 5) + 0 * x; }),
           [](double x, double y) { return x < y && 0 < x; });
    agrees(residual<real, real>([](auto x, auto y) { return select(x < y || 0 < x, 3, 5) + 0 * x; }),
           [](double x, double y) { return x < y || 0 < x; });
    agrees(residual<real, real>([](auto x, auto y) { return select(!(x < y), 3, 5) + 0 * x; }),
           [](double x, double y) { return !(x < y); });
    agrees(residual<real, real>([](auto x, auto y) { return select(x != y, 3, 5) + 0 * x; }),
           [](double x, double y) { return x != y; });
    agrees(residual<real, real>([](auto x, auto y) { return select(x == y, 3, 5) + 0 * x; }),
           [](double x, double y) { return x == y; });
    agrees(residual<real, real>([](auto x, auto y) { return select(x >= y, 3, 5) + 0 * x; }),
           [](double x, double y) { return x >= y; });
    agrees(residual<real, real>([](auto x, auto y) { return select((x > 0 && x < 1) || !(y <= 1 || y != y), 3, 5) + 0 * x; }),
           [](double x, double y) { return (x > 0 && x < 1) || !(y <= 1 || y != y); });
    agrees(residual<real, real>([](auto x, auto y) { return select(select(x < 1, y < 1, y > 1), 3, 5) + 0 * x; }),
           [](double x, double y) { return x < 1 ? y < 1 : y > 1; });
}

TEST_CASE("comparisons with numbers, and opposites that do not compare") {
    constexpr auto opposite = residual<real>([](auto x) { return select(!(x < 1), x, -x); });
    CHECK(opposite(0.5) == -0.5);
    CHECK(opposite(1.0) == 1.0);
    CHECK(opposite.linearize(0.5).jacobian[0][0] == -1.0);
    CHECK(opposite.linearize(1.5).jacobian[0][0] == 1.0);
    CHECK(std::isnan(opposite(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("NaN passes through choices between values") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr auto smaller = residual<real, real>([](auto x, auto y) { return min(x, y); });
    constexpr auto larger = residual<real, real>([](auto x, auto y) { return max(x, y); });
    constexpr auto within = residual<real>([](auto x) { return clamp(x, -1, 1); });
    constexpr auto positive = residual<real>([](auto x) { return relu(x) + leaky_relu(x); });
    for (const double y : {-1.0, 0.0, 2.0, nan}) {
        CHECK(std::isnan(smaller(nan, y)));
        CHECK(std::isnan(smaller(y, nan)));
        CHECK(std::isnan(larger(nan, y)));
        CHECK(std::isnan(larger(y, nan)));
    }
    CHECK(std::isnan(within(nan)));
    CHECK(std::isnan(positive(nan)));
}

}  // namespace
