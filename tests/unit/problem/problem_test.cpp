#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <Eigen/Core>

#include <cmath>
#include <thread>
#include <vector>

namespace {

using ditto::point2;

constexpr auto distance = ditto::residual<point2, point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
// Three rows, a given vector between the unknowns, and partials that are zero by structure.
constexpr auto mixed = ditto::residual<ditto::vec3, ditto::given<ditto::vec2>, ditto::real, ditto::given<ditto::real>>(
    [](auto v, auto g, auto s, auto h) {
        return ditto::vec{v[0] * s - g[0], v[1] * v[2] - g[1] * h, s * s - h};
    });

template <class Problem>
Eigen::MatrixXd central_differences(Problem& p) {
    std::vector<double> x(p.state().begin(), p.state().end());
    Eigen::MatrixXd j(p.row_count(), x.size());
    std::vector<double> above(p.row_count()), below(p.row_count());
    for (std::size_t c = 0; c < x.size(); ++c) {
        const double h = 1e-6;
        auto moved = x;
        moved[c] = x[c] + h;
        p.set_state(moved);
        p.evaluate_residuals(above);
        moved[c] = x[c] - h;
        p.set_state(moved);
        p.evaluate_residuals(below);
        for (std::size_t r = 0; r < above.size(); ++r)
            j(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = (above[r] - below[r]) / (2 * h);
    }
    p.set_state(x);
    return j;
}

void check_derivatives(ditto::problem& p) {
    const auto e = p.evaluate();
    const Eigen::MatrixXd j = e.jacobian.toDense();
    CHECK((j - central_differences(p)).cwiseAbs().maxCoeff() < 1e-8);
    for (Eigen::Index row = 0; row < e.jacobian.rows(); ++row) {
        Eigen::Index last = -1;
        for (decltype(e.jacobian)::InnerIterator it(e.jacobian, row); it; ++it) {
            CHECK(it.col() > last);
            last = it.col();
        }
    }
    CHECK(e.cost == Approx(e.residuals.squaredNorm() / 2));
    CHECK(p.cost() == Approx(e.cost).epsilon(1e-14));
    std::vector<double> gradient(p.unknown_count());
    p.gradient(gradient);
    const Eigen::VectorXd expected = j.transpose() * e.residuals;
    for (std::size_t c = 0; c < gradient.size(); ++c)
        CHECK(gradient[c] == Approx(expected[static_cast<Eigen::Index>(c)]).margin(1e-12));
}

}  // namespace

TEST_CASE("residuals and Jacobian of several kernels, with more instances than a batch") {
    ditto::problem p;
    std::vector<ditto::variable<point2>> points;
    for (int i = 0; i < 40; ++i)
        points.push_back(p.add_variable<point2>({i + 0.3 * std::sin(7.0 * i), std::cos(3.0 * i)}));
    auto v = p.add_variable<ditto::vec3>({0.5, -1.5, 2.0});
    auto s = p.add_variable<ditto::real>(0.75);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        p.add(distance, points[i], points[i + 1], 0.5);
        if (i % 5 == 0) p.add(mixed, v, {0.1, 0.2 * static_cast<double>(i)}, s, 1.5);
    }
    CHECK(p.residual_count() == 47);
    CHECK(p.row_count() == 39 + 3 * 8);
    CHECK(p.unknown_count() == 84);
    CHECK(p.kernel_count() == 2);
    CHECK(p.kernel_reuse_factor() == Approx(23.5));
    check_derivatives(p);
    const auto e = p.evaluate();
    CHECK(e.jacobian.nonZeros() == 39 * 4 + 8 * 5);  // structural zeros are left out
    CHECK(e.finite());
    CHECK(e.residuals[1] == Approx(0.5 * 0.75 - 0.1));
    CHECK(e.residuals[2] == Approx(-3.0 - 0.0));
    CHECK(e.residuals[3] == Approx(0.75 * 0.75 - 1.5));
}

