// What can go wrong with numbers, with structure and in callbacks: the summary says it, and the problem holds the best point.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using ditto::given;
using ditto::real;
using ditto::residual;
using ditto::termination;
using ditto::vec;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr auto linear = residual<real, given<real>, given<real>>([](auto x, auto a, auto b) { return a * x - b; });
constexpr auto plane =
    residual<real, real, given<real>, given<real>>([](auto x, auto y, auto a, auto b) { return a * x + a * y - b; });
constexpr auto product = residual<real, real, given<real>>([](auto x, auto y, auto b) { return x * y - b; });
constexpr auto logarithm = residual<real, given<real>>([](auto x, auto b) { return log(x) - b; });
constexpr auto reciprocal = residual<real, given<real>>([](auto x, auto b) { return 1.0 / x - b; });
constexpr auto growth =
    residual<real, real, given<real>, given<real>>([](auto x, auto y, auto t, auto b) { return x * exp(y * t) - b; });
constexpr auto distance =
    residual<ditto::vec2, ditto::vec2, given<real>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
// Rosenbrock's valley, its residuals s times as large and its unknowns t times.
constexpr auto valley = residual<real, real, given<real>, given<real>>([](auto x, auto y, auto s, auto t) {
    auto u = x / t, v = y / t;
    return vec{s * 10.0 * (v - u * u), s * (1.0 - u)};
});

constexpr ditto::linear_solver solvers[] = {ditto::linear_solver::dense_cholesky,
                                            ditto::linear_solver::sparse_cholesky};

std::vector<double> state_of(ditto::problem& p) { return {p.state().begin(), p.state().end()}; }

bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

/// What holds however a solve went.
void check_truth(ditto::problem& p, const std::vector<double>& start, const ditto::summary& s) {
    INFO(s.report());
    const auto end = state_of(p);
    const double cost = p.cost();
    CHECK_FALSE(s.message.empty());
    // Kernels with derivatives round in another order: residuals differ by rounding of what they were made of.
    const double rounding = 1e-12 * cost + 1e-14 * std::sqrt(cost * s.initial_cost) + 1e-29 * (1 + s.initial_cost);
    CHECK((cost == s.final_cost || std::abs(cost - s.final_cost) <= rounding || !std::isfinite(s.initial_cost)));
    CHECK_FALSE(s.final_cost > s.initial_cost * (1 + 1e-12));
    double best = s.initial_cost;
    for (const auto& i : s.iterations) best = std::min(best, i.cost);
    CHECK_FALSE(s.final_cost > best * (1 + 1e-12));
    if (std::all_of(start.begin(), start.end(), [](double x) { return std::isfinite(x); }))
        CHECK(std::all_of(end.begin(), end.end(), [](double x) { return std::isfinite(x); }));
    if (std::none_of(s.iterations.begin(), s.iterations.end(), [](const auto& i) { return i.accepted; }))
        CHECK(same(start, end));
    if (s.converged()) CHECK(std::isfinite(s.final_cost));
    CHECK((s.termination == termination::non_finite_start) ==
          (!s.converged() && s.iterations.empty() && s.termination != termination::iteration_limit));
    if (s.culprit) CHECK(s.termination == termination::non_finite_start);
}

}  // namespace

TEST_CASE("numbers that are none: the start is refused, its residual named, nothing moved") {
    struct fault {
        double at, a, b;
    };
    for (const auto solver : solvers)
        for (const fault& f :
             {fault{not_a_number, 1, 1}, fault{infinity, 1, 1}, fault{-infinity, 1, 1}, fault{1, not_a_number, 1},
              fault{1, infinity, 1}, fault{1, 1, not_a_number}, fault{1, 1, infinity}, fault{0, infinity, 1}}) {
            ditto::problem p;
            const auto x = p.add_variable<real>(f.at), good = p.add_variable<real>(3.0);
            p.add(linear, good, 1.0, 2.0);
            const auto bad = p.add(linear, x, f.a, f.b);
            const auto start = state_of(p);
            const auto s = ditto::solve(p, {.linear_solver = solver});
            check_truth(p, start, s);
            CHECK(s.termination == termination::non_finite_start);
            CHECK(s.culprit == bad);
            CHECK(same(start, state_of(p)));
        }
    ditto::problem p;
    const auto x = p.add_variable<real>(-1.0), y = p.add_variable<real>(0.0);
    const auto of_negative = p.add(logarithm, x, 1.0), of_zero = p.add(reciprocal, y, 1.0);
    CHECK(ditto::solve(p).culprit == of_negative);
    p.set_value(x, 1.0);
    CHECK(ditto::solve(p).culprit == of_zero);
    p.set_value(y, 0.7);
    CHECK(ditto::solve(p).termination == termination::zero_residual);
    CHECK(p.value(x) == Approx(std::exp(1.0)));
    CHECK(p.value(y) == Approx(1.0));
}

