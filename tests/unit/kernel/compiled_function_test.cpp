// Functions of some leaves of a graph: values, gradients, Jacobians and Hessians, at one point and at many.
#include "catch.hpp"

#include <ditto/graph.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <cmath>
#include <limits>
#include <numeric>

namespace {

using ditto::graph, ditto::symbol;

TEST_CASE("values, gradient, Jacobian and Hessian of one point") {
    graph g;
    const symbol x = g.variable("x", 1.0), y = g.variable("y", 2.0);
    const symbol f = x * x * y + tanh(y);
    const auto value = ditto::compile_function({f, x - y}, {x, y});
    CHECK(value({3.0, 0.5}) == std::vector{9.0 * 0.5 + std::tanh(0.5), 2.5});
    const auto gradient = ditto::compile_gradient(f, {x, y});
    const double t = std::tanh(0.5), bend = 1 - t * t;
    CHECK(gradient({3.0, 0.5})[0] == 3.0);
    CHECK(std::abs(gradient({3.0, 0.5})[1] - (9.0 + bend)) < 1e-14);
    const auto jacobian = ditto::compile_jacobian({f, 2.0 * x, symbol(7.0)}, {y, x});
    const auto j = jacobian({0.5, 3.0});
    CHECK(j.size() == 6);
    CHECK(std::abs(j[0] - (9.0 + bend)) < 1e-14);
    CHECK((j[1] == 3.0 && j[2] == 0.0 && j[3] == 2.0 && j[4] == 0.0 && j[5] == 0.0));
    const auto hessian = ditto::compile_hessian(f, {x, y});
    const auto h = hessian({3.0, 0.5});
    CHECK((h[0] == 1.0 && h[1] == 6.0 && h[2] == 6.0));
    CHECK(std::abs(h[3] + 2 * t * bend) < 1e-14);
}

TEST_CASE("leaves that are no parameters keep their values, and what follows from them is folded") {
    graph g;
    const symbol x = g.variable("x", 1.0), scale = g.given("scale", 4.0), y = g.variable("y", 3.0);
    const auto f = ditto::compile_function({x * (scale * y)}, {x});
    CHECK(f({2.0}) == std::vector{24.0});
    CHECK(f.program().operation_count == 1);
}

TEST_CASE("many points at once are as each alone") {
    graph g;
    const symbol x = g.variable("x"), y = g.variable("y"), z = g.variable("z");
    const auto f = ditto::compile_gradient(exp(x * y) * sin(z) + atan2(y, x) / (2.0 + cos(z)), {x, y, z});
    std::vector<double> points(3 * 101), into(3 * 101);
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = std::sin(1.7 * static_cast<double>(i));
    f.evaluate(points, into);
    for (std::size_t p = 0; p < 101; ++p) {
        const auto alone = f(std::span(points).subspan(3 * p, 3));
        for (std::size_t k = 0; k < 3; ++k)
            CHECK(std::abs(alone[k] - into[3 * p + k]) <= 1e-14 * (1 + std::abs(alone[k])));
    }
}

// Sum and difference, product and quotient in turn: the published value and sum of derivatives at n = 50.
TEST_CASE("a long chain") {
    graph g;
    std::vector<symbol> x;
    std::vector<double> at;
    for (int i = 0; i < 50; ++i) {
        x.push_back(g.variable("x" + std::to_string(i), i + 1.0));
        at.push_back(i + 1.0);
    }
    symbol r = x[0];
    for (std::size_t j = 1; j < x.size(); ++j)
        r = j % 4 == 0 ? r + x[j] : j % 4 == 1 ? r - x[j] : j % 4 == 2 ? r * x[j] : r / x[j];
    CHECK(std::abs(g.evaluate(r) - -10.487012617744035) < 1e-13);
    const auto d = ditto::compile_gradient(r, x)(at);
    CHECK(std::abs(std::accumulate(d.begin(), d.end(), 0.0) - -0.12361278619720317) < 1e-14);
}

TEST_CASE("outputs that are parameters, constants, or the same twice; parameters of no matter") {
    graph g;
    const symbol x = g.variable("x"), y = g.variable("y"), z = g.variable("z");
    const auto f = ditto::compile_function({y, symbol(2.5), x * y, x, x * y, y, x + x * y}, {x, y, z});
    CHECK(f({3.0, 5.0, 7.0}) == std::vector{5.0, 2.5, 15.0, 3.0, 15.0, 5.0, 18.0});
    std::vector<double> points, into(7 * 37), expected;
    for (int p = 0; p < 37; ++p)
        for (const double v : {p + 1.0, p - 4.0, std::nan("")}) points.push_back(v);
    for (std::size_t p = 0; p < 37; ++p)
        for (const double v : f(std::span(points).subspan(3 * p, 3))) expected.push_back(v);
    f.evaluate(points, into);
    CHECK(into == expected);
}

TEST_CASE("no parameters, no outputs, no points") {
    graph g;
    const symbol x = g.variable("x", 4.0);
    const auto constant = ditto::compile_function({sqrt(x), x}, {});
    CHECK(constant(std::initializer_list<double>{}) == std::vector{2.0, 4.0});
    std::vector<double> into(6);
    constant.evaluate({}, into);
    CHECK(into == std::vector{2.0, 4.0, 2.0, 4.0, 2.0, 4.0});
    const auto nothing = ditto::compile_function({}, {x});
    CHECK(nothing({1.0}).empty());
    nothing.evaluate(into, {});
    const auto neither = ditto::compile_function({}, {});
    CHECK(neither(std::initializer_list<double>{}).empty());
    neither.evaluate({}, {}, 3);
    ditto::compile_gradient(x * x, {x}).evaluate({}, {}, 2);
}

TEST_CASE("many points: any number of them, on any number of threads") {
    graph g;
    std::vector<symbol> x;
    for (int i = 0; i < 11; ++i) x.push_back(g.variable("x" + std::to_string(i)));
    symbol f = 1.0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) f = f + x[i] * x[i] * x[i + 1] - x[i + 1];
    const auto gradient = ditto::compile_gradient(f, x);
    for (const std::size_t count : {1u, 2u, 7u, 8u, 9u, 127u, 128u, 129u, 1000u}) {
        std::vector<double> points(11 * count), expected;
        for (std::size_t i = 0; i < points.size(); ++i) points[i] = std::sin(0.3 * static_cast<double>(i));
        for (std::size_t p = 0; p < count; ++p)
            for (const double d : gradient(std::span(points).subspan(11 * p, 11))) expected.push_back(d);
        for (const std::size_t threads : {0u, 1u, 2u, 3u, 16u}) {
            std::vector<double> into(11 * count, std::nan(""));
            gradient.evaluate(points, into, threads);
            CHECK(into == expected);
        }
    }
}