TEST_CASE("fixed variables keep their values and have no columns") {
    ditto::problem p;
    auto a = p.add_variable<point2>({0, 0});
    auto b = p.add_variable<point2>({2, 0.1});
    auto c = p.add_variable<point2>({1, 1});
    p.add(distance, a, b, 3.0);
    p.add(distance, b, c, 4.0);
    p.add(distance, c, a, 5.0);
    check_derivatives(p);
    p.fix(a);
    CHECK(p.is_fixed(a));
    CHECK(p.unknown_count() == 4);
    CHECK(p.state().size() == 4);
    CHECK(p.state()[0] == 2.0);
    CHECK(p.value(a)[0] == 0.0);
    check_derivatives(p);
    CHECK(p.evaluate().jacobian.nonZeros() == 2 + 4 + 2);
    auto d = p.add_variable<point2>({7, 8});  // behind a fixed one
    CHECK(p.value(d)[1] == 8.0);
    p.add(distance, a, d, 1.0);
    check_derivatives(p);
    CHECK(p.value(d)[1] == 8.0);
    CHECK(p.value(a)[0] == 0.0);
    p.fix(b);
    p.fix(c);
    p.fix(d);
    CHECK(p.unknown_count() == 0);
    CHECK(p.evaluate().jacobian.nonZeros() == 0);
    CHECK(p.evaluate().residuals.size() == 4);
    p.free(a);
    p.free(a);
    check_derivatives(p);
}

TEST_CASE("one variable in two places of a residual: partials are summed") {
    constexpr auto triple =
        ditto::residual<ditto::real, ditto::vec2, ditto::real, ditto::vec2>([](auto a, auto u, auto b, auto v) {
            return ditto::vec{a * b + u[0] * v[1], u[1] * v[1] * b};
        });
    ditto::problem p;
    auto a = p.add_variable<ditto::real>(0.5);
    auto u = p.add_variable<ditto::vec2>({2.0, 3.0});
    auto b = p.add_variable<ditto::real>(-0.25);
    auto v = p.add_variable<ditto::vec2>({1.0, -1.0});
    for (int i = 0; i < 5; ++i) {
        p.add(triple, a, u, b, v);
        p.add(triple, a, u, a, v);
        p.add(triple, b, u, a, u);
        p.add(triple, b, v, b, v);
    }
    check_derivatives(p);
    p.fix(u);
    check_derivatives(p);
    p.fix(a);
    check_derivatives(p);
}

TEST_CASE("given values: in the order of arguments, whatever the kernel's order") {
    constexpr auto f = ditto::residual<ditto::given<ditto::real>, ditto::real, ditto::given<ditto::vec2>>(
        [](auto x, auto a, auto w) { return w[1] * a + sin(a * w[0]) - x * a * a; });
    ditto::problem p;
    auto a = p.add_variable<ditto::real>(0.7);
    auto h = p.add(f, 2.0, a, {3.0, 5.0});
    const auto expected = [](double x, double w0, double w1) { return w1 * 0.7 + std::sin(0.7 * w0) - x * 0.49; };
    CHECK(p.evaluate().residuals[0] == Approx(expected(2, 3, 5)));
    p.set_given(h, -1.0, ditto::vec<double, 2>{{0.5, 4.0}});
    CHECK(p.evaluate().residuals[0] == Approx(expected(-1, 0.5, 4)));
    CHECK_THROWS_AS(p.set_given(h, 1.0), ditto::size_mismatch);
    CHECK_THROWS_AS(p.set_given(h, 1.0, 2.0, 3.0, 4.0), ditto::size_mismatch);
    CHECK(p.evaluate().residuals[0] == Approx(expected(-1, 0.5, 4)));
    CHECK_THROWS_AS(p.set_given(h, {1.0, 2.0}), ditto::size_mismatch);
    CHECK_THROWS_AS(p.set_given(h), ditto::size_mismatch);
    p.set_given(h, {4.0, 5.0, 6.0});
    CHECK(p.evaluate().residuals[0] == Approx(expected(4, 5, 6)));
    p.set_given(h, 1, 2, 3);
    CHECK(p.evaluate().residuals[0] == Approx(expected(1, 2, 3)));
}

