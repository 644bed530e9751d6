#include "catch.hpp"

#include <ditto/emit/picture.hpp>

namespace {

TEST_CASE("a graph for Graphviz") {
    ditto::graph g;
    const auto x = g.variable("x"), d = g.variable("say \"d\"");
    CHECK(ditto::emit::dot(sqrt(x) / d) == R"(digraph {
    node [fontname="sans-serif"]
    n0 [label="x", shape=box]
    n1 [label="say \"d\"", shape=box]
    n2 [label="sqrt", shape=ellipse]
    n0 -> n2
    n3 [label="divide", shape=ellipse]
    n2 -> n3 [label="1"]
    n1 -> n3 [label="2"]
    out0 [shape=point]
    n3 -> out0
}
)");
}

TEST_CASE("a graph for Mermaid") {
    ditto::graph g;
    const auto x = g.variable("x");
    (void)g.variable("unused");
    CHECK(ditto::emit::mermaid(x * x - 2.5) == R"(flowchart TD
    n0["x"]
    n2(["multiply"])
    n0 --> n2
    n0 --> n2
    n3["2.5"]
    n4(["subtract"])
    n2 --> |1| n4
    n3 --> |2| n4
    n4 --> out0((" "))
)");
}

TEST_CASE("a number is a graph of one node") { CHECK(ditto::emit::dot(2.0).find("label=\"2\"") != std::string::npos); }

}  // namespace
