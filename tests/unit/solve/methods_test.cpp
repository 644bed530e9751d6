// Every method on problems with known minima: Moré, Garbow, Hillstrom, "Testing unconstrained optimization software" (1981).
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using ditto::given, ditto::real, ditto::residual, ditto::termination, ditto::vec, ditto::vec_of;

constexpr auto rosenbrock =
    residual<vec_of<real, 2>>([](auto x) { return vec{10.0 * (x[1] - square(x[0])), 1.0 - x[0]}; });
constexpr auto freudenstein_and_roth = residual<vec_of<real, 2>>([](auto x) {
    return vec{-13.0 + x[0] + ((5.0 - x[1]) * x[1] - 2.0) * x[1], -29.0 + x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1]};
});
constexpr auto brown_badly_scaled =
    residual<vec_of<real, 2>>([](auto x) { return vec{x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2.0}; });
constexpr auto beale = residual<vec_of<real, 2>>([](auto x) {
    return vec{1.5 - x[0] * (1.0 - x[1]), 2.25 - x[0] * (1.0 - square(x[1])), 2.625 - x[0] * (1.0 - cube(x[1]))};
});
constexpr auto helical_valley = residual<vec_of<real, 3>>([](auto x) {
    auto theta = atan2(x[1], x[0]) / (2.0 * 3.14159265358979323846);
    return vec{10.0 * (x[2] - 10.0 * theta), 10.0 * (sqrt(square(x[0]) + square(x[1])) - 1.0), x[2]};
});
constexpr auto powell_singular = residual<vec_of<real, 4>>([](auto x) {
    return vec{x[0] + 10.0 * x[1], 2.2360679774997896964 * (x[2] - x[3]), square(x[1] - 2.0 * x[2]),
               3.1622776601683793320 * square(x[0] - x[3])};
});
constexpr auto wood = residual<vec_of<real, 4>>([](auto x) {
    return vec{10.0 * (x[1] - square(x[0])), 1.0 - x[0], 9.4868329805051379960 * (x[3] - square(x[2])), 1.0 - x[2],
               3.1622776601683793320 * (x[1] + x[3] - 2.0), (x[1] - x[3]) / 3.1622776601683793320};
});
constexpr auto contradictory = residual<real, given<real>>([](auto x, auto y) { return exp(x) - y; });

template <auto Definition, std::size_t N>
ditto::problem from(const std::array<double, N>& start) {
    ditto::problem p;
    vec<double, N> x{};
    for (std::size_t i = 0; i < N; ++i) x[i] = start[i];
    p.add(Definition, p.add_variable<vec_of<real, N>>(x));
    return p;
}

template <class Check>
void with_every_method(Check&& check) {
    check("Levenberg-Marquardt", ditto::levenberg_marquardt{});
    check("Levenberg-Marquardt, not scaled", ditto::levenberg_marquardt{.column_scaling = false});
    check("Levenberg-Marquardt, not monotone", ditto::levenberg_marquardt{.window = 5});
    check("dogleg", ditto::dogleg{});
    check("dogleg, not monotone", ditto::dogleg{.window = 5});
    check("subspace", ditto::dogleg{.subspace = true});
    check("Gauss-Newton", ditto::gauss_newton{});
}

/// Solves, and checks what holds for every solve. Returns the sum of squares.
double solved(const char* method, ditto::problem p, const auto& options) {
    const auto s = ditto::solve(p, options);
    INFO(method << "\n" << s.report());
    CHECK(s.converged());
    CHECK(p.cost() == Approx(s.final_cost).margin(1e-30));
    for (std::size_t i = 1; i < s.iterations.size(); ++i)
        CHECK(s.iterations[i].cost <= s.iterations[i - 1].cost * (1 + 1e-12));
    if (std::getenv("DITTO_VERBOSE") != nullptr)
        std::printf("%-34s %.3e, %zu iterations, %s\n", method, 2 * s.final_cost, s.iterations.size(), s.message.c_str());
    return 2 * s.final_cost;
}

}  // namespace

TEST_CASE("all methods find published minima") {
    with_every_method([](const char* method, const auto& options) {
        CHECK(solved(method, from<rosenbrock, 2>({-1.2, 1}), options) < 1e-25);
        CHECK(solved(method, from<beale, 2>({1, 1}), options) < 1e-25);
        CHECK(solved(method, from<helical_valley, 3>({-1, 0, 0}), options) < 1e-25);
        CHECK(solved(method, from<powell_singular, 4>({3, -1, 0, 1}), options) < 1e-20);
        CHECK(solved(method, from<wood, 4>({-3, -1, -3, -1}), options) < 1e-25);
    });
}

