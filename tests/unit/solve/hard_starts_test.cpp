// Starts from which a solve used to freeze, to run to somewhere flat, or to call a residual zero that is not.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <algorithm>
#include <cmath>

namespace {

using ditto::given, ditto::real, ditto::residual, ditto::termination;

constexpr auto exponential = residual<real, given<real>>([](auto x, auto y) { return exp(x) - y; });
constexpr auto meyer = residual<real, real, real, given<real>, given<real>>(
    [](auto a, auto b, auto c, auto t, auto y) { return a * exp(b / (t + c)) - y; });
constexpr auto rise =
    residual<real, real, given<real>, given<real>>([](auto a, auto b, auto t, auto y) { return a * (1.0 - exp(-b * t)) - y; });
constexpr auto square_of = residual<real>([](auto x) { return square(x) - 4.0; });

}  // namespace

TEST_CASE("columns that shrink by hundreds of orders of magnitude do not freeze the solve") {
    for (const double start : {10.0, 40.0, 100.0, 300.0}) {
        ditto::problem exact, contradicting;
        const auto x = exact.add_variable<real>(start), y = contradicting.add_variable<real>(start);
        exact.add(exponential, x, 1.0);
        contradicting.add(exponential, y, 1.0);
        contradicting.add(exponential, y, 2.0);
        const auto s = ditto::solve(exact);
        INFO(s.message);
        CHECK(s.converged());
        CHECK(std::abs(exact.value(x)) < 1e-9);
        CHECK(s.iterations.size() <= 100 + 3 * static_cast<std::size_t>(start));
        CHECK(ditto::solve(contradicting).converged());
        CHECK(contradicting.value(y) == Approx(std::log(1.5)).epsilon(1e-9));
    }
}

TEST_CASE("Meyer's problem from a hundred times its usual start") {
    const double y[] = {34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744,
                        8261,  7030,  6005,  5147,  4427,  3820,  3307,  2872};
    ditto::problem p;
    const auto a = p.add_variable<real>(2.0), b = p.add_variable<real>(400000.0), c = p.add_variable<real>(25000.0);
    for (int i = 0; i < 16; ++i) p.add(meyer, a, b, c, 50.0 + 5 * i, y[i]);
    const auto s = ditto::solve(p);
    CHECK(s.converged());
    CHECK(2 * s.final_cost == Approx(87.9458551703).epsilon(1e-9));
}

TEST_CASE("first steps that are far too long do not end somewhere flat by luck") {
    ditto::problem p;
    const auto a = p.add_variable<real>(1.0), b = p.add_variable<real>(1.0);
    for (const double t : {1.0, 2.0, 3.0, 5.0, 7.0, 10.0}) p.add(rise, a, b, t, 200 * (1 - std::exp(-0.5 * t)) + 5 * std::sin(9 * t));
    const auto s = ditto::solve(p);
    INFO(s.report());
    CHECK(s.converged());
    CHECK(p.value(b) == Approx(0.5).margin(0.2));
    CHECK(s.iterations.size() <= 40);
}

TEST_CASE("a residual is called zero by its own size, not by that of the start") {
    ditto::problem p;
    const auto x = p.add_variable<real>(1e12);
    p.add(square_of, x);
    const auto s = ditto::solve(p);
    CHECK(s.converged());
    CHECK(std::sqrt(2 * s.final_cost) < 1e-14);
}
