#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <cmath>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace {

// One row: a mixture of the scalars of a value, whatever it is.
template <class Kind>
constexpr auto mixture =
    ditto::residual<Kind, ditto::given<ditto::real>, ditto::given<ditto::real>>([](auto x, auto phase, auto d) {
        auto sum = -d;
        double k = 1;
        ditto::for_each_scalar(x, [&](const auto& s) { sum = sum + sin(phase * k++) * s; });
        return sum;
    });

// Measurements of a value that is somewhere near, with errors.
template <class Kind>
struct measured {
    ditto::problem p{};
    ditto::variable<Kind> x{};

    explicit measured(const ditto::value_t<Kind, double>& truth, int seed) {
        std::mt19937 random(static_cast<unsigned>(seed));
        std::normal_distribution<double> normal;
        ditto::vec<double, ditto::kind_columns<Kind>> step{};
        for (double& s : step) s = 0.5 * normal(random);
        x = p.add_variable<Kind>(Kind::plus(truth, step));
        for (int i = 1; i <= 12; ++i) {
            const double phase = 0.7 * i;
            p.add(mixture<Kind>, x, phase, mixture<Kind>(truth, phase, 0.0) + 0.01 * normal(random));
        }
    }
    double length() const {
        double squares = 0;
        auto value = p.value(x);
        ditto::for_each_scalar(value, [&](double s) { squares += s * s; });
        return std::sqrt(squares);
    }
};

template <class Kind, class Method>
void reaches_the_minimum(const ditto::value_t<Kind, double>& truth, const Method& method, double tolerance) {
    for (int seed = 0; seed < 20; ++seed) {
        measured<Kind> by_model(truth, seed), by_gradient(truth, seed);
        REQUIRE(ditto::solve(by_model.p).converged());
        const auto s = ditto::solve(by_gradient.p, method);
        INFO(seed << '\n' << s.report());
        CHECK(s.final_cost == Approx(by_model.p.cost()).epsilon(tolerance));
        CHECK(by_gradient.p.cost() == Approx(s.final_cost).epsilon(1e-12));
        CHECK(by_gradient.length() == Approx(1).epsilon(1e-12));
        if constexpr (ditto::line_search_method<Method>) CHECK(s.converged());
    }
}

}  // namespace

TEST_CASE("rotations and directions stay what they are, and reach the minimum") {
    const ditto::quaternion<double> turn{0.5, 0.5, -0.5, 0.5};
    const ditto::vec<double, 3> direction{{0.6, 0.0, -0.8}};
    const auto with = [&](const auto& method, double tolerance) {
        reaches_the_minimum<ditto::unit_quaternion>(turn, method, tolerance);
        reaches_the_minimum<ditto::unit_vector<3>>(direction, method, tolerance);
    };
    with(ditto::lbfgs{}, 1e-9);
    with(ditto::conjugate_gradient{}, 1e-9);
    with(ditto::sgd{.learning_rate = 0.05, .momentum = 0.5}, 1e-9);
    with(ditto::adam{.learning_rate = 0.02}, 1e-3);
}

TEST_CASE("decay has no meaning on a manifold") {
    measured<ditto::unit_quaternion> of({1, 0, 0, 0}, 0);
    CHECK_THROWS_WITH(ditto::solve(of.p, ditto::adamw{}), "ditto: weight_decay must be 0 where variables are on manifolds");
}

TEST_CASE("energies contribute their value, losses what they leave of a residual") {
    static constexpr auto height = ditto::energy<ditto::real, ditto::given<ditto::real>>(
        [](auto y, auto weight) { return weight * y; });
    static constexpr auto spring = ditto::residual<ditto::real>([](auto y) { return 2.0 * (y - 1.0); });
    const auto hangs = [](const auto& method) {
        ditto::problem p;
        const auto y = p.add_variable<ditto::real>(5.0);
        p.add(height, y, 6.0);
        p.add(spring, y);
        const auto s = ditto::solve(p, method);
        INFO(s.report());
        CHECK(p.value(y) == Approx(-0.5));  // 6 + 4 (y - 1) = 0
        CHECK(s.final_cost == Approx(1.5));
        CHECK(s.converged());
    };
    hangs(ditto::lbfgs{});
    hangs(ditto::conjugate_gradient{});
    hangs(ditto::sgd{.learning_rate = 0.1});
}

TEST_CASE("bounds are refused, not passed over") {
    measured<ditto::unit_quaternion> of({1, 0, 0, 0}, 0);
    const auto y = of.p.add_variable<ditto::real>(0.5);
    of.p.set_bounds(y, 0.0, 1.0);
    CHECK_THROWS_WITH(ditto::solve(of.p, ditto::lbfgs{}), "ditto: minimisers of gradients keep no bounds: use levenberg_marquardt, dogleg or gauss_newton");
}