TEST_CASE("handles: stale, empty and foreign ones are refused, and the problem is unharmed") {
    ditto::problem p, other;
    auto a = p.add_variable<point2>({0, 0});
    auto b = p.add_variable<point2>({1, 0});
    auto h = p.add(distance, a, b, 1.0);
    auto foreign = other.add_variable<point2>({0, 0});
    CHECK(p.contains(h));
    CHECK_FALSE(other.contains(h));
    CHECK_FALSE(p.contains({}));
    CHECK_THROWS_AS(p.add(distance, a, foreign, 1.0), ditto::invalid_handle);
    CHECK_THROWS_AS(p.add(distance, a, ditto::variable<point2>{}, 1.0), ditto::invalid_handle);
    CHECK_THROWS_AS(p.value(foreign), ditto::invalid_handle);
    CHECK_THROWS_AS(p.fix(foreign), ditto::invalid_handle);
    CHECK_THROWS_AS(other.remove(h), ditto::invalid_handle);
    CHECK_THROWS_AS(p.remove({}), ditto::invalid_handle);
    p.remove(h);
    CHECK_THROWS_AS(p.remove(h), ditto::invalid_handle);
    auto again = p.add(distance, a, b, 2.0);  // in the same place
    CHECK(again != h);
    CHECK_THROWS_AS(p.set_given(h, 9.0), ditto::invalid_handle);
    CHECK_THROWS_WITH(p.set_given(h, 9.0), Catch::Matchers::Contains("removed"));
    CHECK(p.residual_count() == 1);
    CHECK(p.evaluate().residuals[0] == Approx(-1.0));
    CHECK_THROWS_AS(p.set_state(std::vector<double>(3)), ditto::size_mismatch);

    ditto::problem moved = std::move(p);
    CHECK(moved.contains(again));
    CHECK(moved.value(b)[0] == 1.0);
}

TEST_CASE("a problem on the stack in the place of another does not know its handles") {
    std::vector<ditto::residual_handle> before;
    for (int i = 0; i < 20; ++i) {
        ditto::problem p;
        auto a = p.add_variable<point2>({0, 0});
        auto h = p.add(distance, a, a, 1.0);
        for (auto old : before) CHECK_FALSE(p.contains(old));
        before.push_back(h);
    }
}

TEST_CASE("a copy is independent, and knows the handles made before it") {
    ditto::problem p;
    auto a = p.add_variable<point2>({0, 0});
    auto b = p.add_variable<point2>({1, 0});
    auto h = p.add(distance, a, b, 1.0);
    ditto::problem copy = p;
    CHECK(copy.contains(h));
    copy.set_value(b, {5, 0});
    copy.set_given(h, 2.0);
    CHECK(copy.evaluate().residuals[0] == Approx(3.0));
    CHECK(p.evaluate().residuals[0] == Approx(0.0));
    auto in_copy = copy.add(distance, a, b, 7.0);
    auto in_original = p.add(distance, a, b, 8.0);
    CHECK_FALSE(p.contains(in_copy));
    CHECK_FALSE(copy.contains(in_original));
    auto e = p.evaluate();
    copy.remove(in_copy);
    copy.remove(h);
    copy.add(distance, b, a, 1.0);
    copy.evaluate(e);  // an evaluation goes from one problem to another
    CHECK(e.residuals.size() == 1);
    CHECK(e.residuals[0] == Approx(4.0));
}

TEST_CASE("an evaluation follows the problem, and survives what its owner does to it") {
    ditto::problem p;
    auto a = p.add_variable<point2>({0, 0});
    auto b = p.add_variable<point2>({3, 4});
    p.add(distance, a, b, 1.0);
    ditto::evaluation e;
    p.evaluate(e);
    CHECK(e.residuals[0] == Approx(4.0));
    e.jacobian.prune([](auto, auto, auto) { return false; });
    p.evaluate(e);
    CHECK(e.jacobian.coeff(0, 2) == Approx(0.6));
    e = {};
    p.evaluate(e);
    CHECK(e.jacobian.coeff(0, 3) == Approx(0.8));
}

TEST_CASE("const evaluation: needs a prepared problem, and runs in several threads") {
    ditto::problem p;
    std::vector<ditto::variable<point2>> points;
    for (int i = 0; i < 200; ++i) points.push_back(p.add_variable<point2>({1.0 * i, std::sin(1.0 * i)}));
    for (std::size_t i = 0; i + 1 < points.size(); ++i) p.add(distance, points[i], points[i + 1], 1.0);
    const ditto::problem& constant = p;
    CHECK_THROWS_AS(constant.evaluate(), ditto::error);
    CHECK_THROWS_AS(constant.cost(), ditto::error);
    p.prepare();
    const auto expected = constant.evaluate();
    std::vector<ditto::evaluation> found(4);
    std::vector<std::thread> threads;
    for (auto& e : found)
        threads.emplace_back([&constant, &e] {
            for (int i = 0; i < 20; ++i) constant.evaluate(e);
        });
    for (auto& t : threads) t.join();
    for (auto& e : found) {
        CHECK(e.residuals == expected.residuals);
        CHECK((e.jacobian - expected.jacobian).norm() == 0);
    }
}

