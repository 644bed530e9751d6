// What needs an arc tangent: angles between vectors, the logarithm of rotations, eigenvalues.
#include "catch.hpp"

#include <ditto/define.hpp>

#include "rotations.hpp"

#include <algorithm>
#include <numbers>
#include <random>

namespace {

using ditto::array, ditto::mat, ditto::point3, ditto::quaternion, ditto::real, ditto::record, ditto::residual,
    ditto::vec, ditto::vec2, ditto::vec3;

constexpr double pi = std::numbers::pi;

TEST_CASE("angles between vectors") {
    CHECK(angle_between(vec{3.0, 0.0}, vec{0.0, 2.0}) == pi / 2);
    CHECK(angle_between(vec{3.0, 0.0}, vec{0.0, -2.0}) == pi / 2);
    CHECK(angle_between(vec{1.0, 1.0}, vec{-2.0, -2.0}) == pi);
    CHECK(angle_between(vec{1.0, 0.0, 0.0}, vec{5.0, 5e-20, 0.0}) == 1e-20);
    CHECK(angle_between(vec{0.0, 0.0, 0.0}, vec{5.0, 5.0, 0.0}) == 0.0);

    const auto between = [](const auto& x) { return angle_between(vec{x[0], x[1], x[2]}, vec{x[3], x[4], x[5]}); };
    const auto arc_cosine = [](const std::array<test::real, 6>& x) {
        return std::array{std::acos((x[0] * x[3] + x[1] * x[4] + x[2] * x[5]) /
                                    std::sqrt(test::square({x[0], x[1], x[2]}) * test::square({x[3], x[4], x[5]})))};
    };
    for (const std::array at : {std::array{1.0, 2.0, 3.0, 4.0, 5.0, -6.0}, {1.0, 0.5, 0.0, -2.0, 0.5, 1.0}}) {
        const auto worst =
            test::between(test::differentiate_twice<1>(between, at), test::differences<1>(arc_cosine, at));
        CHECK(worst.value < 1e-15);
        CHECK(worst.first < 1e-12);
        CHECK(worst.second < 1e-9);
    }
    // Parallel, opposite, and of no length: exact values, no pull.
    constexpr auto angle = residual<vec3, vec3>([](auto a, auto b) { return angle_between(a, b); });
    for (const double scale : {2.0, -2.0, 0.0}) {
        const auto at = angle.linearize({1, 2, 2}, {scale, 2 * scale, 2 * scale});
        CHECK(at.value[0] == (scale < 0 ? pi : 0.0));
        CHECK(at.jacobian[0] == std::array<double, 6>{});
        const auto twice =
            test::differentiate_twice<1>(between, std::array{1.0, 2.0, 2.0, scale, 2 * scale, 2 * scale});
        CHECK(test::between(twice, {}).second == 0.0);
    }
}

TEST_CASE("the logarithm undoes the quaternion of angle and axis") {
    for (const double a : {0.0, 1e-300, 1e-20, 1e-12, 1e-9, 1e-8, 1e-4, 0.1, 1.0, 3.0, 3.14}) {
        const auto w = test::about_some_axis(a);
        const auto q = to_quaternion(vec{w[0], w[1], w[2]});
        const auto once = to_angle_axis(q), again = to_angle_axis(quaternion{-q.w, -q.x, -q.y, -q.z});
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(once[i] == Approx(w[i]).epsilon(1e-15).margin(1e-15 * a));
            CHECK(again[i] == once[i]);
        }
    }
    // Past half a turn it is the shorter way round.
    const auto back = to_angle_axis(to_quaternion(vec{0.0, 0.0, 4.0}));
    CHECK(back[2] == Approx(4.0 - 2 * pi));
    // Half a turn, from either side.
    CHECK(to_angle_axis(quaternion{0.0, 0.0, 1.0, 0.0})[1] == Approx(pi));
    CHECK(to_angle_axis(quaternion{1e-17, 0.0, 1.0, 0.0})[1] == Approx(pi));
    CHECK(to_angle_axis(quaternion{-1e-17, 0.0, 1.0, 0.0})[1] == Approx(-pi));
}

