// Text through the umbrella, as docs/howto/emit.md shows it.
#include "catch.hpp"

#include <ditto/emit.hpp>

#include <string>
#include <vector>

namespace {

TEST_CASE("a graph goes to text and comes back the same") {
    //! [save]
    ditto::graph g;
    auto x = g.variable("x", 3.0), y = g.variable("y", 0.5);
    auto f = x * x * y + tanh(y);
    std::string text = g.serialize();               // JSON
    ditto::graph copy = ditto::graph::parse(text);  // the same nodes, under the same numbers
    ditto::symbol again(copy, f.id());
    //! [save]
    CHECK(copy.serialize() == text);
    CHECK(copy.evaluate(again) == g.evaluate(f));
    const auto gradient = ditto::compile_gradient(f, {x, y});
    CHECK(ditto::emit::c(ditto::compile_gradient(again, {copy.variable("x"), copy.variable("y")}), "gradient") ==
          ditto::emit::c(gradient, "gradient"));
}

TEST_CASE("what cannot be read says where and why") {
    std::string message;
    //! [refused]
    try {
        ditto::graph::parse("{\"format\": \"ditto graph\",\n\"version\": 3}");
    } catch (const ditto::parse_error& problem) {
        message = problem.what();  // ditto: line 2, version is 3; this reader knows version 1
    }
    //! [refused]
    CHECK(message == "ditto: line 2, version is 3; this reader knows version 1");
}

TEST_CASE("functions as source of other languages") {
    ditto::graph g;
    auto x = g.variable("x", 3.0), y = g.variable("y", 0.5);
    auto f = x * x * y + tanh(y);
    //! [function]
    auto gradient = ditto::compile_gradient(f, {x, y});
    std::string c = ditto::emit::c(gradient, "gradient");        // void gradient(const double *in, double *out)
    std::string cuda = ditto::emit::cuda(gradient, "gradient");  // a kernel, one point a thread
    std::string wgsl = ditto::emit::wgsl(gradient, "gradient");  // fn gradient(point: array<f32, 2>) -> array<f32, 2>
    std::string glsl =
        ditto::emit::glsl(gradient, "gradient");  // void gradient(const float point[2], out float result[2])
    std::string fine = ditto::emit::glsl(gradient, "gradient", ditto::emit::precision::double_precision);
    //! [function]
    CHECK(c.find("void gradient(const double *in, double *out) {") != std::string::npos);
    CHECK(cuda.find("__global__ void gradient(") != std::string::npos);
    CHECK(wgsl.find("fn gradient(point: array<f32, 2>) -> array<f32, 2> {") != std::string::npos);
    CHECK(glsl.find("void gradient(const float point[2], out float result[2]) {") != std::string::npos);
    CHECK(fine.find("void gradient(const double point[2], out double result[2]) {") != std::string::npos);
    //! [look]
    std::string steps = ditto::emit::listing(gradient);  // a line a step, with its cost, and the total
    std::string nodes = ditto::emit::listing(f);         // the same of the graph as it was built
    std::string dot = ditto::emit::dot(f);               // for Graphviz
    std::string mermaid = ditto::emit::mermaid(f);       // for Markdown
    //! [look]
    CHECK(steps.find("cost") != std::string::npos);
    CHECK(nodes.find("unknown \"x\" = 3") != std::string::npos);
    CHECK(!dot.empty());
    CHECK(!mermaid.empty());
}

TEST_CASE("a definition of what was found at run time") {
    ditto::graph g;
    auto x = g.variable("x", 3.0), y = g.variable("y", 0.5);
    //! [definition]
    auto residual = sqrt(x * x + y) - 1.5;
    std::string definition = ditto::emit::cpp_definition(residual, "found");
    //! [definition]
    CHECK(definition == R"(// x0: "x"
// x1: "y"
// c0: 1.5
inline constexpr auto found =
    ditto::residual<ditto::real, ditto::real, ditto::given<ditto::real>>(
        [](auto x0, auto x1, auto c0) {
            return sqrt(x1 + x0*x0) - c0;
        });
)");
}

}  // namespace
