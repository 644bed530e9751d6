// What a problem says of its kernels, and the passes of what they make of a graph.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/kernel/optimization_report.hpp>
#include <ditto/problem.hpp>
#include <ditto/problem/assembly.hpp>
#include <ditto/problem/inventory.hpp>

namespace {

using namespace ditto;

constexpr auto distance = residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });

TEST_CASE("the kernel with the most work comes first") {
    kernel_pool pool;
    pool.precompile<distance>();
    graph g;
    std::vector<symbol> x, residuals;
    for (int i = 0; i < 40; ++i) x.push_back(g.variable("x" + std::to_string(i), 0.1 * i * i));
    for (std::size_t i = 0; i + 3 < 40; i += 2) {
        const symbol dx = x[i + 2] - x[i], dy = x[i + 3] - x[i + 1];
        residuals.push_back(sqrt(dx * dx + dy * dy) - 1.5);
    }
    residuals.push_back(exp(x[0]) - 0.25);
    const symbol dx = x[0] - x[7], dy = x[3] - x[9];  // no neighbours
    residuals.push_back(sqrt(dx * dx + dy * dy) - 1.5);
    auto p = pool.assemble(residuals);
    const auto kernels = inventory(p);
    REQUIRE(kernels.size() == 3);
    CHECK(kernels[0].origin == kernel_origin::compiled);
    CHECK(kernels[0].instances == 19);
    CHECK(kernels[0].unknowns == 4);
    CHECK(kernels[0].givens == 1);
    CHECK(kernels[0].partials == 4);
    CHECK(kernels[0].operations.square_roots == 1);
    CHECK(kernels[0].nanoseconds == 0.0);
    CHECK(kernels[0].work() > kernels[1].work());
    CHECK(kernels[1].origin == kernel_origin::regrouped);
    CHECK(kernels[2].origin == kernel_origin::interpreted);
    CHECK(kernels[2].residual == "exp(a) - b");
    CHECK(kernels[2].operations.functions == 1);
    CHECK(kernels[2].operations.additions == 1);
    CHECK(inventory(p, 1e-6)[0].nanoseconds > 0.0);
    const std::string table = to_string(kernels);
    CHECK(table.find("interpreted") != std::string::npos);
    CHECK(table.find("exp(a) - b") != std::string::npos);
}

TEST_CASE("each pass is counted") {
    graph g;
    const symbol x = g.variable("x", 0.5), y = g.variable("y", 2.0);
    const symbol f = (x - 0.0) * y + sin(x) * sin(x) / (1.0 + y * y) + cos(x) * 1.0;
    const auto passes = report_optimization({&f, 1}, std::array{x, y});
    REQUIRE(passes.size() == 7);
    CHECK(passes[0].name == "as built");
    CHECK(passes[0].operations == 11);
    CHECK(passes[1].operations < passes[0].operations);
    CHECK(passes[2].nodes == passes[1].nodes);
    CHECK(passes[3].operations > passes[2].operations);
    CHECK(passes[4].operations < passes[3].operations);
    CHECK(passes[5].operations == passes[4].operations - 1);  // a sine and its cosine are one step
    CHECK(passes[6].nodes < passes[4].nodes);
    CHECK(to_string(passes).find("constants folded") != std::string::npos);
}

}  // namespace