TEST_CASE("columns of zeros: their unknowns stay, the others are solved") {
    for (const auto solver : solvers) {
        ditto::problem p;
        const auto idle = p.add_variable<real>(5.0), x = p.add_variable<real>(7.0);
        p.add(linear, idle, 0.0, 2.0);
        p.add(linear, x, 2.0, 6.0);
        const auto s = ditto::solve(p, {.linear_solver = solver});
        INFO(s.report());
        CHECK(s.converged());
        CHECK(s.termination != termination::zero_residual);
        CHECK(p.value(idle) == 5.0);
        CHECK(p.value(x) == Approx(3.0));
        CHECK(s.final_cost == Approx(2.0));

        ditto::problem all;
        for (int i = 0; i < 3; ++i) all.add(linear, all.add_variable<real>(i), 0.0, 1.0);
        const auto start = state_of(all);
        const auto none = ditto::solve(all, {.linear_solver = solver});
        check_truth(all, start, none);
        CHECK(none.termination == termination::gradient_tolerance);
        CHECK(same(start, state_of(all)));
    }
}

TEST_CASE("rank-deficient: met, by the unknowns that are nearest") {
    for (const auto solver : solvers) {
        ditto::problem p;
        const auto x = p.add_variable<real>(0.0), y = p.add_variable<real>(0.0);
        for (int i = 0; i < 2; ++i) p.add(plane, x, y, 1.0, 2.0);
        const auto s = ditto::solve(p, {.linear_solver = solver});
        CHECK(s.termination == termination::zero_residual);
        CHECK(p.value(x) == Approx(1.0));
        CHECK(p.value(y) == Approx(1.0));

        ditto::problem curved;
        const auto u = curved.add_variable<real>(3.0), v = curved.add_variable<real>(0.1);
        curved.add(product, u, v, 1.0);
        const auto start = state_of(curved);
        const auto on = ditto::solve(curved, {.linear_solver = solver});
        check_truth(curved, start, on);
        CHECK(curved.value(u) * curved.value(v) == Approx(1.0));

        ditto::problem at_once;  // both derivatives vanish at the start: no direction is better than another
        const auto a = at_once.add_variable<real>(0.0), b = at_once.add_variable<real>(0.0);
        at_once.add(product, a, b, 1.0);
        const auto stuck = ditto::solve(at_once, {.linear_solver = solver});
        CHECK(stuck.termination == termination::gradient_tolerance);
        CHECK(stuck.final_cost == 0.5);
    }
}

TEST_CASE("inconsistent: the least squares, and not called zero") {
    for (const double scale : {1e-100, 1e-8, 1.0, 1e8, 1e100}) {
        ditto::problem p;
        const auto x = p.add_variable<real>(10.0);
        for (const double b : {1.0, 2.0, 6.0}) p.add(linear, x, scale, scale * b);
        const auto start = state_of(p);
        const auto s = ditto::solve(p);
        check_truth(p, start, s);
        CHECK(s.converged());
        CHECK(s.termination != termination::zero_residual);
        CHECK(p.value(x) == Approx(3.0));
        CHECK(s.final_cost == Approx(7.0 * scale * scale));
    }
}

TEST_CASE("scales: the same path while squares are in range, the truth beyond") {
    for (const double s : {1e-300, 1e-140, 1e-70, 1.0, 1e70, 1e140, 1e300})
        for (const double t : {1e-300, 1e-140, 1e-70, 1.0, 1e70, 1e140, 1e300}) {
            ditto::problem p;
            const auto x = p.add_variable<real>(-1.2 * t), y = p.add_variable<real>(t);
            p.add(valley, x, y, s, t);
            const auto start = state_of(p);
            const auto found = ditto::solve(p);
            INFO("residuals " << s << ", unknowns " << t);
            check_truth(p, start, found);
            const double slope = s / t;  // what the Jacobian is like
            if (s < 1e-141 || s > 1e141 || slope < 1e-141 || slope > 1e141) continue;
            CHECK(found.termination == termination::zero_residual);
            CHECK(p.value(x) / t == Approx(1.0));
            CHECK(p.value(y) / t == Approx(1.0));
        }
}