// 2 atan(t) u / (t c) with t = |u| / c: a series in t² where that is small, and the formula elsewhere.
std::array<test::real, 3> logarithm(const std::array<test::real, 4>& q) {
    const test::real side = q[0] < 0 ? -1 : 1;
    const std::array<test::real, 3> u{side * q[1], side * q[2], side * q[3]};
    const test::real c = side * q[0], square = test::square(u) / (c * c);
    test::real factor = 0;
    if (square < 0.01L) {
        test::real power = 1;
        for (int n = 0; n < 20; ++n, power *= -square) factor += power / (2 * n + 1);
        factor /= c;
    } else {
        const test::real s = std::sqrt(test::square(u));
        factor = std::atan2(s, c) / s;
    }
    return {2 * factor * u[0], 2 * factor * u[1], 2 * factor * u[2]};
}

TEST_CASE("the logarithm, in value and two derivatives") {
    const auto ours = [](const auto& q) { return to_angle_axis(quaternion{q[0], q[1], q[2], q[3]}); };
    for (const double a : {0.0, 1e-300, 1e-20, 1e-12, 1e-9, 1e-8, 1e-7, 1e-3, 0.5, 2.0, 3.0})
        for (const double sign : {1.0, -1.0}) {
            INFO("angle " << a << ", sign " << sign);
            const auto w = test::about_some_axis(std::sin(a / 2));
            const std::array q{sign * std::cos(a / 2), sign * w[0], sign * w[1], sign * w[2]};
            const auto worst = test::between(test::differentiate_twice<3>(ours, q), test::differences<3>(logarithm, q));
            CHECK(worst.value < 2e-15);
            CHECK(worst.first < 1e-12);
            CHECK(worst.second < (a > 1e-12 && a < 1e-2 ? 1e-7 : 1e-9));
        }
    // At the identity: 2 u / w, exactly.
    const auto zero = test::differentiate_twice<3>(ours, std::array{1.0, 0.0, 0.0, 0.0});
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(zero.first[row][i] == (row + 1 == i ? 2.0 : 0.0));
            for (std::size_t j = 0; j < 4; ++j)
                CHECK(zero.second[row][i][j] == ((i == 0 && j == row + 1) || (j == 0 && i == row + 1) ? -2.0 : 0.0));
        }
    // At half a turn: the derivatives of the side w >= 0.
    const auto half = test::differentiate_twice<3>(ours, std::array{0.0, 0.0, 0.0, 1.0});
    const test::real expected[3][4] = {{0, pi, 0, 0}, {0, 0, pi, 0}, {-2, 0, 0, 0}};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(half.first[row][i] - expected[row][i]) < 1e-15L);
}

TEST_CASE("the error of a pose between two orientations") {
    // What a pose graph compares: the rotation from one orientation to the other, less what was measured.
    constexpr auto turn = residual<record<quaternion>, record<quaternion>>(
        [](auto p, auto q) { return to_angle_axis(conjugate(normalise(p)) * normalise(q)); });
    const auto p = to_quaternion(vec{0.4, -0.2, 0.9}), step = to_quaternion(vec{0.1, 0.2, -0.3});
    const auto q = p * step;
    const auto found = turn(p, q);
    CHECK(found[0] == Approx(0.1));
    CHECK(found[1] == Approx(0.2));
    CHECK(found[2] == Approx(-0.3));
    const auto same = turn.linearize(p, p);
    for (std::size_t row = 0; row < 3; ++row) {
        CHECK(std::abs(same.value[row]) < 1e-16);
        for (const double d : same.jacobian[row]) CHECK(std::abs(d) <= 2.0);
    }
}

