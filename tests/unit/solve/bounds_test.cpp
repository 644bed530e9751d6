// Bounds: least squares within a box, against every choice of what lies at a bound.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <Eigen/Dense>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using ditto::given, ditto::real, ditto::residual, ditto::termination, ditto::vec, ditto::vec_of;

constexpr std::size_t n = 4;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr auto plane =
    residual<vec_of<real, n>, given<vec_of<real, n>>, given<real>>([](auto x, auto a, auto b) { return dot(a, x) - b; });
constexpr auto rosenbrock = residual<real, real>([](auto x, auto y) { return vec{10.0 * (y - square(x)), 1.0 - x}; });

template <class Check>
void with_every_method(Check&& check) {
    check("Levenberg-Marquardt", ditto::levenberg_marquardt{});
    check("not monotone", ditto::levenberg_marquardt{.window = 4});
    check("dogleg", ditto::dogleg{});
    check("subspace", ditto::dogleg{.subspace = true});
    check("Gauss-Newton", ditto::gauss_newton{});
}

/// The least cost within the box: of all points that are least with some coordinates at bounds, the best one inside.
double least_within(const Eigen::MatrixXd& a, const Eigen::VectorXd& b, const std::vector<double>& lower,
                    const std::vector<double>& upper) {
    double least = infinity;
    for (int choice = 0; choice < 81; ++choice) {
        Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
        std::vector<Eigen::Index> free;
        bool exists = true;
        for (int c = 0, left = choice; c < static_cast<int>(n); ++c, left /= 3) {
            const auto at = static_cast<std::size_t>(c);
            if (left % 3 == 0) free.push_back(c);
            else x[c] = left % 3 == 1 ? lower[at] : upper[at];
            exists = exists && std::isfinite(x[c]);
        }
        if (!exists) continue;
        if (!free.empty()) {
            const Eigen::MatrixXd part = a(Eigen::all, free);
            x(free) = part.colPivHouseholderQr().solve(b - a * x).eval();
        }
        for (std::size_t c = 0; c < n; ++c) {
            const double v = x[static_cast<Eigen::Index>(c)];
            exists = exists && v >= lower[c] - 1e-12 && v <= upper[c] + 1e-12;
        }
        if (exists) least = std::min(least, (a * x - b).squaredNorm() / 2);
    }
    return least;
}

}  // namespace

TEST_CASE("random linear least squares within boxes") {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    std::size_t most = 0;
    int at_bounds = 0;
    for (int i = 0; i < 150; ++i) {
        Eigen::MatrixXd a(6, n);
        Eigen::VectorXd b(6);
        for (double& x : a.reshaped()) x = normal(random);
        if (i % 3 == 0)
            for (Eigen::Index c = 0; c < a.cols(); ++c) a.col(c) *= std::pow(10.0, normal(random));
        for (double& x : b) x = 3 * normal(random);
        std::vector<double> lower(n), upper(n);
        for (std::size_t c = 0; c < n; ++c) {
            lower[c] = c == 3 && i % 2 ? -infinity : normal(random) - 0.5;
            const double width = std::abs(normal(random));
            upper[c] = c == 2 && i % 2 ? infinity : std::max(lower[c], -1e3) + width;
            if (i % 7 == 0 && c == 0) upper[c] = lower[c];  // nothing in between
        }
        const double start = 9 * normal(random);
        const double least = least_within(a, b, lower, upper);
        with_every_method([&](const char* method, const auto& options) {
            ditto::problem p;
            const auto v = p.add_variable<vec_of<real, n>>({start, 0.0, -9.0, 1.0});  // outside, mostly
            for (Eigen::Index r = 0; r < a.rows(); ++r)
                p.add(plane, v, {a(r, 0), a(r, 1), a(r, 2), a(r, 3)}, b[r]);
            p.set_bounds(v, {lower[0], lower[1], lower[2], lower[3]}, {upper[0], upper[1], upper[2], upper[3]});
            const auto s = ditto::solve(p, options);
            INFO(i << ", " << method << "\n" << s.report());
            CHECK(s.converged());
            CHECK(s.final_cost == Approx(least).epsilon(1e-9).margin(1e-20));
            CHECK(p.cost() == Approx(s.final_cost).epsilon(1e-12));
            for (std::size_t c = 0; c < n; ++c) {
                CHECK(p.value(v)[c] >= lower[c]);
                CHECK(p.value(v)[c] <= upper[c]);
                at_bounds += p.value(v)[c] == lower[c] || p.value(v)[c] == upper[c];
            }
            most = std::max(most, s.iterations.size());
        });
    }
    CHECK(most <= 60);
    CHECK(at_bounds > 100);
}

TEST_CASE("a valley that ends at a bound") {
    with_every_method([](const char* method, const auto& options) {
        for (const double limit : {0.5, -0.3, 0.999}) {
            ditto::problem p;
            const auto x = p.add_variable<real>(-1.2), y = p.add_variable<real>(1.0);
            p.add(rosenbrock, x, y);
            p.set_bounds(x, -infinity, limit);
            const auto s = ditto::solve(p, options);
            INFO(method << "\n" << s.report());
            CHECK(s.converged());
            CHECK(p.value(x) == limit);
            CHECK(p.value(y) == Approx(limit * limit).epsilon(1e-8));
            CHECK(s.final_cost == Approx((1 - limit) * (1 - limit) / 2).epsilon(1e-10));
        }
    });
}

TEST_CASE("all at bounds is stationary, and bounds that are far away change nothing") {
    with_every_method([](const char* method, const auto& options) {
        ditto::problem p, free;
        const auto x = p.add_variable<real>(5.0), y = p.add_variable<real>(5.0);
        p.add(rosenbrock, x, y);
        p.set_bounds(x, 2.0, 3.0);
        p.set_bounds(y, -3.0, 1.0);
        const auto s = ditto::solve(p, options);
        INFO(method << "\n" << s.report());
        CHECK(s.termination == termination::gradient_tolerance);
        CHECK(p.value(x) == 2.0);
        CHECK(p.value(y) == 1.0);
        const auto u = free.add_variable<real>(-1.2);
        free.add(rosenbrock, u, free.add_variable<real>(1.0));
        ditto::problem wide = free;
        wide.set_bounds(u, -1e9, 1e9);
        const auto t = ditto::solve(free, options), w = ditto::solve(wide, options);
        CHECK(t.iterations.size() == w.iterations.size());
        CHECK(w.final_cost == t.final_cost);
    });
}
