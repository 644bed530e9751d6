// A linear problem, known to be one by the compiler: one Jacobian for all states, one step to the solution.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

namespace {

using ditto::given, ditto::point2, ditto::real, ditto::residual;

constexpr auto smooth = residual<point2, point2, point2>([](auto a, auto b, auto c) { return (b - a) + (b - c); });
constexpr auto near = residual<point2, given<point2>, given<real>>([](auto p, auto q, auto weight) { return weight * (p - q); });
static_assert(smooth.is_linear() && near.is_linear());

TEST_CASE("a linear problem is solved by one step without damping") {
    ditto::problem chain;
    std::vector<ditto::variable<point2>> points;
    for (int i = 0; i < 50; ++i) points.push_back(chain.add_variable<point2>({i * 1.0, (i * 7) % 5 * 0.3}));
    for (std::size_t i = 0; i < points.size(); ++i)
        chain.add(near, points[i], {static_cast<double>(i), i % 3 == 0 ? 1.0 : -1.0}, 0.5);
    for (std::size_t i = 1; i + 1 < points.size(); ++i) chain.add(smooth, points[i - 1], points[i], points[i + 1]);
    chain.fix(points[0]);

    const auto before = chain.evaluate();
    const auto summary = ditto::solve(chain, {.initial_damping = 1e-16});
    CHECK(summary.converged());
    CHECK(summary.iterations.size() == 1);

    const auto after = chain.evaluate();
    CHECK((before.jacobian - after.jacobian).norm() == 0.0);
    const Eigen::VectorXd gradient = after.jacobian.transpose() * after.residuals;
    CHECK(gradient.norm() < 1e-12);
    CHECK(after.cost < 0.9 * before.cost);
    CHECK(after.cost > 1.0);  // what is left is no zero residual
}

}  // namespace
