#include "catch.hpp"

#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include "../problem/dual_kernel.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using ditto::real;
using ditto::termination;

// Adds one residual of `Function` over the first variables, with its number (and more) as given.
template <class Function, std::size_t Unknowns, std::size_t Givens = 1>
ditto::residual_handle add(
    ditto::problem& p, const std::array<double, Givens>& givens, std::array<std::uint32_t, Unknowns> ids = [] {
        std::array<std::uint32_t, Unknowns> a{};
        for (std::uint32_t i = 0; i < Unknowns; ++i) a[i] = i;
        return a;
    }()) {
    using kernel = test::dual_kernel<Function, Unknowns, Givens>;
    return p.add_instance(kernel::table, ids, givens, kernel::definition);
}

template <class Function, std::size_t Unknowns>
ditto::problem numbered(const std::array<double, Unknowns>& start, int rows) {
    ditto::problem p;
    for (const double x : start) p.add_variable<real>(x);
    for (int i = 1; i <= rows; ++i) add<Function, Unknowns>(p, {static_cast<double>(i)});
    return p;
}

// Moré, Garbow, Hillstrom, "Testing unconstrained optimization software" (1981), by their numbers there.
struct rosenbrock {  // 1
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return g[0] == 1 ? T(10) * (x[1] - x[0] * x[0]) : T(1) - x[0];
    }
};
struct freudenstein_roth {  // 2
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return g[0] == 1 ? T(-13) + x[0] + ((T(5) - x[1]) * x[1] - T(2)) * x[1]
                         : T(-29) + x[0] + ((x[1] + T(1)) * x[1] - T(14)) * x[1];
    }
};
struct powell_badly_scaled {  // 3
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return g[0] == 1 ? T(1e4) * x[0] * x[1] - T(1) : exp(-x[0]) + exp(-x[1]) - T(1.0001);
    }
};
struct meyer {  // 10: rows differ by (t, y)
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return x[0] * exp(x[1] / (x[2] + T(g[0]))) - T(g[1]);
    }
};
struct powell_singular {  // 13
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        if (g[0] == 1) return x[0] + T(10) * x[1];
        if (g[0] == 2) return T(std::sqrt(5.0)) * (x[2] - x[3]);
        if (g[0] == 3) return (x[1] - T(2) * x[2]) * (x[1] - T(2) * x[2]);
        return T(std::sqrt(10.0)) * (x[0] - x[3]) * (x[0] - x[3]);
    }
};
struct wood {  // 14
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        switch (static_cast<int>(g[0])) {
            case 1:
                return T(10) * (x[1] - x[0] * x[0]);
            case 2:
                return T(1) - x[0];
            case 3:
                return T(std::sqrt(90.0)) * (x[3] - x[2] * x[2]);
            case 4:
                return T(1) - x[2];
            case 5:
                return T(std::sqrt(10.0)) * (x[1] + x[3] - T(2));
            default:
                return T(1 / std::sqrt(10.0)) * (x[1] - x[3]);
        }
    }
};
struct brown_almost_linear {  // 27
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        T product(1), sum(0);
        for (const auto& v : x) {
            product = product * v;
            sum = sum + v;
        }
        return g[0] == 10 ? product - T(1) : x[static_cast<std::size_t>(g[0]) - 1] + sum - T(11);
    }
};
struct exponential {  // y = exp(m t + c): rows differ by (t, y)
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return exp(x[0] * T(g[0]) + x[1]) - T(g[1]);
    }
};
struct logarithm {  // not a number where x < 0
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return log(x[0]) - T(g[0]);
    }
};
struct linear {
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return x[0] - T(g[0]);
    }
};
struct uphill {  // a derivative of the wrong sign: nothing can go down by it
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        auto r = x[0] + std::decay_t<decltype(x[0])>(g[0]);
        for (auto& d : r.partials) d = -d;
        return r;
    }
};
struct steep {  // by its second variable
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        auto r = x[0] - std::decay_t<decltype(x[0])>(g[0]);
        r.partials[1] = std::numeric_limits<double>::infinity();
        return r;
    }
};
struct cliff {  // the value is finite for x < 2 only, its derivative for x < 1
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        auto r = x[0] - T(g[0]);
        if (x[0].value > 1) r.partials[0] = std::numeric_limits<double>::infinity();
        if (x[0].value > 2) r.value = std::numeric_limits<double>::quiet_NaN();
        return r;
    }
};

}  // namespace