TEST_CASE("one residual, and none") {
    for (const double at : {0.0, 1.0, -4.0, 1e9}) {
        ditto::problem p;
        const auto x = p.add_variable<real>(at);
        const auto only = p.add(linear, x, 2.0, 6.0);
        auto start = state_of(p);
        const auto s = ditto::solve(p);
        check_truth(p, start, s);
        CHECK(s.termination == termination::zero_residual);
        CHECK(p.value(x) == Approx(3.0));
        p.remove(only);
        start = state_of(p);
        CHECK(ditto::solve(p).termination == termination::nothing_to_solve);
        CHECK(same(start, state_of(p)));
    }
}

TEST_CASE("callbacks that stop, and that throw, at every iteration: the best point stays") {
    const auto make = [] {
        ditto::problem p;
        const auto x = p.add_variable<real>(-1.2), y = p.add_variable<real>(1.0);
        p.add(valley, x, y, 1.0, 1.0);
        return p;
    };
    ditto::problem whole = make();
    const std::size_t iterations = ditto::solve(whole).iterations.size();
    REQUIRE(iterations > 5);
    for (std::size_t last = 1; last <= iterations; ++last)
        for (const bool throws : {false, true}) {
            ditto::problem p = make();
            double best = p.cost();
            std::size_t calls = 0;
            const auto callback = [&](const ditto::iteration& i) {
                best = std::min(best, i.cost);
                CHECK(p.cost() == Approx(best).margin(1e-300));
                if (++calls < last) return ditto::progress::proceed;
                if (throws) throw std::runtime_error("mine");
                return ditto::progress::stop;
            };
            if (throws) {
                CHECK_THROWS_WITH(ditto::solve(p, {.callback = callback}), "mine");
            } else {
                const auto start = state_of(p);
                const auto s = ditto::solve(p, {.callback = callback});
                check_truth(p, start, s);
                CHECK(s.termination == termination::stopped_by_callback);
            }
            CHECK(calls == last);
            CHECK(p.cost() == Approx(best).margin(1e-300));
            CHECK(ditto::solve(p).converged());  // and goes on from there
            CHECK(p.cost() < 1e-20);
        }
}

TEST_CASE("anything, anywhere: random systems with wild numbers") {
    std::uint64_t seed = 1;
    const auto next = [&](std::size_t below) {  // Knuth's linear congruential generator
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(seed >> 33) % below;
    };
    const std::array wild{0.0,    -0.0,  1.0,   -1.0,   2.0,    0.5,    -3.0,     10.0,         1e-3,      1e5,
                          1e-160, 1e160, 1e300, -1e300, 1e-300, 5e-324, infinity, not_a_number, -infinity, 700.0};
    const auto any = [&] { return wild[next(4) != 0 ? next(10) : next(wild.size())]; };
    std::size_t solved = 0, refused = 0;
    for (int i = 0; i < 3000; ++i) {
        ditto::problem p;
        std::vector<ditto::variable<real>> x;
        std::vector<ditto::variable<ditto::vec2>> v;
        for (int k = 0; k < 4; ++k) {
            x.push_back(p.add_variable<real>(any()));
            v.push_back(p.add_variable<ditto::vec2>({any(), any()}));
            if (next(8) == 0) p.fix(x.back());
        }
        const auto some = [&] { return x[next(x.size())]; };
        for (std::size_t k = 0, count = 1 + next(8); k < count; ++k) switch (next(7)) {
                case 0:
                    p.add(linear, some(), any(), any());
                    break;
                case 1:
                    p.add(plane, some(), some(), any(), any());
                    break;
                case 2:
                    p.add(product, some(), some(), any());
                    break;
                case 3:
                    p.add(logarithm, some(), any());
                    break;
                case 4:
                    p.add(reciprocal, some(), any());
                    break;
                case 5:
                    p.add(growth, some(), some(), any(), any());
                    break;
                default:
                    p.add(distance, v[next(4)], v[next(4)], any());
            }
        const auto start = state_of(p);
        const auto s = ditto::solve(p, {.max_iterations = 50, .linear_solver = solvers[next(2)]});
        INFO("system " << i);
        check_truth(p, start, s);
        solved += s.converged();
        refused += s.termination == termination::non_finite_start;
    }
    CHECK(solved > 500);
    CHECK(refused > 500);
}
