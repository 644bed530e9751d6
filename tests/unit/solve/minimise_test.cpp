#include "catch.hpp"

#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include "../problem/dual_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using ditto::termination;
using point = std::span<const double>;
using room = std::span<double>;

constexpr auto inf = std::numeric_limits<double>::infinity();

// Moré, Garbow, Hillstrom (1981), number 1, chained.
template <class Scalar>
Scalar rosenbrock(std::span<const Scalar> x, std::span<Scalar> gradient) {
    std::fill(gradient.begin(), gradient.end(), Scalar(0));
    Scalar sum = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const Scalar bend = x[i + 1] - x[i] * x[i], rest = 1 - x[i];
        sum += 100 * bend * bend + rest * rest;
        gradient[i] += -400 * bend * x[i] - 2 * rest;
        gradient[i + 1] += 200 * bend;
    }
    return sum;
}

std::vector<double> classic_start(std::size_t size) {
    std::vector<double> x(size);
    for (std::size_t i = 0; i < size; ++i) x[i] = i % 2 == 0 ? -1.2 : 1.0;
    return x;
}

double distance(const std::vector<double>& x, double each) {
    double most = 0;
    for (const double a : x) most = std::max(most, std::abs(a - each));
    return most;
}

// f(g(x)), of a factor and units for x.
auto in_units(double of_f, double of_x) {
    return [=](point x, room gradient) {
        std::vector<double> there;
        for (const double a : x) there.push_back(a / of_x);
        const double f = of_f * rosenbrock<double>(there, gradient);
        for (double& g : gradient) g *= of_f / of_x;
        return f;
    };
}

// A minimum of 1, of a smooth function with slopes of all sizes.
struct random_function {
    std::vector<double> at, weight;
    explicit random_function(std::mt19937& random, std::size_t size = 6) {
        std::normal_distribution<double> normal;
        for (std::size_t i = 0; i < size; ++i) {
            at.push_back(normal(random));
            weight.push_back(std::exp(2 * normal(random)));
        }
    }
    double operator()(point x, room gradient) const {
        double sum = 1;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double d = x[i] - at[i], next = x[(i + 1) % x.size()] - at[(i + 1) % x.size()];
            sum += 2 * weight[i] * std::sinh(d / 2) * std::sinh(d / 2) + d * d * next * next / 4;
        }
        for (std::size_t i = 0; i < x.size(); ++i) {
            const std::size_t n = x.size(), before = (i + n - 1) % n, after = (i + 1) % n;
            const double d = x[i] - at[i], p = x[before] - at[before], q = x[after] - at[after];
            gradient[i] = weight[i] * std::sinh(d) + d * (p * p + q * q) / 2;
        }
        return sum;
    }
};

template <class Test>
void with_both(Test&& test) {
    test(ditto::lbfgs{});
    test(ditto::conjugate_gradient{});
}

}  // namespace

TEST_CASE("Rosenbrock's valley, short and long") {
    with_both([](const auto& method) {
        for (const std::size_t size : {2u, 100u}) {
            auto x = classic_start(size);
            const auto s = ditto::minimise(rosenbrock<double>, x, method);
            INFO(s.report());
            CHECK(s.converged());
            CHECK(distance(x, 1) < 1e-9);
            CHECK(s.final_cost < 1e-20);
            CHECK(s.iterations.size() < (size == 2 ? 60 : 1000));
        }
    });
}

TEST_CASE("each step is the best point yet, and the one that is reported") {
    with_both([](auto method) {
        auto x = classic_start(10);
        std::vector<double> scratch(10);
        double last = rosenbrock<double>(x, scratch);
        int number = 0;
        method.callback = [&](const ditto::iteration& i) {
            CHECK(i.number == ++number);
            CHECK(rosenbrock<double>(x, scratch) == i.cost);
            CHECK(i.cost <= last * (1 + 1e-15));
            if (i.accepted)
                CHECK(i.cost - last == Approx(i.cost_change).epsilon(1e-9).margin(1e-15 * std::abs(last) + 1e-18));
            double largest = 0;
            for (const double g : scratch) largest = std::max(largest, std::abs(g));
            CHECK(i.gradient_norm == largest);
            CHECK(i.step_norm > 0);
            last = i.cost;
            return ditto::progress::proceed;
        };
        const auto s = ditto::minimise(rosenbrock<double>, x, method);
        CHECK(s.converged());
        CHECK(s.final_cost == last);
        CHECK(static_cast<int>(s.iterations.size()) == number);
        CHECK(s.seconds.evaluation <= s.seconds.total);
    });
}

