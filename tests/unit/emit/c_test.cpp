// Emitted C, compiled by the system's compiler and called, yields what the kernel does.
#include "catch.hpp"
#include "laws/random_graph.hpp"

#include <ditto/emit/c.hpp>

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>

namespace {

double distance_in_ulp(double a, double b) {
    if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
    return std::abs(a - b) / (std::nextafter(std::max(std::abs(a), std::abs(b)), HUGE_VAL) - std::max(std::abs(a), std::abs(b)));
}

TEST_CASE("emitted C agrees with the kernel on random graphs") {
    laws::random_graphs source(41);
    std::vector<ditto::compiled_function> functions;
    std::vector<std::vector<double>> points;
    const auto folder = std::filesystem::temp_directory_path() / ("ditto_emit_" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    std::ofstream text(folder / "functions.c");
    for (int n = 0; n < 1000; ++n) {
        const auto r = source.next(1 + source.engine()() % 4, 1 + source.engine()() % 20, 1 + source.engine()() % 3);
        ditto::graph g;
        const auto outputs = laws::tell(r, g, laws::telling::plain(r));
        functions.emplace_back(ditto::derive({g, outputs}, ditto::program_kind::values).graph, r.roles.size());
        points.push_back(r.point);
        text << ditto::emit::c(functions.back(), "f" + std::to_string(n));
    }
    text.close();
    const std::string library = (folder / "functions.so").string();
    // Functions of literals too are those of the library, as in the kernel, rather than the compiler's, which round better.
    REQUIRE(std::system(("cc -std=c99 -O1 -ffp-contract=off -fno-builtin -Wall -Wextra -Werror -shared -fPIC -o " + library + ' ' +
                         (folder / "functions.c").string() + " -lm").c_str()) == 0);
    void* const loaded = dlopen(library.c_str(), RTLD_NOW);
    REQUIRE(loaded != nullptr);
    for (std::size_t n = 0; n < functions.size(); ++n) {
        const auto emitted = reinterpret_cast<void (*)(const double*, double*)>(dlsym(loaded, ("f" + std::to_string(n)).c_str()));
        REQUIRE(emitted != nullptr);
        const auto expected = functions[n](points[n]);
        std::vector<double> got(expected.size());
        emitted(points[n].data(), got.data());
        for (std::size_t k = 0; k < got.size(); ++k) {
            INFO("function " << n << " output " << k << ": " << got[k] << " for " << expected[k]);
            CHECK(distance_in_ulp(got[k], expected[k]) <= 2);
        }
    }
    dlclose(loaded);
    std::filesystem::remove_all(folder);
}

TEST_CASE("a gradient as C") {
    ditto::graph g;
    const auto x = g.variable("x"), y = g.variable("y");
    CHECK(ditto::emit::c(ditto::compile_gradient(x * y + 2.0 * x, {x, y}), "gradient") == R"(#include <math.h>

/* 2 parameters, 2 outputs, 1 operations */
void gradient(const double *in, double *out) {
    (void)in;
    const double t0 = in[1] + 2.0;
    out[0] = t0;
    out[1] = in[0];
}
)");
    CHECK(ditto::emit::detail::c_number(-0.0) == "(-0.0)");  // after a minus, too
    CHECK(ditto::emit::detail::c_number(-HUGE_VAL) == "(-INFINITY)");
    CHECK_THROWS_WITH(ditto::emit::c(ditto::compile_gradient(x, {x}), "2nd"), "ditto: \"2nd\" is no identifier");
    CHECK_THROWS_WITH(ditto::emit::c(ditto::compile_gradient(x, {x}), "int"),
                      "ditto: \"int\" is a word of the language, or a function of its library");
}

}  // namespace