TEST_CASE("classic problems: published minima from their starts") {
    const auto minimum = [](ditto::problem p) {
        const auto s = ditto::solve(p);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(p.cost() == Approx(s.final_cost).margin(1e-30));
        for (std::size_t i = 1; i < s.iterations.size(); ++i)
            CHECK(s.iterations[i].cost <= s.iterations[i - 1].cost * (1 + 1e-12));
        for (const auto& i : s.iterations)
            if (i.accepted) CHECK_FALSE(i.gain_ratio <= 0);  // not a number where rounding is all there is
        return 2 * s.final_cost;
    };
    CHECK(minimum(numbered<rosenbrock, 2>({-1.2, 1}, 2)) < 1e-25);
    CHECK(minimum(numbered<freudenstein_roth, 2>({0.5, -2}, 2)) == Approx(48.98425367924).epsilon(1e-9));
    CHECK(minimum(numbered<powell_badly_scaled, 2>({0, 1}, 2)) < 1e-20);
    CHECK(minimum(numbered<powell_singular, 4>({3, -1, 0, 1}, 4)) < 1e-25);
    CHECK(minimum(numbered<wood, 4>({-3, -1, -3, -1}, 6)) < 1e-25);
    std::array<double, 10> half;
    half.fill(0.5);
    CHECK(minimum(numbered<brown_almost_linear, 10>(half, 10)) < 1e-25);
}

TEST_CASE("steps bend: badly scaled problems in tens of iterations") {
    ditto::problem powell = numbered<powell_badly_scaled, 2>({0, 1}, 2);
    CHECK(ditto::solve(powell).iterations.size() <= 35);
    const double y[] = {34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744,
                        8261,  7030,  6005,  5147,  4427,  3820,  3307,  2872};
    ditto::problem p;
    for (const double x : {0.02, 4000.0, 250.0}) p.add_variable<real>(x);
    for (int i = 0; i < 16; ++i) add<meyer, 3, 2>(p, {50.0 + 5 * i, y[i]});
    const auto s = ditto::solve(p);
    INFO(s.report());
    CHECK(2 * s.final_cost == Approx(87.9458551703).epsilon(1e-9));
    CHECK(s.iterations.size() <= 60);
}

TEST_CASE("dense and sparse solvers take the same path") {
    for (const auto solver : {ditto::linear_solver::dense_cholesky, ditto::linear_solver::sparse_cholesky}) {
        ditto::problem p = numbered<wood, 4>({-3, -1, -3, -1}, 6);
        const auto s = ditto::solve(p, {.linear_solver = solver});
        CHECK(s.converged());
        CHECK(p.state()[2] == Approx(1.0));
    }
}

TEST_CASE("a curve is fitted to all its digits") {
    ditto::problem p;
    p.add_variable<real>(0.0);
    p.add_variable<real>(0.0);
    for (int i = 0; i < 50; ++i) {
        const double t = 0.1 * i;
        add<exponential, 2, 2>(p, {t, std::exp(0.3 * t + 0.1) + 0.2 * std::sin(31.0 * i)});
    }
    const auto s = ditto::solve(p);
    CHECK(s.converged());
    const auto e = p.evaluate();
    const Eigen::VectorXd g = e.jacobian.transpose() * e.residuals;
    for (Eigen::Index c = 0; c < 2; ++c) CHECK(std::abs(g[c]) < 2e-12 * e.jacobian.col(c).norm() * e.residuals.norm());
}

TEST_CASE("a step into a region without values is rejected and damped") {
    ditto::problem p;
    auto x = p.add_variable<real>(20.0);  // the full step would go far below 0
    add<logarithm, 1>(p, {-1.0});
    const auto s = ditto::solve(p);
    INFO(s.report());
    CHECK(s.converged());
    CHECK(p.value(x) == Approx(std::exp(-1.0)));
    bool rejected = false;
    for (const auto& i : s.iterations) rejected = rejected || !i.accepted;
    CHECK(rejected);
}

TEST_CASE("a point with a value but without derivatives is not stepped on") {
    ditto::problem p;
    auto x = p.add_variable<real>(0.0);
    add<cliff, 1>(p, {3.0});
    const auto s = ditto::solve(p);
    CHECK_FALSE(s.converged());
    CHECK(std::isfinite(s.final_cost));
    CHECK(p.value(x) <= 1.0);
    CHECK(p.value(x) > 0.5);
    CHECK(p.evaluate().finite());
}

TEST_CASE("a start that is not finite is a status that names the residual") {
    ditto::problem p;
    auto good = p.add_variable<real>(1.0);
    auto bad = p.add_variable<real>(-1.0);
    add<linear, 1>(p, {0.0}, {0});
    const auto culprit = add<logarithm, 1>(p, {0.0}, {1});
    const auto s = ditto::solve(p);
    CHECK(s.termination == termination::non_finite_start);
    CHECK_FALSE(s.converged());
    REQUIRE(s.culprit);
    CHECK(*s.culprit == culprit);
    CHECK_THAT(s.message, Catch::Matchers::Contains("row 1"));
    CHECK(p.value(good) == 1.0);
    CHECK(p.value(bad) == -1.0);
}

TEST_CASE("derivatives by fixed variables are nobody's fault") {
    ditto::problem p;
    p.add_variable<real>(-1.0);
    p.fix(p.add_variable<real>(1.0));
    add<steep, 2>(p, {0.0});
    CHECK_FALSE(p.first_non_finite());
    const auto culprit = add<logarithm, 1>(p, {0.0}, {0});
    CHECK(ditto::solve(p).culprit == culprit);
    p.remove(culprit);
    CHECK(ditto::solve(p).converged());
}

