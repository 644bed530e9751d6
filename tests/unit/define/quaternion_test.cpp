// Rotations: by angle and axis, quaternions, matrices, and in the plane. The logarithm is in angle_test.cpp.
#include "catch.hpp"

#include <ditto/define.hpp>

#include "rotations.hpp"

#include <numbers>
#include <random>

namespace {

using ditto::angle, ditto::given, ditto::mat, ditto::point3, ditto::quaternion, ditto::record, ditto::residual,
    ditto::vec, ditto::vec2, ditto::vec3;

constexpr double pi = std::numbers::pi;

// Angles at which rotations by angle and axis are held to the series: none, all but none, and around.
constexpr double angles[] = {0.0,  1e-300, 1e-160, 1e-20, 1e-12, 1e-9, 1e-8,   1e-7,
                             1e-4, 0.1,    1.0,    3.0,   pi,    4.0,  2 * pi, 7.0};
// Second derivatives are good to some 1e-8 next to 0, times the size of what is rotated.
constexpr double second_tolerance(double a) { return a > 1e-12 && a < 1e-3 ? 1e-7 : 1e-10; }

template <class T>
constexpr bool same(const quaternion<T>& a, const quaternion<T>& b) {
    return a.w == b.w && a.x == b.x && a.y == b.y && a.z == b.z;
}
double difference(const vec<double, 3>& a, const std::array<test::real, 3>& b) {
    test::real worst = 0;
    for (std::size_t i = 0; i < 3; ++i) worst = std::max(worst, std::abs(a[i] - b[i]));
    return static_cast<double>(worst);
}
template <std::size_t N>
double difference(const mat<double, N, N>& a, const mat<double, N, N>& b) {
    double worst = 0;
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) worst = std::max(worst, std::abs(a[i][j] - b[i][j]));
    return worst;
}
template <class Engine>
std::array<double, 3> random_rotation(Engine& engine) {
    std::uniform_real_distribution<double> uniform(-3.0, 3.0);
    return {uniform(engine), uniform(engine), uniform(engine)};
}
vec<double, 3> as_vec(const std::array<double, 3>& w) { return {{w[0], w[1], w[2]}}; }
std::array<test::real, 3> extended(const std::array<double, 3>& w) { return {w[0], w[1], w[2]}; }

TEST_CASE("the algebra of quaternions") {
    constexpr quaternion i{0.0, 1.0, 0.0, 0.0}, j{0.0, 0.0, 1.0, 0.0}, k{0.0, 0.0, 0.0, 1.0},
        minus_one{-1.0, 0.0, 0.0, 0.0};
    static_assert(same(i * i, minus_one) && same(j * j, minus_one) && same(k * k, minus_one));
    static_assert(same(i * j, k) && same(j * k, i) && same(k * i, j) && same(j * i, conjugate(k)));
    constexpr quaternion p{1.0, 2.0, 3.0, 4.0}, q{-2.0, 1.0, 0.0, 3.0};
    static_assert(same(conjugate(p * q), conjugate(q) * conjugate(p)));
    static_assert((p * conjugate(p)).w == 30.0 && squared_norm(p) == 30.0);
    static_assert(squared_norm(p * q) == squared_norm(p) * squared_norm(q));
    CHECK(norm(quaternion{1.0, -1.0, 1.0, 1.0}) == 2.0);
    CHECK(same(normalise(quaternion{0.0, 0.0, -3.0, 4.0}), quaternion{0.0, 0.0, -3.0 * 0.2, 4.0 * 0.2}));
    CHECK(same(normalise(quaternion{0.0, 0.0, 0.0, 0.0}), quaternion{0.0, 0.0, 0.0, 0.0}));
    // A quarter turn about z.
    constexpr double root = 0.5;
    constexpr auto turned = rotate(quaternion{root, root, root, root}, vec{1.0, 2.0, 3.0});  // cycles the axes
    static_assert(turned[0] == 3.0 && turned[1] == 1.0 && turned[2] == 2.0);
}

