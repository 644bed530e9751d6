// Steps of the dogleg methods on random models, where they are least, by brute force.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>
#include <ditto/solve/plane_minimum.hpp>

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace {

using ditto::given, ditto::real, ditto::residual, ditto::vec, ditto::vec_of;

constexpr std::size_t n = 4;
constexpr auto plane =
    residual<vec_of<real, n>, given<vec_of<real, n>>, given<real>>([](auto x, auto a, auto b) { return dot(a, x) - b; });

struct linear_model {
    Eigen::MatrixXd jacobian;
    Eigen::VectorXd start, offset, scale;  // D

    explicit linear_model(std::mt19937& random) : jacobian(7, n), start(n), offset(7), scale(n) {
        std::normal_distribution<double> normal;
        for (auto* m : {&start, &offset})
            for (double& x : *m) x = normal(random);
        for (double& x : jacobian.reshaped()) x = normal(random);
        for (Eigen::Index c = 0; c < jacobian.cols(); ++c) jacobian.col(c) *= std::pow(10.0, 2 * normal(random));
        for (Eigen::Index c = 0; c < jacobian.cols(); ++c) scale[c] = jacobian.col(c).norm();
    }
    double cost(const Eigen::VectorXd& step) const { return (jacobian * (start + step) - offset).squaredNorm() / 2; }
    Eigen::VectorXd gradient() const { return jacobian.transpose() * (jacobian * start - offset); }
    Eigen::VectorXd newton() const { return -(jacobian.transpose() * jacobian).ldlt().solve(gradient()); }
    double length(const Eigen::VectorXd& step) const { return scale.cwiseProduct(step).norm(); }

    /// The first step of a solve.
    Eigen::VectorXd step(ditto::dogleg options) const {
        options.max_iterations = 1;
        ditto::problem p;
        vec<double, n> x{}, a{};
        for (std::size_t i = 0; i < n; ++i) x[i] = start[static_cast<Eigen::Index>(i)];
        const auto v = p.add_variable<vec_of<real, n>>(x);
        for (Eigen::Index r = 0; r < jacobian.rows(); ++r) {
            for (std::size_t i = 0; i < n; ++i) a[i] = jacobian(r, static_cast<Eigen::Index>(i));
            p.add(plane, v, a, offset[r]);
        }
        CHECK(ditto::solve(p, options).iterations.at(0).accepted);
        Eigen::VectorXd made(n);
        for (std::size_t i = 0; i < n; ++i) made[static_cast<Eigen::Index>(i)] = p.value(v)[i] - x[i];
        return made;
    }
};

/// The least of f over points of the plane of a and b, of length at most `radius`.
double least_in_plane(const linear_model& m, Eigen::VectorXd a, Eigen::VectorXd b, double radius) {
    a /= m.length(a);
    b -= m.scale.cwiseProduct(a).dot(m.scale.cwiseProduct(b)) * a;
    b /= m.length(b);
    double least = m.cost(0 * a);
    for (const double share : {0.25, 0.5, 0.75, 1.0})
        for (int i = 0; i < 20000; ++i) {
            const double angle = i * std::numbers::pi / 10000;
            least = std::min(least, m.cost(share * radius * (std::cos(angle) * a + std::sin(angle) * b)));
        }
    return least;
}

}  // namespace

TEST_CASE("first steps are least where the method may go") {
    std::mt19937 random(1);
    for (int i = 0; i < 40; ++i) {
        const linear_model m(random);
        const Eigen::VectorXd g = m.gradient(), newton = m.newton(), down = -g.cwiseQuotient(m.scale.cwiseAbs2());
        const double share = std::uniform_real_distribution<double>(0.01, 1.2)(random), radius = share * m.length(newton);
        const double relative = radius / m.length(m.start);
        const Eigen::VectorXd dogleg = m.step({.initial_radius = relative});
        const Eigen::VectorXd subspace = m.step({.subspace = true, .initial_radius = relative});
        INFO(i << ", radius " << share << " of the full step's length");
        if (share >= 1) {
            for (const auto* step : {&dogleg, &subspace}) CHECK(m.length(*step - newton) < 1e-9 * m.length(newton));
            continue;
        }
        const double most = m.cost(Eigen::VectorXd::Zero(n)), tolerance = 1e-9 * most;
        for (const auto* step : {&dogleg, &subspace}) CHECK(m.length(*step) == Approx(radius).epsilon(1e-8));

        const double slope = -g.dot(down), curvature = (m.jacobian * down).squaredNorm();
        const double to_cauchy = std::min(slope / curvature, radius / m.length(down));
        CHECK(m.cost(dogleg) <= m.cost(to_cauchy * down) + tolerance);
        if (to_cauchy * m.length(down) < radius * (1 - 1e-12)) {  // then on the way from there to the full step
            const Eigen::VectorXd way = newton - to_cauchy * down, gone = dogleg - to_cauchy * down;
            const double part = m.scale.cwiseProduct(way).dot(m.scale.cwiseProduct(gone)) / std::pow(m.length(way), 2);
            CHECK(part >= 0);
            CHECK(part <= 1);
            CHECK(m.length(gone - part * way) < 1e-8 * radius);
        } else {
            CHECK(m.length(dogleg - to_cauchy * down) < 1e-8 * radius);
        }

        const double least = least_in_plane(m, down, newton, radius);
        CHECK(m.cost(subspace) <= least + tolerance);
        CHECK(m.cost(subspace) >= least - 1e-6 * most);
        CHECK(m.cost(subspace) <= m.cost(dogleg) + tolerance);
    }
}

TEMPLATE_TEST_CASE("the minimum in a disc, of models of all ranks and scales", "", double, float) {
    using Scalar = TestType;
    const Scalar tolerance = std::is_same_v<Scalar, float> ? Scalar(1e-4) : Scalar(1e-10);
    std::mt19937 random(2);
    std::normal_distribution<double> normal;
    for (int i = 0; i < 400; ++i) {
        const double size = std::pow(10.0, 3 * normal(random)), u = normal(random), v = normal(random);
        const double w = i % 4 == 0 ? 0 : normal(random), z = i % 4 == 1 ? 0 : normal(random);
        const double rank = i % 8 == 2 ? 0 : 1;
        const auto s = [&](double x) { return static_cast<Scalar>(x); };
        const ditto::detail::plane_model<Scalar> m{s(size * rank * (u * u + w * w)), s(size * rank * (u * v + w * z)),
                                                   s(size * rank * (v * v + z * z)), s(normal(random)), s(i % 5 == 0 ? 0 : normal(random))};
        const Scalar radius = s(std::pow(10.0, normal(random)));
        const auto at = [&](Scalar x, Scalar y) {
            return m.c1 * x + m.c2 * y + (m.b11 * x * x + 2 * m.b12 * x * y + m.b22 * y * y) / 2;
        };
        const auto y = ditto::detail::plane_minimum(m, radius);
        INFO(i << ": " << m.b11 << " " << m.b12 << " " << m.b22 << ", " << m.c1 << " " << m.c2 << ", radius " << radius);
        CHECK(std::hypot(y[0], y[1]) <= radius * (1 + tolerance));
        Scalar least = 0;
        for (int k = 0; k < 4000; ++k)
            for (const Scalar part : {Scalar(1), Scalar(0.5), Scalar(0.1), Scalar(0.01)}) {
                const Scalar angle = s(k * std::numbers::pi / 2000);
                least = std::min(least, at(part * radius * std::cos(angle), part * radius * std::sin(angle)));
            }
        CHECK(at(y[0], y[1]) <= least * (1 - tolerance));
    }
}