TEST_CASE("copies and moves of a function are as good") {
    graph g;
    const symbol x = g.variable("x"), y = g.variable("y");
    auto f = ditto::compile_function({sin(x) * y}, {x, y});
    const auto copy = f, moved = std::move(f);
    CHECK(copy({1.0, 2.0}) == std::vector{std::sin(1.0) * 2.0});
    CHECK(moved({1.0, 2.0}) == copy({1.0, 2.0}));
}

TEST_CASE("functions of many slots") {
    graph g;
    std::vector<symbol> x, outputs;
    std::vector<double> at;
    for (int i = 0; i < 1500; ++i) {
        x.push_back(g.variable("x" + std::to_string(i)));
        at.push_back(0.5 + i);
    }
    for (std::size_t i = 0; i < x.size(); ++i) outputs.push_back(x[i] * x[(i + 1) % x.size()]);
    const auto f = ditto::compile_function(outputs, x);
    std::vector<double> expected, into(1500);
    for (std::size_t i = 0; i < x.size(); ++i) expected.push_back(at[i] * at[(i + 1) % x.size()]);
    CHECK(f(at) == expected);
    f.evaluate(at, into);
    CHECK(into == expected);
}

TEST_CASE("mistakes are named") {
    graph g, other;
    const symbol x = g.variable("x"), y = g.variable("y");
    CHECK_THROWS_WITH(ditto::compile_gradient(x * y, {x, x}), "ditto: parameters 0 and 1 are the same leaf");
    CHECK_THROWS_WITH(ditto::compile_gradient(x * y, {x, x * y}), "ditto: parameter 1 is no leaf of the graph");
    CHECK_THROWS_AS(ditto::compile_gradient(x * y, {other.variable("x")}), ditto::error);
    CHECK_THROWS_WITH(ditto::compile_gradient(x * y, {x})({1.0, 2.0}), "ditto: the function has 1 parameters, was given 2");
    const auto f = ditto::compile_function({x, y}, {x, y});
    std::vector<double> one(1), two(2), three(3), four(4);
    CHECK_THROWS_AS(f(two, one), ditto::size_mismatch);
    CHECK_THROWS_AS(f(two, three), ditto::size_mismatch);
    CHECK_THROWS_WITH(f.evaluate(three, two), "ditto: the function has 2 parameters and 2 outputs; "
                      "evaluate() was given 3 numbers to read and room for 2");
    CHECK_THROWS_WITH(f.evaluate(four, two), "ditto: the function has 2 parameters and 2 outputs; "
                      "evaluate() was given 4 numbers to read and room for 2");
    CHECK_THROWS_AS(ditto::compile_function({}, {x}).evaluate(one, one), ditto::size_mismatch);
}

}  // namespace

TEST_CASE("a graph's choice of derivatives at singular points reaches its compiled gradients") {
    for (const bool ieee : {false, true}) {
        ditto::graph g;
        g.set_ieee_derivatives(ieee);
        const auto x = g.variable("x", 1.0);
        const auto gradient = ditto::compile_gradient(sqrt(x), {x});
        CHECK(gradient({0.0})[0] == (ieee ? std::numeric_limits<double>::infinity() : 0.0));
    }
}