TEST_CASE("values that are not finite are told, and the first residual that has one is named") {
    constexpr auto root = ditto::residual<ditto::real>([](auto x) { return sqrt(x) - 1.0; });
    ditto::problem p;
    std::vector<ditto::residual_handle> handles;
    std::vector<ditto::variable<ditto::real>> x;
    for (int i = 0; i < 20; ++i) {
        x.push_back(p.add_variable<ditto::real>(4.0));
        handles.push_back(p.add(root, x.back()));
    }
    CHECK(p.evaluate().finite());
    CHECK_FALSE(p.first_non_finite());
    p.set_value(x[17], -1.0);
    p.set_value(x[13], -1.0);
    CHECK_FALSE(p.evaluate().finite());
    REQUIRE(p.first_non_finite());
    CHECK(*p.first_non_finite() == handles[13]);
    CHECK(p.row(handles[13]) == 13);
}

TEST_CASE("problems of floats") {
    ditto::basic_problem<float> p;
    auto a = p.add_variable<point2>({0, 0});
    auto b = p.add_variable<point2>({3, 4});
    p.add(distance, a, b, 1.0f);
    p.fix(a);
    const auto e = p.evaluate();
    CHECK(e.residuals[0] == Approx(4.0f));
    CHECK(e.jacobian.coeff(0, 1) == Approx(0.8f));
    CHECK(ditto::solve(p).converged());
    CHECK(std::hypot(p.value(b)[0], p.value(b)[1]) == Approx(1.0f));
}

TEST_CASE("an evaluation whose members were moved away is filled anew") {
    ditto::problem p;
    p.add(distance, p.add_variable<point2>({0, 0}), p.add_variable<point2>({3, 4}), 1.0);
    auto e = p.evaluate();
    const auto taken = std::move(e.residuals);
    p.evaluate(e);
    CHECK(e.residuals == taken);
}

TEST_CASE("variables added to a problem after it was copied are unknown to the copy") {
    ditto::problem p;
    auto before = p.add_variable<point2>({1, 2});
    ditto::problem copy = p;
    auto after = p.add_variable<point2>({3, 4});
    CHECK(copy.value(before)[1] == 2.0);
    CHECK_THROWS_AS(copy.value(after), ditto::invalid_handle);
    auto other = copy.add_variable<point2>({5, 6});  // in the same place
    CHECK_THROWS_AS(copy.value(after), ditto::invalid_handle);
    CHECK_THROWS_AS(p.add(distance, before, other, 1.0), ditto::invalid_handle);
    CHECK(p.residual_count() == 0);
}

TEST_CASE("a problem moved from is an empty problem") {
    ditto::problem p;
    auto a = p.add_variable<point2>({0, 0});
    p.fix(p.add_variable<point2>({9, 9}));
    auto h = p.add(distance, a, p.add_variable<point2>({3, 4}), 1.0);
    (void)p.evaluate();
    const auto check_empty = [&] {
        CHECK(p.unknown_count() == 0);
        CHECK(p.residual_count() == 0);
        CHECK(p.state().empty());
        CHECK(p.cost() == 0.0);
        CHECK(p.evaluate().residuals.size() == 0);
        CHECK_THROWS_AS(p.value(a), ditto::invalid_handle);
        CHECK_FALSE(p.contains(h));
    };
    ditto::problem to = std::move(p);
    check_empty();
    CHECK(to.contains(h));
    CHECK(to.evaluate().residuals[0] == Approx(4.0));
    p = std::move(to);
    CHECK(p.evaluate().residuals[0] == Approx(4.0));
    to = std::move(p);
    check_empty();
    a = p.add_variable<point2>({0, 0});
    h = p.add(distance, a, p.add_variable<point2>({6, 8}), 1.0);
    CHECK(p.evaluate().residuals[0] == Approx(9.0));
    CHECK(to.evaluate().residuals[0] == Approx(4.0));
}
