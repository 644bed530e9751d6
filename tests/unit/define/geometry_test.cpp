#include "catch.hpp"

#include <ditto/define.hpp>

#include "derivatives.hpp"

#include <random>

namespace {

using ditto::point, ditto::point3, ditto::residual, ditto::vec, ditto::vec2, ditto::vec3;

template <class T>
constexpr auto first3(const std::array<T, 6>& x) {
    return vec{x[0], x[1], x[2]};
}
template <class T>
constexpr auto last3(const std::array<T, 6>& x) {
    return vec{x[3], x[4], x[5]};
}

TEST_CASE("distance") {
    CHECK(distance(point{1.0, 2.0}, point{4.0, 6.0}) == 5.0);
    CHECK(distance(vec{1.0, 2.0, 2.0}, vec{0.0, 0.0, 0.0}) == 3.0);
    constexpr auto gap = residual<point3, point3>([](auto p, auto q) {
        static_assert(std::same_as<decltype(distance(p, q)), ditto::quantity<ditto::length_dimension>>);
        return distance(p, q);
    });
    CHECK(gap.linearize({1, 2, 3}, {1, 2, 3}).jacobian[0] == std::array<double, 6>{});
    CHECK(gap.linearize({1, 2, 3}, {1, 2, 5}).jacobian[0] == std::array<double, 6>{0, 0, -1, 0, 0, 1});
}

TEST_CASE("normalise") {
    const auto unit = [](const auto& x) { return normalise(vec{x[0], x[1], x[2]}); };
    const auto reference = [](const auto& x) {
        const test::real n = std::sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
        return std::array{x[0] / n, x[1] / n, x[2] / n};
    };
    for (const std::array at : {std::array{3.0, -4.0, 12.0}, {0.5, 0.75, -0.25}, {0.0, 0.0, -2.0}}) {
        const auto worst = test::between(test::differentiate_twice<3>(unit, at), test::differences<3>(reference, at));
        CHECK(worst.value < 2e-16);
        CHECK(worst.first < 1e-13);
        CHECK(worst.second < 1e-10);
    }
    // What is documented of zero, in value and in both derivatives.
    const auto zero = test::differentiate_twice<3>(unit, std::array{0.0, 0.0, 0.0});
    CHECK(test::between(zero, {}) == test::disagreement{});
    CHECK(normalise(vec{0.0, 0.0})[0] == 0.0);

    constexpr auto direction = residual<vec3>([](auto v) { return normalise(v); });
    CHECK(direction.linearize({0, 0, 0}).jacobian == decltype(direction.linearize({0, 0, 0}).jacobian){});
    const auto tiny = direction({1e-150, 0, 0});  // its square is still a number
    CHECK(tiny[0] == Approx(1.0));
    // Lengths go, numbers stay.
    constexpr auto of_lengths = residual<point3, point3>([](auto p, auto q) {
        static_assert(std::same_as<decltype(normalise(q - p)), vec<ditto::quantity<ditto::number_dimension>, 3>>);
        return normalise(q - p);
    });
    CHECK(of_lengths({1, 1, 1}, {1, 3, 1})[1] == 1.0);
}

TEST_CASE("projections") {
    const auto onto = [](const auto& x) { return project(first3(x), last3(x)); };
    const auto reference = [](const auto& x) {
        const test::real s = (x[0] * x[3] + x[1] * x[4] + x[2] * x[5]) / (x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
        return std::array{s * x[3], s * x[4], s * x[5]};
    };
    std::mt19937_64 engine(1);
    std::uniform_real_distribution<double> uniform(-2.0, 2.0);
    for (int n = 0; n < 20; ++n) {
        std::array<double, 6> at{};
        for (double& x : at) x = uniform(engine);
        if (norm(last3(at)) < 0.5) continue;
        const auto found = test::differentiate_twice<3>(onto, at);
        const auto worst = test::between(found, test::differences<3>(reference, at));
        CHECK(worst.value < 1e-14);
        CHECK(worst.first < 1e-12);
        CHECK(worst.second < 1e-9);
        const vec p{found.value[0], found.value[1], found.value[2]};
        CHECK(std::abs(dot(first3(at) - p, last3(at))) < 1e-14);
    }
    const auto zero = test::differentiate_twice<3>(onto, std::array{1.0, 2.0, 3.0, 0.0, 0.0, 0.0});
    CHECK(test::between(zero, {}) == test::disagreement{});
    constexpr auto plane = project(vec{3.0, 4.0}, vec{2.0, 0.0});
    static_assert(plane[0] == 3.0 && plane[1] == 0.0);
}

TEST_CASE("perpendicular") {
    static_assert(perpendicular(vec{3.0, 4.0})[0] == -4.0 && perpendicular(vec{3.0, 4.0})[1] == 3.0);
    constexpr auto turned = residual<vec2, vec2>([](auto a, auto b) { return dot(perpendicular(a), b) - cross(a, b); });
    CHECK(turned({2, 3}, {5, 7}) == 0.0);
}

}  // namespace
