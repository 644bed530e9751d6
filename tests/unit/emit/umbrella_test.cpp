// Text through the umbrella, as programs use it.
#include "catch.hpp"

#include <ditto/emit.hpp>

#include <string>
#include <vector>

namespace {

TEST_CASE("a graph goes to text and comes back the same; its code can be read") {
    ditto::graph g;
    std::vector<ditto::symbol> x;
    for (int i = 0; i < 200; ++i) x.push_back(g.variable("x" + std::to_string(i), 0.1 * i * i));
    auto f = x[0] * x[0] * x[1] + tanh(x[1]);
    auto gradient = ditto::compile_gradient(f, {x[0], x[1]});
    ditto::graph copy = ditto::graph::parse(g.serialize());
    CHECK(copy.serialize() == g.serialize());
    CHECK(!ditto::emit::c(gradient, "gradient").empty());
    CHECK(!ditto::emit::dot(f).empty());
    // What was parsed is a graph like any other.
    const ditto::symbol again(copy, f.id());
    CHECK(ditto::emit::c(ditto::compile_gradient(again, {copy.variable("x0"), copy.variable("x1")}), "gradient") ==
          ditto::emit::c(gradient, "gradient"));
    CHECK(copy.evaluate(again) == g.evaluate(f));
}

}  // namespace