TEST_CASE("units do not matter") {
    with_both([](const auto& method) {
        auto plain = classic_start(2);
        const auto expected = ditto::minimise(rosenbrock<double>, plain, method);
        for (const double of_f : {1e-290, 1e-150, 1e150, 1e290})
            for (const double of_x : {1e-8, 1.0, 1e8}) {
                auto x = classic_start(2);
                for (double& a : x) a *= of_x;
                const auto s = ditto::minimise(in_units(of_f, of_x), x, method);
                INFO(of_f << ", " << of_x << '\n' << s.report());
                CHECK(s.converged());
                CHECK(x[0] == Approx(of_x).epsilon(1e-9));
                CHECK(s.iterations.size() <= expected.iterations.size() + 10);
            }
        for (const double of_x : {1e-140, 1e140}) {
            auto x = classic_start(2);
            for (double& a : x) a *= of_x;
            const auto s = ditto::minimise(in_units(1, of_x), x, method);
            CHECK(s.converged());
            CHECK(x[0] == Approx(of_x).epsilon(1e-9));
        }
    });
}

TEST_CASE("minima are found to the digits that values have") {
    std::mt19937 random(3);
    for (int i = 0; i < 50; ++i) {
        const random_function f(random);
        with_both([&](const auto& method) {
            std::vector<double> x(6, 0.0);
            const auto s = ditto::minimise(f, x, method);
            INFO(s.report());
            CHECK(s.converged());
            CHECK(s.final_cost <= 1 + 1e-12);
            for (std::size_t k = 0; k < x.size(); ++k) CHECK(x[k] == Approx(f.at[k]).margin(1e-5));
        });
    }
}

TEST_CASE("steps satisfy the strong Wolfe conditions") {
    std::mt19937 random(5);
    std::size_t steps = 0;
    for (int i = 0; i < 30; ++i) {
        const random_function f(random);
        for (const ditto::strong_wolfe conditions :
             {ditto::strong_wolfe{}, {.curvature = 0.1}, {.sufficient_decrease = 0.3, .curvature = 0.4}}) {
            const auto check = [&](auto method) {
                std::vector<double> x(6, 0.0), g_before(6), g(6);
                method.line_search = conditions;
                std::vector<double> before = x;
                double f_before = f(before, g_before);
                method.callback = [&](const ditto::iteration& now) {
                    const double f_now = f(x, g);
                    double slope = 0, slope_now = 0;  // times the length
                    for (std::size_t k = 0; k < x.size(); ++k) {
                        slope += g_before[k] * (x[k] - before[k]);
                        slope_now += g[k] * (x[k] - before[k]);
                    }
                    if (now.accepted && std::abs(slope) > 1e-6) {
                        CHECK(f_now <= f_before + conditions.sufficient_decrease * slope + 1e-14 * f_before);
                        CHECK(std::abs(slope_now) <= conditions.curvature * std::abs(slope) * (1 + 1e-6));
                        ++steps;
                    }
                    before = x;
                    g_before = g;
                    f_before = f_now;
                    return ditto::progress::proceed;
                };
                const auto s = ditto::minimise(f, x, method);
                INFO(s.report());
                CHECK(s.converged());
            };
            check(ditto::lbfgs{});
            check(ditto::conjugate_gradient{});
        }
    }
    CHECK(steps > 500);
}