TEST_CASE("badly scaled, by all methods that scale") {
    for (const auto& options : {ditto::dogleg{}, ditto::dogleg{.subspace = true}, ditto::dogleg{.window = 5}})
        CHECK(solved("dogleg", from<brown_badly_scaled, 2>({1, 1}), options) < 1e-20);
    CHECK(solved("Levenberg-Marquardt", from<brown_badly_scaled, 2>({1, 1}), ditto::levenberg_marquardt{}) < 1e-20);
    CHECK(solved("Gauss-Newton", from<brown_badly_scaled, 2>({1, 1}), ditto::gauss_newton{}) < 1e-20);
}

TEST_CASE("all methods: minima that are not zero") {
    with_every_method([](const char* method, const auto& options) {
        CHECK(solved(method, from<freudenstein_and_roth, 2>({0.5, -2}), options) == Approx(48.98425367924).epsilon(1e-8));
        ditto::problem p;
        const auto x = p.add_variable<real>(3.0);
        for (const double y : {1.0, 2.0, 6.0}) p.add(contradictory, x, y);
        const auto s = ditto::solve(p, options);
        INFO(method << s.report());
        CHECK(s.converged());
        CHECK(p.value(x) == Approx(std::log(3.0)).epsilon(1e-9));
    });
}

TEST_CASE("all methods say what was asked for, and what they did") {
    with_every_method([](const char* method, const auto& options) {
        auto p = from<rosenbrock, 2>({-1.2, 1});
        const auto s = ditto::solve(p, options);
        INFO(method << s.report());
        CHECK(std::string(method).starts_with(s.method) == (std::string(method) != "subspace"));
        CHECK_THAT(s.report(), Catch::Matchers::Contains(s.method));
        auto limited = options;
        limited.max_iterations = 2;
        auto again = from<rosenbrock, 2>({-1.2, 1});
        CHECK(ditto::solve(again, limited).termination == termination::iteration_limit);
        int calls = 0;
        auto stopping = options;
        stopping.callback = [&](const ditto::iteration&) { return ++calls == 3 ? ditto::progress::stop : ditto::progress::proceed; };
        auto stopped = from<rosenbrock, 2>({-1.2, 1});
        CHECK(ditto::solve(stopped, stopping).termination == termination::stopped_by_callback);
        CHECK(calls == 3);
    });
}

TEST_CASE("a singular JᵀJ: undamped methods take the least damping that factors, and tell it") {
    constexpr auto sum = residual<real, real>([](auto x, auto y) { return x + y - 3.0; });
    with_every_method([&](const char* method, const auto& options) {
        ditto::problem p;
        const auto x = p.add_variable<real>(5.0), y = p.add_variable<real>(1.0);
        const auto unseen = p.add_variable<real>(7.0);
        p.add(sum, x, y);
        const auto s = ditto::solve(p, options);
        INFO(method << s.report());
        CHECK(s.converged());
        CHECK(s.final_cost < 1e-25);
        REQUIRE_FALSE(s.iterations.empty());
        CHECK(s.iterations[0].damping > 0);
        CHECK(p.value(x) == Approx(3.5).epsilon(1e-3));  // the step of least norm
        CHECK(p.value(y) == Approx(-0.5).epsilon(1e-3));
        CHECK(p.value(unseen) == 7.0);
    });
}

TEST_CASE("steps that need not go down visit points uphill, and the best is returned") {
    const auto uphill = [](const ditto::summary& s) {
        int steps = 0;
        for (const auto& i : s.iterations) steps += i.accepted && i.cost_change > 1e-12;
        return steps;
    };
    int visited = 0;
    std::size_t monotone = 0, windowed = 0;
    for (const auto& start : {std::array{-1.2, 1.0}, {-12.0, 10.0}, {5.0, -5.0}, {-3.0, -4.0}}) {
        auto p = from<rosenbrock, 2>(start), q = from<rosenbrock, 2>(start);
        const auto s = ditto::solve(p, ditto::dogleg{}), t = ditto::solve(q, ditto::dogleg{.window = 5});
        INFO(t.report());
        CHECK(uphill(s) == 0);
        CHECK(t.converged());
        CHECK(t.final_cost < 1e-25);
        visited += uphill(t);
        monotone += s.iterations.size();
        windowed += t.iterations.size();
        double best = t.initial_cost;
        auto limited = from<rosenbrock, 2>(start);
        const auto cut = ditto::solve(limited, ditto::dogleg{.max_iterations = 6,
                                                             .window = 5,
                                                             .callback = [&](const ditto::iteration& i) {
                                                                 best = std::min(best, i.cost);
                                                                 CHECK(limited.cost() == Approx(i.cost));
                                                                 return ditto::progress::proceed;
                                                             }});
        CHECK(limited.cost() == Approx(best));
        CHECK(cut.final_cost == Approx(best));
    }
    CHECK(visited > 0);
    INFO(monotone << " " << windowed);
    CHECK(windowed < monotone);
}