TEST_CASE("quaternion, matrix, and angle and axis rotate alike") {
    std::mt19937_64 engine(1);
    for (int n = 0; n < 100; ++n) {
        const auto w = random_rotation(engine), v = random_rotation(engine), x = random_rotation(engine);
        const auto expected = test::rotated(extended(w), extended(x));
        const auto q = to_quaternion(as_vec(w)), p = to_quaternion(as_vec(v));
        CHECK(difference(rotate_angle_axis(as_vec(w), as_vec(x)), expected) < 1e-14);
        CHECK(difference(rotate(q, as_vec(x)), expected) < 1e-14);
        CHECK(difference(rotation_matrix(q) * as_vec(x), expected) < 1e-14);
        CHECK(difference(rotation_matrix(as_vec(w)) * as_vec(x), expected) < 1e-14);
        const quaternion negative{-q.w, -q.x, -q.y, -q.z};
        CHECK(difference(rotate(negative, as_vec(x)), expected) < 1e-14);

        const auto r = rotation_matrix(q);
        CHECK(difference(r * transpose(r), ditto::identity_matrix<3>) < 4e-15);
        CHECK(determinant(r) == Approx(1.0).epsilon(4e-15));
        CHECK(difference(rotation_matrix(q * p), r * rotation_matrix(p)) < 4e-15);
        CHECK(difference(rotation_matrix(conjugate(q)), transpose(r)) == 0.0);
        CHECK(norm(rotate(conjugate(q), rotate(q, as_vec(x))) - as_vec(x)) < 1e-14);
    }
}

TEST_CASE("rotation by angle and axis, in value and two derivatives") {
    constexpr std::array place{2.0, 3.0, 5.0};
    const auto ours = [&](const auto& w) { return rotate_angle_axis(vec{w[0], w[1], w[2]}, as_vec(place)); };
    const auto series = [&](const auto& w) { return test::rotated(w, extended(place)); };
    for (const double a : angles) {
        INFO("angle " << a);
        const auto w = test::about_some_axis(a);
        const auto worst = test::between(test::differentiate_twice<3>(ours, w), test::differences<3>(series, w));
        CHECK(worst.value < 2e-14);
        CHECK(worst.first < 5e-14);
        CHECK(worst.second < second_tolerance(a));
    }
    // At 0: I + [w]x + [w]x²/2, exactly.
    const auto zero = test::differentiate_twice<3>(ours, std::array{0.0, 0.0, 0.0});
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) {
                const double xi = place[i], xj = place[j], xr = place[row];
                CHECK(zero.second[row][i][j] == 0.5 * ((row == i ? xj : 0) + (row == j ? xi : 0)) - (i == j ? xr : 0));
            }
}

TEST_CASE("quaternion of angle and axis, in value and two derivatives") {
    const auto ours = [](const auto& w) { return to_quaternion(vec{w[0], w[1], w[2]}); };
    for (const double a : angles) {
        INFO("angle " << a);
        const auto w = test::about_some_axis(a);
        const auto worst =
            test::between(test::differentiate_twice<4>(ours, w), test::differences<4>(test::quaternion_of, w));
        CHECK(worst.value < 1e-15);
        CHECK(worst.first < 1e-15);
        CHECK(worst.second < second_tolerance(a));
    }
    const auto q = to_quaternion(vec{0.0, 0.0, 0.0});
    CHECK(same(q, quaternion{1.0, 0.0, 0.0, 0.0}));
    const auto half_turn = to_quaternion(vec{0.0, 0.0, pi});
    CHECK(std::abs(half_turn.w) < 1e-16);
    CHECK(half_turn.z == 1.0);
}

TEST_CASE("matrix of angle and axis, in value and two derivatives") {
    const auto ours = [](const auto& w) { return rotation_matrix(vec{w[0], w[1], w[2]}); };
    const auto series = [](const auto& w) {
        std::array<test::real, 9> rows{};
        for (std::size_t j = 0; j < 3; ++j) {
            const auto column = test::rotated(w, {j == 0 ? 1.0L : 0, j == 1 ? 1.0L : 0, j == 2 ? 1.0L : 0});
            for (std::size_t i = 0; i < 3; ++i) rows[3 * i + j] = column[i];
        }
        return rows;
    };
    for (const double a : angles) {
        INFO("angle " << a);
        const auto w = test::about_some_axis(a);
        const auto worst = test::between(test::differentiate_twice<9>(ours, w), test::differences<9>(series, w));
        CHECK(worst.value < 4e-15);
        CHECK(worst.first < 2e-14);
        CHECK(worst.second < second_tolerance(a));
    }
}

//! [unknown]
// A landmark seen by a sensor whose pose is a quaternion and a place. The quaternion is free in all four scalars, hence
// `normalise` where it is used and, in a problem, a residual such as norm(q) - 1 that settles its length.
constexpr auto sighting =
    ditto::residual<record<quaternion>, point3, point3, given<vec3>>([](auto q, auto sensor, auto landmark, auto seen) {
        return rotate(conjugate(normalise(q)), landmark - sensor) - seen;
    });
//! [unknown]