TEST_CASE("a line search finds the few lengths that will do") {
    // Moré & Thuente, "Line search algorithms with guaranteed sufficient decrease" (1994), functions 5.1 to 5.3.
    const auto first = [](double a) { return std::pair(-a / (a * a + 2), (a * a - 2) / ((a * a + 2) * (a * a + 2))); };
    const auto second = [](double a) {
        const double b = a + 0.004;
        return std::pair(std::pow(b, 5) - 2 * std::pow(b, 4), 5 * std::pow(b, 4) - 8 * std::pow(b, 3));
    };
    const auto third = [](double a) {
        const double l = 39, beta = 0.01, pi = 3.141592653589793;
        const double hat = a <= 1 - beta ? 1 - a : a >= 1 + beta ? a - 1 : (a - 1) * (a - 1) / (2 * beta) + beta / 2;
        const double slope = a <= 1 - beta ? -1 : a >= 1 + beta ? 1 : (a - 1) / beta;
        const double wave = l * pi / 2;
        return std::pair(hat + (1 - beta) / wave * std::sin(wave * a), slope + (1 - beta) * std::cos(wave * a));
    };
    const auto search = [](auto f, ditto::strong_wolfe conditions, double length) {
        using line = ditto::detail::line_search<double>;
        const auto at = [&](double a) { return line::point{a, f(a).first, f(a).second}; };
        const auto start = at(0);
        line of(conditions, start, 0);
        double kept = 0, last = 0;
        int evaluations = 0;
        const auto found = of.run(length, [&](double a) { ++evaluations; return at(last = a); }, [&] { kept = last; });
        CHECK(found.wolfe);
        CHECK(kept == found.at.length);
        CHECK(found.at.value <= start.value + conditions.sufficient_decrease * kept * start.slope);
        CHECK(std::abs(found.at.slope) <= conditions.curvature * std::abs(start.slope));
        CHECK(evaluations <= 20);
    };
    for (const double length : {1e-3, 1e-1, 1e1, 1e3}) {
        search(first, {.sufficient_decrease = 0.001, .curvature = 0.1}, length);
        search(second, {.sufficient_decrease = 0.1, .curvature = 0.100001}, length);
        search(third, {.sufficient_decrease = 0.1, .curvature = 0.100001}, length);
    }
}

TEST_CASE("points that are not finite shorten the search") {
    with_both([](const auto& method) {
        // Neither a value nor a derivative for x <= 0, and it is soon reached.
        std::vector<double> x{200};
        auto s = ditto::minimise([](point at, room g) {
            g[0] = std::log(at[0]) + 1;
            return at[0] * std::log(at[0]);
        }, x, method);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(x[0] == Approx(std::exp(-1)).epsilon(1e-9));
        // The value is there, the derivative is not.
        x = {1};
        s = ditto::minimise([](point at, room g) {
            g[0] = at[0] < 0 ? inf : 2 * (at[0] - 0.5);
            return (at[0] - 0.5) * (at[0] - 0.5);
        }, x, method);
        CHECK(s.converged());
        CHECK(x[0] == Approx(0.5));
        // Overflows beyond 1e300, either way.
        x = {3};
        s = ditto::minimise([](point at, room g) {
            g[0] = std::sinh(700 * at[0]);
            return std::cosh(700 * at[0]);
        }, x, method);
        CHECK(s.termination == termination::non_finite_start);
        x = {0.9};
        s = ditto::minimise([](point at, room g) {
            g[0] = 700 * std::sinh(700 * at[0]);
            return std::cosh(700 * at[0]);
        }, x, method);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(std::abs(x[0]) < 1e-6);
    });
}

