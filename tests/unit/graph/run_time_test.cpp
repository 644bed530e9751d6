// Graphs built at run time: leaves by name, operations by name, values.
#include "catch.hpp"

#include <ditto/graph.hpp>

#include <cmath>
#include <limits>

namespace {

using ditto::graph, ditto::symbol;

TEST_CASE("one name is one variable") {
    graph g;
    std::vector<symbol> x;
    for (int i = 0; i < 1000; ++i) x.push_back(g.variable("x" + std::to_string(i), 0.5 * i));
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(g.variable("x" + std::to_string(i)) == x[i]);
        CHECK(g.variable("x" + std::to_string(i), 0.5 * static_cast<double>(i)) == x[i]);
    }
    CHECK(g.leaves().size() == 1000);
    CHECK(g.leaves().name(7) == "x7");
    CHECK(g.leaves().value(7) == 3.5);
    CHECK(g.constant(5.0) == g.constant(5.0));
}

TEST_CASE("a variable without a value takes the first that it is given") {
    graph g;
    const symbol x = g.variable("x");
    CHECK(g.evaluate(x) == 0.0);
    CHECK(g.variable("x", 2.5) == x);
    CHECK(g.evaluate(x) == 2.5);
}

TEST_CASE("clashes say what is wrong") {
    graph g;
    g.variable("x", 1.0);
    g.given("d", 2.0);
    CHECK_THROWS_WITH(g.variable("x", 1.5), "ditto: the variable \"x\" is there already with the value 1, which is not 1.5");
    CHECK_THROWS_WITH(g.given("x", 1.0), "ditto: the given \"x\" is there already as a variable");
    CHECK_THROWS_WITH(g.variable("d"), "ditto: the variable \"d\" is there already as a given");
    CHECK_THROWS_WITH(g.variable("y", std::numeric_limits<double>::quiet_NaN()), "ditto: the variable \"y\" cannot be nan");
    CHECK(g.leaves().size() == 2);
    CHECK_THROWS_AS(g.variable("x", 3.0), ditto::error);
}

TEST_CASE("weights are always distinct") {
    graph g;
    CHECK(!(g.weight(1.0) == g.weight(1.0)));
    CHECK(g.leaves().size() == 2);
}

TEST_CASE("operations by name") {
    graph g;
    const symbol x = g.variable("x", 0.5), y = g.variable("y", -2.0);
    CHECK(g.apply("atan2", {y, x}) == atan2(y, x));
    CHECK(g.apply("add", {x, y}) == x + y);
    CHECK(g.apply("square", {x}) == x * x);
    CHECK(g.apply("select", {g.apply("greater", {x, y}), x, y}) == select(x > y, x, y));
    CHECK(g.apply("exp", {0.0}) == symbol(g, g.constant(1.0)));
    CHECK_THROWS_WITH(g.apply("arctan", {x}), "ditto: there is no operation \"arctan\"");
    CHECK_THROWS_WITH(g.apply("sin", {x, y}), "ditto: sin takes 1 operands, was given 2");
    CHECK_THROWS_AS(g.apply("input", {}), ditto::error);
    graph other;
    CHECK_THROWS_WITH(g.apply("sin", {other.variable("x")}), "ditto: apply() was given a symbol of another graph");
}

TEST_CASE("values at the leaves' values and at others") {
    graph g;
    const symbol x = g.variable("x", 3.0), y = g.variable("y", 4.0);
    const symbol length = sqrt(x * x + y * y);
    CHECK(g.evaluate(length) == 5.0);
    CHECK(g.evaluate(length, std::array{5.0, 12.0}) == 13.0);
    CHECK(g.evaluate(symbol(2.5)) == 2.5);
    CHECK_THROWS_AS(g.evaluate(length, std::array{5.0}), ditto::size_mismatch);
}

}  // namespace
