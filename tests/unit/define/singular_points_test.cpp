// The choices that docs/reference/singular_points.md states.
#include "catch.hpp"

#include <ditto/define.hpp>

#include <limits>

namespace {

using ditto::given, ditto::length, ditto::point2, ditto::real, ditto::residual;
using row2 = std::array<double, 2>;

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST_CASE("norm and square root at zero") {
    constexpr auto distance = residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
    const auto at = distance.linearize({{1, 2}}, {{1, 2}}, 3.0);
    CHECK(at.value[0] == -3.0);
    CHECK(at.jacobian[0] == std::array<double, 4>{});
    static_assert(distance.linearize({{1, 2}}, {{1, 2}}, 3.0).jacobian[0] == std::array<double, 4>{});

    constexpr auto root = residual<real>([](auto x) { return sqrt(x); });
    CHECK(root.linearize(0.0).value[0] == 0.0);
    CHECK(root.linearize(0.0).jacobian[0][0] == 0.0);
    CHECK(root.linearize(4.0).jacobian[0][0] == 0.25);
    CHECK(std::isnan(root.linearize(-1.0).value[0]));

    // One point on top of another in a longer chain: the other terms keep their derivatives.
    constexpr auto triangle = residual<ditto::vec2, ditto::vec2>([](auto p, auto q) {
        return norm(q - p) * norm(p) + norm(q);
    });
    const auto t = triangle.linearize({{3, 4}}, {{3, 4}});
    CHECK(t.value[0] == 5.0);
    const std::array<double, 4> expected{0, 0, 0.6, 0.8};
    for (std::size_t i = 0; i < 4; ++i) CHECK(t.jacobian[0][i] == Approx(expected[i]).epsilon(1e-15));
}

TEST_CASE("absolute value and sign at zero") {
    constexpr auto absolute = residual<real, real>([](auto x, auto y) { return abs(x - y) + 2 * sign(x - y); });
    const auto at = absolute.linearize(1.5, 1.5);
    CHECK(at.value[0] == 0.0);
    CHECK(at.jacobian[0] == row2{0, 0});
    CHECK(absolute.linearize(2.0, 1.5).jacobian[0] == row2{1, -1});
    CHECK(absolute.linearize(1.0, 1.5).jacobian[0] == row2{-1, 1});
}

TEST_CASE("the dead branch of a select does not leak") {
    constexpr auto guarded = residual<real, real>(
        [](auto x, auto y) { return y * select(0 < x, log(x) / x, sqrt(1 - x) * exp(-1000 * x)); });
    const auto low = guarded.linearize(0.0, 2.0);  // log(0) / 0 is dead
    CHECK(low.value[0] == 2.0);
    CHECK(low.jacobian[0][0] == Approx(2 * (-0.5 - 1000)));
    CHECK(low.jacobian[0][1] == 1.0);
    const auto high = guarded.linearize(4.0, 2.0);  // sqrt(-3) is dead
    CHECK(high.value[0] == Approx(2 * std::log(4.0) / 4));
    CHECK(high.jacobian[0][0] == Approx(2 * (1 - std::log(4.0)) / 16));
    const auto far = guarded.linearize(-1.0, 2.0);  // exp overflows here, and the value may
    CHECK(far.value[0] == infinity);

    constexpr auto nested = residual<real>([](auto x) {
        auto inner = select(x < 1, 1 / (x - 1), log(x - 1));
        return select(x == 1, x, inner * inner);
    });
    CHECK(nested.linearize(1.0).value[0] == 1.0);
    CHECK(nested.linearize(1.0).jacobian[0][0] == 1.0);
    CHECK(nested.linearize(0.5).jacobian[0][0] == Approx(16.0));
    CHECK(nested.linearize(3.0).jacobian[0][0] == Approx(std::log(2.0)));
}

TEST_CASE("reciprocals at zero") {
    constexpr auto safe = residual<real>([](auto x) { return reciprocal_or_zero(x); });
    CHECK(safe.linearize(0.0).value[0] == 0.0);
    CHECK(safe.linearize(0.0).jacobian[0][0] == 0.0);
    CHECK(safe.linearize(0.5).jacobian[0][0] == -4.0);
    constexpr auto pole = residual<real>([](auto x) { return 1 / x; });
    CHECK(pole.linearize(0.0).value[0] == infinity);
    CHECK(pole.linearize(0.0).jacobian[0][0] == -infinity);
}

TEST_CASE("powers at zero") {
    constexpr auto powers = residual<real>([](auto x) { return std::array{pow(x, 2), pow(x, 1.5), pow(x, 0.5), pow(x, 1), pow(x, 3)}; });
    const auto at = powers.linearize(0.0);
    for (std::size_t row = 0; row < 5; ++row) {
        CHECK(at.value[row] == 0.0);
        CHECK(at.jacobian[row][0] == (row == 3 ? 1.0 : 0.0));
    }
}

TEST_CASE("rotation by nothing") {
    constexpr auto rotated = residual<ditto::vec3, given<ditto::vec3>>(
        [](auto w, auto x) { return rotate_angle_axis(w, x); });
    const auto at = rotated.linearize({{0, 0, 0}}, {{2, 3, 5}});
    CHECK(at.value == std::array<double, 3>{2, 3, 5});
    CHECK(at.jacobian[0] == std::array<double, 3>{0, 5, -3});  // w × x
    CHECK(at.jacobian[1] == std::array<double, 3>{-5, 0, 2});
    CHECK(at.jacobian[2] == std::array<double, 3>{3, -2, 0});

    // Near nothing, and far: against the formula with sines in extended precision.
    for (const double angle : {1e-12, 1e-8, 1e-4, 0.1, 1.0, 3.0, 6.0}) {
        const double w[] = {angle * 2 / 7, angle * 3 / 7, -angle * 6 / 7}, x[] = {2, 3, 5};
        const auto value = rotated({{w[0], w[1], w[2]}}, {{x[0], x[1], x[2]}});
        const long double t = std::sqrt(static_cast<long double>(w[0]) * w[0] + static_cast<long double>(w[1]) * w[1] +
                                        static_cast<long double>(w[2]) * w[2]);
        const long double k[] = {w[0] / t, w[1] / t, w[2] / t};
        const long double kx = k[0] * x[0] + k[1] * x[1] + k[2] * x[2];
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t j = (i + 1) % 3, l = (i + 2) % 3;
            const long double expected = x[i] * std::cos(t) + (k[j] * x[l] - k[l] * x[j]) * std::sin(t) + k[i] * kx * (1 - std::cos(t));
            CHECK(std::abs(value[i] - expected) < 4e-15L);
        }
    }
}

}  // namespace