TEST_CASE("what cannot be minimised is said so, and nothing is lost") {
    with_both([](const auto& method) {
        std::vector<double> x{1};
        auto s = ditto::minimise([](point, room g) { return g[0] = 0, std::nan(""); }, x, method);
        CHECK(s.termination == termination::non_finite_start);
        CHECK(std::isnan(s.final_cost));
        s = ditto::minimise([](point, room g) { return g[0] = inf, 1.0; }, x, method);
        CHECK(s.termination == termination::non_finite_start);
        CHECK(x[0] == 1);
        CHECK_FALSE(s.converged());

        const auto wrong_sign = [](point at, room g) { return g[0] = -2 * at[0], at[0] * at[0]; };
        s = ditto::minimise(wrong_sign, x, method);
        CHECK(s.termination == termination::no_progress);
        CHECK(x[0] == 1);
        s = ditto::minimise([](point at, room g) { return g[0] = 1, at[0] >= 1 ? at[0] : std::nan(""); }, x, method);
        CHECK(s.termination == termination::no_progress);
        CHECK(x[0] == 1);

        s = ditto::minimise([](point at, room g) { return g[0] = -1, -at[0]; }, x, method);  // no minimum
        CHECK_FALSE(s.converged());
        CHECK(std::isfinite(s.final_cost));
        CHECK(x[0] > 1e9);

        std::vector<double> none;
        s = ditto::minimise([](point, room) { return 2.0; }, none, method);
        CHECK(s.termination == termination::nothing_to_solve);
        CHECK(s.final_cost == 2);

        x = {1};
        s = ditto::minimise([](point, room g) { return g[0] = 0, 5.0; }, x, method);
        CHECK(s.termination == termination::gradient_tolerance);
        CHECK(s.iterations.empty());

        x = {inf};
        s = ditto::minimise([](point, room g) { return g[0] = 1, 5.0; }, x, method);
        CHECK(s.termination == termination::non_finite_start);
    });
}

TEST_CASE("a start that is the minimum already, to rounding") {
    with_both([](const auto& method) {
        for (const double rest : {0.0, 1.0}) {
            std::vector<double> x{1 + 1e-12, 1 - 1e-12};
            const auto f = [&](point at, room g) { return rest + rosenbrock<double>(at, g); };
            const auto s = ditto::minimise(f, x, method);
            INFO(s.report());
            CHECK(s.converged());
            CHECK(distance(x, 1) < 1e-9);
        }
    });
}

TEST_CASE("one step that is short is no minimum") {
    with_both([](const auto& method) {
        std::vector<double> x{1 + 4e-15, 1};  // beside a wall, far from the minimum at (1, 3)
        const auto f = [](point at, room g) {
            const double a = at[0] - 1, b = at[1] - 3;
            g[0] = 1e16 * a;
            g[1] = b;
            return (1e16 * a * a + b * b) / 2 + 1;
        };
        const auto s = ditto::minimise(f, x, method);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(x[1] == Approx(3));
    });
}

TEST_CASE("a callback may stop, or throw; the best point stays") {
    with_both([](auto method) {
        auto x = classic_start(2);
        std::vector<double> seen;
        method.callback = [&](const ditto::iteration& i) {
            seen = x;
            return i.number == 4 ? ditto::progress::stop : ditto::progress::proceed;
        };
        const auto s = ditto::minimise(rosenbrock<double>, x, method);
        CHECK(s.termination == termination::stopped_by_callback);
        CHECK(s.iterations.size() == 4);
        CHECK(x == seen);
        method.callback = [&](const ditto::iteration& i) -> ditto::progress {
            seen = x;
            if (i.number == 2) throw std::runtime_error("enough");
            return ditto::progress::proceed;
        };
        CHECK_THROWS_WITH(ditto::minimise(rosenbrock<double>, x, method), "enough");
        CHECK(x == seen);
        // What the objective throws passes through, too.
        int calls = 0;
        method.callback = {};
        const auto tired = [&](point at, room g) {
            if (++calls == 9) throw std::runtime_error("tired");
            return rosenbrock<double>(at, g);
        };
        x = classic_start(2);
        CHECK_THROWS_WITH(ditto::minimise(tired, x, method), "tired");
        std::vector<double> scratch(2);
        CHECK(rosenbrock<double>(x, scratch) < 24.2);
    });
}