TEST_CASE("a quaternion as an unknown") {
    static_assert(ditto::kind_size<record<quaternion>> == 4 && sighting.unknowns() == 10 && sighting.rows() == 3);
    const std::array at{1.5, -0.5, 0.25, 2.0};
    const auto found = sighting.linearize({at[0], at[1], at[2], at[3]}, {1, 2, 3}, {4, 0, 5}, {0.5, 1, 2});
    const auto expected = test::differences<3>(
        [](const std::array<test::real, 4>& q) {
            // The matrix of a quaternion of any length, transposed, row by row.
            const auto [w, x, y, z] = q;
            const test::real n = w * w + x * x + y * y + z * z;
            const test::real m[3][3] = {{w * w + x * x - y * y - z * z, 2 * (x * y + z * w), 2 * (x * z - y * w)},
                                        {2 * (x * y - z * w), w * w - x * x + y * y - z * z, 2 * (y * z + x * w)},
                                        {2 * (x * z + y * w), 2 * (y * z - x * w), w * w - x * x - y * y + z * z}};
            const auto row = [&](std::size_t i) { return (3 * m[i][0] - 2 * m[i][1] + 2 * m[i][2]) / n; };
            return std::array{row(0) - 0.5L, row(1) - 1, row(2) - 2};
        },
        at);
    for (std::size_t row = 0; row < 3; ++row) {
        CHECK(found.value[row] == Approx(static_cast<double>(expected.value[row])).epsilon(1e-14));
        for (std::size_t i = 0; i < 4; ++i)
            CHECK(found.jacobian[row][i] ==
                  Approx(static_cast<double>(expected.first[row][i])).epsilon(1e-12).margin(1e-12));
    }
}

TEST_CASE("rotation in the plane") {
    CHECK(rotate(pi / 2, vec{1.0, 0.0})[1] == 1.0);
    const auto m = ditto::rotation_matrix(0.3);
    CHECK(difference(m * ditto::rotation_matrix(-0.3), ditto::identity_matrix<2>) < 2e-16);
    CHECK(difference(m * m, ditto::rotation_matrix(0.6)) < 1e-15);

    constexpr auto turned = residual<angle, vec2>([](auto a, auto v) { return rotate(a, v); });
    const auto at = turned.linearize(0.3, {2, 5});
    const double c = std::cos(0.3), s = std::sin(0.3);
    CHECK(at.value[0] == Approx(2 * c - 5 * s));
    CHECK(at.value[1] == Approx(2 * s + 5 * c));
    CHECK(at.jacobian[0][0] == Approx(-2 * s - 5 * c));
    CHECK(at.jacobian[1][0] == Approx(2 * c - 5 * s));
    CHECK(at.jacobian[1][1] == Approx(s));
    CHECK(at.jacobian[1][2] == Approx(c));
    // Two rotations by one angle: four products each, two sums each, one sine and one cosine.
    constexpr auto twice =
        residual<given<angle>, vec2, vec2>([](auto a, auto u, auto v) { return rotate(a, u) - rotate(a, v); });
    static_assert(ditto::operation_count<twice> <= 8 + 4 + 2 + 2 + 2);
}

TEST_CASE("a place turns about the origin, as the vector of its coordinates does") {
    using ditto::angle, ditto::origin, ditto::point2, ditto::point3, ditto::residual, ditto::vec3;
    constexpr auto by_vector =
        residual<vec3, point3, point3>([](auto w, auto p, auto q) { return rotate_angle_axis(w, p) - q; });
    constexpr auto spelled = residual<vec3, point3, point3>(
        [](auto w, auto p, auto q) { return origin + rotate_angle_axis(w, p - origin) - q; });
    STATIC_REQUIRE(ditto::same_kernel<by_vector, spelled>);
    constexpr auto by_angle =
        residual<angle, point2, point2>([](auto a, auto p, auto q) { return rotate(a, p) - q; });
    CHECK(std::abs(by_angle(std::atan2(4.0, 3.0), {5, 0}, {3, 4})[1]) < 1e-15);
    constexpr auto by_quaternion = residual<ditto::record<ditto::quaternion>, point3, point3>(
        [](auto q, auto p, auto to) { return rotate(q, p) - to; });
    CHECK(squared_norm(by_quaternion({0, 0, 0, 1}, {1, 2, 3}, {-1, -2, 3})) == 0.0);
}

TEST_CASE("rotation vectors with a dimension") {
    constexpr auto definition = residual<ditto::array<angle, 3>, point3>([](auto a, auto p) {
        const auto w = vec{a[0], a[1], a[2]};
        const auto q = to_quaternion(w);
        static_assert(std::same_as<decltype(q.w), ditto::quantity<ditto::number_dimension>>);
        static_assert(
            std::same_as<decltype(rotate(q, p - ditto::origin)[0] + p[0]), ditto::quantity<ditto::length_dimension>>);
        return rotate(q, p - ditto::origin) - rotate_angle_axis(w, p - ditto::origin);
    });
    const auto difference_of_two = definition({0.1, 0.2, 0.3}, {1, 2, 3});
    for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(difference_of_two[i]) < 1e-15);
}

}  // namespace