// Cyclic rotations of Jacobi: eigenvalues in ascending order, eigenvectors as columns.
struct eigensystem {
    std::array<test::real, 3> values;
    std::array<std::array<test::real, 3>, 3> vectors;  // [eigenvalue][component]
};
eigensystem by_jacobi(const std::array<double, 6>& m) {
    test::real a[3][3] = {{m[0], m[1], m[2]}, {m[1], m[3], m[4]}, {m[2], m[4], m[5]}};
    test::real v[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int sweep = 0; sweep < 30; ++sweep)
        for (int p = 0; p < 2; ++p)
            for (int q = p + 1; q < 3; ++q) {
                if (a[p][q] == 0) continue;
                const test::real theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                const test::real t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const test::real c = 1 / std::sqrt(t * t + 1), s = t * c;
                for (int k = 0; k < 3; ++k) {
                    const test::real x = a[k][p], y = a[k][q];
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for (int k = 0; k < 3; ++k) {
                    const test::real x = a[p][k], y = a[q][k], vx = v[k][p], vy = v[k][q];
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                    v[k][p] = c * vx - s * vy;
                    v[k][q] = s * vx + c * vy;
                }
            }
    std::array<std::size_t, 3> order{0, 1, 2};
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return a[i][i] < a[j][j]; });
    eigensystem result{};
    for (std::size_t i = 0; i < 3; ++i) {
        result.values[i] = a[order[i]][order[i]];
        for (std::size_t k = 0; k < 3; ++k) result.vectors[i][k] = v[k][order[i]];
    }
    return result;
}

constexpr auto eigenvalues_of = [](const auto& c) {
    return symmetric_eigenvalues(mat{vec{c[0], c[1], c[2]}, vec{c[1], c[3], c[4]}, vec{c[2], c[4], c[5]}});
};
constexpr auto spectrum = residual<array<real, 6>>([](auto c) { return eigenvalues_of(c); });

TEST_CASE("eigenvalues of symmetric matrices") {
    std::mt19937_64 engine(1);
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);
    for (int n = 0; n < 200; ++n) {
        std::array<double, 6> m{};
        for (double& x : m) x = uniform(engine) * (n % 3 == 0 ? 1e-3 : n % 3 == 1 ? 1.0 : 1e3);
        const double size = n % 3 == 0 ? 1e-3 : n % 3 == 1 ? 1.0 : 1e3;
        const auto expected = by_jacobi(m);
        const auto found = spectrum.linearize(m);
        test::real gap =
            std::min(expected.values[1] - expected.values[0], expected.values[2] - expected.values[1]) / size;
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(std::abs(found.value[k] - expected.values[k]) < 4e-15L * size);
            const auto& [x, y, z] = expected.vectors[k];  // d λ = vᵀ dA v
            const std::array partials{x * x, 2 * x * y, 2 * x * z, y * y, 2 * y * z, z * z};
            for (std::size_t i = 0; i < 6; ++i)
                CHECK(std::abs(found.jacobian[k][i] - partials[i]) < 1e-13L / std::min(gap, 1.0L));
        }
    }
}

TEST_CASE("eigenvalues that are close, and that are equal") {
    // diag(1, 1 + e, 2) and diag(2, 2 + e, 1), turned: the gap is found to the rounding of the entries, not of its square.
    for (const double low : {1.0, 2.0})
        for (const double e : {1e-3, 1e-6, 1e-9}) {
            INFO("low " << low << ", gap " << e);
            const auto r = ditto::rotation_matrix(vec{0.3, -1.0, 0.7});
            const auto diagonal = mat{vec{low, 0.0, 0.0}, vec{0.0, low + e, 0.0}, vec{0.0, 0.0, 3.0 - low}};
            const auto m = r * diagonal * transpose(r);
            const auto expected = by_jacobi({m[0][0], m[0][1], m[0][2], m[1][1], m[1][2], m[2][2]});
            const auto found = symmetric_eigenvalues(m);
            for (std::size_t k = 0; k < 3; ++k) CHECK(std::abs(found[k] - expected.values[k]) < 5e-15L);
        }
    const auto check = [](std::array<double, 6> m, std::array<double, 3> values,
                          std::array<std::array<double, 6>, 3> partials) {
        const auto at = spectrum.linearize(m);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(at.value[k] == Approx(values[k]).epsilon(1e-15));
            for (std::size_t i = 0; i < 6; ++i) CHECK(at.jacobian[k][i] == Approx(partials[k][i]).margin(1e-15));
        }
    };
    for (const std::array at : {std::array{1.0, 0.0, 0.0, 1.0, 0.0, 1.0}, {2.0, 0.0, 0.0, 1.0, 0.0, 1.0}})
        CHECK(test::between(test::differentiate_twice<3>(eigenvalues_of, at), {}).second < 10.0);
    constexpr double third = 1.0 / 3;
    constexpr std::array shared{third, 0.0, 0.0, third, 0.0, third};
    check({1, 0, 0, 1, 0, 1}, {1, 1, 1}, {shared, shared, shared});
    check({0, 0, 0, 0, 0, 0}, {0, 0, 0}, {shared, shared, shared});
    constexpr std::array first_two{0.5, 0.0, 0.0, 0.5, 0.0, 0.0}, last{0.0, 0.0, 0.0, 0.0, 0.0, 1.0};
    check({1, 0, 0, 1, 0, 2}, {1, 1, 2}, {first_two, first_two, last});
    check({2, 0, 0, 2, 0, 1}, {1, 2, 2}, {last, first_two, first_two});
}