TEST_CASE("limits and tolerances are obeyed") {
    with_both([](auto method) {
        auto x = classic_start(2);
        auto limited = method;
        limited.max_iterations = 3;
        auto s = ditto::minimise(rosenbrock<double>, x, limited);
        CHECK(s.termination == termination::iteration_limit);
        CHECK(s.iterations.size() == 3);

        const auto raised = [](point at, room g) { return 1 + rosenbrock<double>(at, g); };
        x = classic_start(2);
        auto coarse = method;
        coarse.gradient_tolerance = 1e-3;
        s = ditto::minimise(raised, x, coarse);
        CHECK(s.termination == termination::gradient_tolerance);
        CHECK(s.iterations.back().gradient_norm > 1e-12);
        CHECK(s.iterations.back().gradient_norm <= 1e-3 * s.final_cost);  // |x| was no less than 1
        x = classic_start(2);
        coarse = method;
        coarse.function_tolerance = 1e-3;
        s = ditto::minimise(raised, x, coarse);
        CHECK(s.termination == termination::function_tolerance);
        CHECK(std::abs(s.iterations.back().cost_change) <= 1e-3 * s.final_cost);
        x = classic_start(2);
        coarse = method;
        coarse.step_tolerance = 1e-2;
        s = ditto::minimise(raised, x, coarse);
        CHECK(s.termination == termination::step_tolerance);
        CHECK(s.iterations.back().step_norm <= 2e-2 * std::max(std::abs(x[0]), std::abs(x[1])));
    });
}

TEST_CASE("options of line searches that make no sense are refused by name") {
    const auto refused = [](const auto& method, const std::string& message) {
        auto x = classic_start(2);
        CHECK_THROWS_WITH(ditto::minimise(rosenbrock<double>, x, method), "ditto: " + message);
    };
    refused(ditto::lbfgs{.memory = 0}, "memory must be positive, got 0");
    refused(ditto::lbfgs{.max_iterations = -1}, "max_iterations must not be negative, got -1");
    refused(ditto::lbfgs{.line_search = {.sufficient_decrease = 0}},
            "line_search.sufficient_decrease must be in (0, 1), got 0");
    refused(ditto::lbfgs{.line_search = {.curvature = 1}},
            "line_search.curvature must be between sufficient_decrease and 1, got 1");
    refused(ditto::lbfgs{.line_search = {.sufficient_decrease = 0.5, .curvature = 0.2}},
            "line_search.curvature must be between sufficient_decrease and 1, got 0.2");
    refused(ditto::lbfgs{.line_search = {.max_evaluations = 0}}, "line_search.max_evaluations must be positive, got 0");
    refused(ditto::lbfgs{.step_tolerance = -1}, "step_tolerance must be finite and not negative, got -1");
    refused(ditto::lbfgs{.function_tolerance = std::nan("")},
            "function_tolerance must be finite and not negative, got nan");
    refused(ditto::conjugate_gradient{.restart_after = -2}, "restart_after must not be negative, got -2");
}

TEST_CASE("single precision, spans, the default method") {
    with_both([](const auto& method) {
        std::vector<float> x{-1.2f, 1.0f};
        const auto s = ditto::minimise(rosenbrock<float>, x, method);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(x[0] == Approx(1).epsilon(1e-3));
        CHECK(x[1] == Approx(1).epsilon(1e-3));
    });
    auto x = classic_start(4);
    CHECK(ditto::minimise(rosenbrock<double>, std::span(x).first(2)).solver == "L-BFGS");
    CHECK(x[0] == Approx(1));
    CHECK(x[2] == -1.2);
}

// --- problems

namespace {

struct valley {  // Rosenbrock's residuals, one for each row
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        const T two(std::sqrt(decltype(x[0].value)(2)));
        return g[0] == 1 ? T(10) * two * (x[1] - x[0] * x[0]) : two * (T(1) - x[0]);
    }
};
struct logarithm {  // not a number where x < 0
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return log(x[0]) - T(g[0]);
    }
};

template <class Function, std::size_t Unknowns, class Scalar = double>
ditto::residual_handle add(ditto::basic_problem<Scalar>& p, const std::array<std::uint32_t, Unknowns>& ids, Scalar given) {
    using kernel = test::dual_kernel<Function, Unknowns, 1, Scalar>;
    return p.add_instance(kernel::table, ids, std::array<Scalar, 1>{given}, kernel::definition);
}

template <class Scalar = double>
ditto::basic_problem<Scalar> valley_problem(std::uint32_t size) {
    ditto::basic_problem<Scalar> p;
    for (const double a : classic_start(size)) p.template add_variable<ditto::real>(static_cast<Scalar>(a));
    for (std::uint32_t i = 0; i + 1 < size; ++i) {
        add<valley, 2, Scalar>(p, {i, i + 1}, 1);
        add<valley, 2, Scalar>(p, {i, i + 1}, 2);
    }
    return p;
}

