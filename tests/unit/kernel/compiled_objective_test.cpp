#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/graph/run_time.hpp>
#include <ditto/kernel/compiled_objective.hpp>

#include <cmath>
#include <vector>

TEST_CASE("a value and its gradient, from one program") {
    ditto::graph g;
    const auto x = g.variable("x", 1.0), y = g.variable("y", 2.0), unused = g.variable("unused", 3.0);
    const auto factor = g.given("factor", 5.0);
    const auto f = factor * exp(x * y) + sin(y);
    auto objective = ditto::compile_objective(f, {x, y, unused});
    CHECK(objective.parameters() == 3);
    CHECK(objective.function().outputs() == 4);
    std::vector<double> gradient(3, -1.0);
    CHECK(objective(std::vector{0.3, 0.7, 9.0}, gradient) == Approx(5 * std::exp(0.21) + std::sin(0.7)));
    CHECK(gradient[0] == Approx(0.7 * 5 * std::exp(0.21)));
    CHECK(gradient[1] == Approx(0.3 * 5 * std::exp(0.21) + std::cos(0.7)));
    CHECK(gradient[2] == 0);

    auto narrow = ditto::compile_objective<float>(f, std::vector{x, y});
    std::vector<float> partials(2);
    CHECK(narrow(std::vector{0.3f, 0.7f}, partials) == Approx(5 * std::exp(0.21) + std::sin(0.7)).epsilon(1e-6));
    CHECK(partials[1] == Approx(gradient[1]).epsilon(1e-6));

    auto constant = ditto::compile_objective(ditto::symbol(4.0), {x});
    CHECK(constant(std::vector{7.0}, std::span(gradient).first(1)) == 4);
    CHECK(gradient[0] == 0);
}

TEST_CASE("sizes that do not fit are refused") {
    ditto::graph g;
    const auto x = g.variable("x", 1.0);
    auto objective = ditto::compile_objective(x * x, {x});
    std::vector<double> one(1), two(2);
    CHECK_THROWS_AS(objective(two, one), ditto::size_mismatch);
    CHECK_THROWS_WITH(objective(one, two), "ditto: the objective has 1 parameters, the gradient has room for 2");
}
