// Compiled functions from C: c_interface_caller.c, compiled by the C compiler, calls what is defined here.
#include <ditto/adapters/c_interface.hpp>

#include "catch.hpp"

#include <ditto/run_time.hpp>

#include <array>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

extern "C" {
int descend_in_c(const char* text, size_t output, size_t steps, double rate, double* least, double* at, size_t room);
const char* failure_in_c(const char* text, size_t output);
int misuse_in_c(const char* text, size_t output, char* sentences, size_t room);
}

namespace {

struct valley {
    //! [text]
    ditto::graph graph;
    ditto::symbol x = graph.variable("x", 3.0), y = graph.variable("y", -1.0), depth = graph.given("depth", 2.0);
    ditto::symbol energy = square(x - 1.0) + 0.5 * square(y - x) - depth;
    std::string text = graph.serialize();
    std::size_t output = energy.id();  // what C is told
    //! [text]
};

bool contains(const char* text, const char* part) {
    return text != nullptr && std::string(text).find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("C minimises a function that C++ wrote as text") {
    const valley v;
    double least = 0, at[2] = {0, 0};
    REQUIRE(descend_in_c(v.text.c_str(), v.output, 400, 0.3, &least, at, 2) == 0);
    CHECK(at[0] == Approx(1).epsilon(1e-10));
    CHECK(at[1] == Approx(1).epsilon(1e-10));
    CHECK(least == Approx(-2).epsilon(1e-12));
}

TEST_CASE("values and gradients are those of compiled functions") {
    const valley v;
    ditto_function* f = ditto_function_create(v.text.data(), v.text.size(), v.output);
    REQUIRE(f != nullptr);
    REQUIRE(ditto_function_parameters(f) == 2);  // the given one is none
    CHECK(ditto_function_parameter_name(f, 0) == std::string("x"));
    CHECK(ditto_function_parameter_name(f, 1) == std::string("y"));
    CHECK(ditto_function_parameter_name(f, 2) == nullptr);
    double start[2], value = 0, gradient[2];
    REQUIRE(ditto_function_start(f, 2, start) == 0);
    CHECK(start[0] == 3);
    CHECK(start[1] == -1);
    REQUIRE(ditto_function_evaluate(f, 2, start, &value, gradient) == 0);
    const auto gradient_of = ditto::compile_gradient(v.energy, {v.x, v.y});
    CHECK(value == v.graph.evaluate(v.energy));
    CHECK(gradient[0] == gradient_of({3, -1})[0]);
    CHECK(gradient[1] == gradient_of({3, -1})[1]);

    const double infinite[2] = {INFINITY, 0};
    CHECK(ditto_function_evaluate(f, 2, infinite, &value, nullptr) == 0);
    CHECK_FALSE(std::isfinite(value));
    ditto_function_destroy(f);
}

TEST_CASE("no exception leaves the interface: sentences do") {
    const valley v;
    CHECK(contains(failure_in_c("{\"format\": 3}", 0), "format"));
    CHECK(contains(failure_in_c("", 0), "ditto: "));
    CHECK(contains(failure_in_c(nullptr, 0), "the text is null"));
    CHECK(contains(failure_in_c(v.text.c_str(), 1000), "the output is node 1000, of "));
    CHECK(failure_in_c(v.text.c_str(), v.output) == nullptr);
    for (std::size_t length = 0; length < v.text.size() - 2; length += 7)
        CHECK(ditto_function_create(v.text.data(), length, v.output) == nullptr);  // cut off anywhere

    std::vector<char> sentences(4096);
    REQUIRE(misuse_in_c(v.text.c_str(), v.output, sentences.data(), sentences.size()) == 0);
    CHECK(std::string(sentences.data()) ==
          "ditto: the function has 2 parameters, was given 3\nditto: the point is null\nditto: the value is null\n"
          "ditto: the function is null\nditto: the function has 2 parameters, was given 0\n");
    std::thread([] { CHECK(ditto_error_text() == std::string()); }).join();  // each thread has its own
}

TEST_CASE("functions of nothing, and of no unknown, are functions") {
    ditto::graph g;
    const ditto::symbol f = sqrt(g.given("a", 16.0));
    const std::string text = g.serialize();
    ditto_function* made = ditto_function_create(text.data(), text.size(), f.id());
    REQUIRE(made != nullptr);
    double value = 0, gradient = 7;
    CHECK(ditto_function_parameters(made) == 0);
    CHECK(ditto_function_evaluate(made, 0, nullptr, &value, &gradient) == 0);
    CHECK(value == 4);
    CHECK(gradient == 7);
    ditto_function_destroy(made);
}