template <class Test>
void with_all(Test&& test) {
    with_both(test);
    test(ditto::sgd{.learning_rate = 1e-4, .momentum = 0.9, .max_iterations = 3000});
    test(ditto::adam{.learning_rate = 0.02, .max_iterations = 3000});
    test(ditto::adamw{.learning_rate = 0.02, .weight_decay = 0, .max_iterations = 3000});
    test(ditto::rmsprop{.learning_rate = 1e-3, .max_iterations = 3000});
    test(ditto::adagrad{.learning_rate = 0.5, .max_iterations = 3000});
}

}  // namespace

TEST_CASE("problems are minimised by every method, along the path of the function that is their cost") {
    with_all([](const auto& method) {
        ditto::problem p = valley_problem(10);
        auto x = classic_start(10);
        const auto of_problem = ditto::solve(p, method);
        const auto of_function = ditto::minimise(rosenbrock<double>, x, method);
        INFO(of_problem.report());
        CHECK(of_problem.initial_cost == Approx(of_function.initial_cost));
        CHECK(of_problem.final_cost < 0.1 * of_problem.initial_cost);
        CHECK(p.cost() == Approx(of_problem.final_cost).epsilon(1e-12).margin(1e-25));
        for (std::size_t i = 0; i < 5 && i < of_problem.iterations.size(); ++i)
            CHECK(of_problem.iterations[i].cost == Approx(of_function.iterations[i].cost).epsilon(1e-6));
    });
    with_both([](const auto& method) {
        ditto::problem p = valley_problem(100);
        CHECK(ditto::solve(p, method).converged());
        for (const double a : p.state()) CHECK(a == Approx(1).epsilon(1e-9));
        ditto::basic_problem<float> narrow = valley_problem<float>(10);
        CHECK(ditto::solve(narrow, method).converged());
        for (const float a : narrow.state()) CHECK(a == Approx(1).epsilon(1e-2));
    });
}

TEST_CASE("fixed variables stay, free ones are the callback's to see") {
    with_both([](auto method) {
        ditto::problem p;
        const auto a = p.add_variable<ditto::real>(2.0);
        const auto b = p.add_variable<ditto::real>(1.0);
        add<valley, 2>(p, {0, 1}, 1.0);
        add<valley, 2>(p, {0, 1}, 2.0);
        p.fix(a);
        method.callback = [&](const ditto::iteration& i) {
            CHECK(p.cost() == i.cost);
            return ditto::progress::proceed;
        };
        const auto s = ditto::solve(p, method);
        CHECK(s.converged());
        CHECK(p.value(a) == 2);
        CHECK(p.value(b) == Approx(4));
        CHECK(s.final_cost == Approx(1));
        p.fix(b);
        CHECK(ditto::solve(p, method).termination == termination::nothing_to_solve);
        ditto::problem empty;
        CHECK(ditto::solve(empty, method).termination == termination::nothing_to_solve);
    });
}

TEST_CASE("problems that are not finite at the start name the culprit") {
    with_all([](const auto& method) {
        ditto::problem p;
        p.add_variable<ditto::real>(2.0);
        const auto bad = p.add_variable<ditto::real>(-1.0);
        add<logarithm, 1>(p, {0}, 0.5);
        const auto guilty = add<logarithm, 1>(p, {1}, 0.5);
        const auto s = ditto::solve(p, method);
        CHECK(s.termination == termination::non_finite_start);
        REQUIRE(s.culprit);
        CHECK(*s.culprit == guilty);
        CHECK(s.message.find("row 1") != std::string::npos);
        CHECK(p.value(bad) == -1);
    });
}

TEST_CASE("a callback may not edit the problem") {
    with_all([](auto method) {
        ditto::problem p = valley_problem(2);
        method.callback = [&](const ditto::iteration&) {
            p.add_variable<ditto::real>(0.0);
            return ditto::progress::proceed;
        };
        CHECK_THROWS_WITH(ditto::solve(p, method), "ditto: the callback edited the problem being solved");
    });
}
