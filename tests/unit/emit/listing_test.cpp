#include "catch.hpp"

#include <ditto/emit/listing.hpp>

namespace {

TEST_CASE("a graph with its costs") {
    ditto::graph g;
    const auto x = g.variable("x", 0.5), d = g.given("d", 2.0), w = g.weight(1.0);
    const auto quotient = sqrt(x) / d;
    CHECK(ditto::emit::listing(quotient + w * 2.5) == R"(t0 = unknown "x" = 0.5
t1 = given "d" = 2
t2 = unknown = 1
t3 = sqrt(t0)     8
t4 = t3/t1        8
t5 = 2.5
t6 = t5*t2        1
t7 = t4 + t6      1
out[0] = t7
4 operations, cost 18: 1 addition, 1 multiplication, 1 division, 1 square root
)");
    CHECK(ditto::emit::listing(g.variable("y")) == "t8 = unknown \"y\"\nout[0] = t8\n0 operations, cost 0\n");
    CHECK(ditto::emit::listing(2.5) == "2.5\n");
}

TEST_CASE("a compiled function with its costs") {
    ditto::graph g;
    const auto x = g.variable("x"), y = g.variable("y");
    const auto s = sin(x), c = cos(x), y2 = y * y;
    CHECK(ditto::emit::listing(ditto::compile_function({s * c + y2, abs(y)}, {x, y})) == R"(t0 = in[1]*in[1]     1
t1 = sin(in[0])     12
t2 = cos(in[0])      0
t3 = t1*t2 + t0      1
out[0] = t3
t4 = abs(in[1])      1
out[1] = t4
5 operations, cost 15: 1 multiplication, 1 fused product, 2 functions, 1 other
)");
}

}  // namespace