// diag(1, 2, 4), turned, times s: the values are s times 1, 2 and 4, the derivatives those at s = 1.
TEST_CASE("eigenvalues at every scale") {
    const auto r = ditto::rotation_matrix(vec{0.3, -1.0, 0.7});
    const auto m = r * mat{vec{1.0, 0.0, 0.0}, vec{0.0, 2.0, 0.0}, vec{0.0, 0.0, 4.0}} * transpose(r);
    const std::array one{m[0][0], m[0][1], m[0][2], m[1][1], m[1][2], m[2][2]};
    const auto expected = by_jacobi(one);
    for (const double s : {1e-150, 1e-60, 1e-55, 1e-20, 1.0, 1e20, 1e55, 1e60, 1e140}) {
        INFO("scale " << s);
        auto scaled = one;
        for (double& entry : scaled) entry *= s;
        const auto found = spectrum.linearize(scaled);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(std::abs(found.value[k] / s - expected.values[k]) < 1e-14L);
            const auto& [x, y, z] = expected.vectors[k];
            const std::array partials{x * x, 2 * x * y, 2 * x * z, y * y, 2 * y * z, z * z};
            for (std::size_t i = 0; i < 6; ++i) CHECK(std::abs(found.jacobian[k][i] - partials[i]) < 1e-13L);
        }
    }
}

// Of a diagonal matrix: the derivatives by the diagonal are 1 and 0, those by what is above it 0.
TEST_CASE("eigenvalues at every scale, in single precision") {
    using ditto::node_id;
    ditto::graph g;
    std::array<node_id, 6> inputs{};
    std::array<ditto::symbol, 6> x;
    for (std::size_t i = 0; i < 6; ++i) {
        inputs[i] = g.input(static_cast<std::uint32_t>(i), ditto::input_role::unknown);
        x[i] = ditto::symbol(g, inputs[i]);
    }
    const auto rows = eigenvalues_of(x);
    std::array<std::array<node_id, 6>, 3> partials{};
    for (std::size_t k = 0; k < 3; ++k) {
        const auto d = differentiate_reverse(g, rows[k].id(), inputs, ditto::depends_on(g, g.size(), inputs));
        for (std::size_t i = 0; i < 6; ++i) partials[k][i] = d[i].in(g);
    }
    for (const float s : {1e-18F, 1e-8F, 1e-7F, 1e-3F, 1.0F, 3e6F, 1e7F, 1e17F}) {
        INFO("scale " << s);
        const auto values = laws::values_of_nodes<float>(g, std::array{s, 0.0F, 0.0F, 2.0F * s, 0.0F, 4.0F * s});
        constexpr std::array expected{1.0F, 2.0F, 4.0F};
        constexpr std::array<std::size_t, 3> diagonal{0, 3, 5};
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(std::abs(values[rows[k].id()] / s - expected[k]) < 4e-6F);
            for (std::size_t i = 0; i < 6; ++i)
                CHECK(std::abs(values[partials[k][i]] - (i == diagonal[k] ? 1.0F : 0.0F)) < 2e-5F);
        }
    }
}

}  // namespace