TEST_CASE("nothing to solve") {
    ditto::problem empty;
    CHECK(ditto::solve(empty).termination == termination::nothing_to_solve);
    empty.add_variable<real>(1.0);
    CHECK(ditto::solve(empty).termination == termination::nothing_to_solve);
    ditto::problem held;
    held.fix(held.add_variable<real>(3.0));
    add<linear, 1>(held, {1.0});
    const auto s = ditto::solve(held);
    CHECK(s.termination == termination::nothing_to_solve);
    CHECK(s.final_cost == Approx(2.0));
    CHECK_FALSE(s.report().empty());
}

TEST_CASE("variables that no residual sees, and columns that are zero, stay where they are") {
    for (const auto solver : {ditto::linear_solver::dense_cholesky, ditto::linear_solver::sparse_cholesky}) {
        ditto::problem p;
        auto x = p.add_variable<real>(5.0);
        auto unseen = p.add_variable<real>(7.0);
        auto y = p.add_variable<real>(3.0);
        add<linear, 1>(p, {1.0}, {0});
        add<linear, 1>(p, {2.0}, {0});
        add<exponential, 2, 2>(p, {0.0, 2.0}, {2, 0});  // d/dy = 0 at t = 0
        const auto s = ditto::solve(p, {.linear_solver = solver});
        CHECK(s.converged());
        CHECK(p.value(unseen) == 7.0);
        CHECK(p.value(y) == 3.0);
        CHECK(p.value(x) != 5.0);
    }
}

TEST_CASE("rank-deficient: more unknowns than residuals") {
    ditto::problem p;
    for (int i = 0; i < 10; ++i) p.add_variable<real>(i);
    for (int i = 1; i <= 3; ++i) add<brown_almost_linear, 10>(p, {static_cast<double>(i)});
    const auto s = ditto::solve(p);
    CHECK(s.converged());
    CHECK(s.final_cost < 1e-20);
}

TEST_CASE("derivatives that lie end without progress, not as converged") {
    ditto::problem p;
    auto x = p.add_variable<real>(1.0);
    add<uphill, 1>(p, {1.0});
    const auto s = ditto::solve(p);
    CHECK(s.termination == termination::no_progress);
    CHECK(p.value(x) == 1.0);
}

TEST_CASE("limits and callbacks stop at the best point so far") {
    ditto::problem p = numbered<rosenbrock, 2>({-1.2, 1}, 2);
    const double start = p.cost();
    CHECK(ditto::solve(p, {.max_iterations = 0}).termination == termination::iteration_limit);
    CHECK(p.cost() == start);
    const auto limited = ditto::solve(p, {.max_iterations = 3});
    CHECK(limited.termination == termination::iteration_limit);
    CHECK(limited.iterations.size() == 3);
    CHECK(p.cost() == Approx(limited.final_cost));
    CHECK(p.cost() <= start);

    int calls = 0;
    const auto stopped = ditto::solve(p, {.callback = [&](const ditto::iteration& i) {
                                          CHECK(i.number == ++calls);
                                          CHECK(p.cost() == Approx(i.cost));
                                          return calls == 4 ? ditto::progress::stop : ditto::progress::proceed;
                                      }});
    CHECK(stopped.termination == termination::stopped_by_callback);
    CHECK(calls == 4);
    CHECK(p.cost() == Approx(stopped.final_cost));

    const double before = p.cost();
    CHECK_THROWS_AS(ditto::solve(p, {.callback = [](const ditto::iteration&) -> ditto::progress {
                                     throw std::logic_error("mine");
                                 }}),
                    std::logic_error);
    CHECK(p.cost() <= before);
    CHECK(ditto::solve(p).converged());
}

TEST_CASE("a callback that edits the problem is refused") {
    ditto::problem p = numbered<rosenbrock, 2>({-1.2, 1}, 2);
    const double start = p.cost();
    const ditto::levenberg_marquardt options{.callback = [&](const ditto::iteration&) {
        p.remove(add<rosenbrock, 2>(p, {1.0}));
        (void)p.cost();  // renews what the edit made stale
        return ditto::progress::proceed;
    }};
    CHECK_THROWS_AS(ditto::solve(p, options), ditto::error);
    CHECK(p.cost() <= start);
    CHECK(ditto::solve(p).converged());
}

TEST_CASE("the report tells iterations, costs, times and why") {
    ditto::problem p = numbered<rosenbrock, 2>({-1.2, 1}, 2);
    const auto s = ditto::solve(p);
    const std::string text = s.report();
    CHECK_THAT(text, Catch::Matchers::Contains("damping"));
    CHECK_THAT(text, Catch::Matchers::Contains("dense Cholesky"));
    CHECK_THAT(text, Catch::Matchers::Contains("converged: "));
    CHECK(s.seconds.total >= s.seconds.assembly + s.seconds.evaluation + s.seconds.linear_solve);
}
