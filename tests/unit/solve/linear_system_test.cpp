// All linear systems answer as the dense Jacobian does: gradient, diagonal, curvature, and solutions of JᵀJ + diag.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <Eigen/Dense>

#include <random>
#include <vector>

namespace {

using ditto::linear_solver;

constexpr auto view = ditto::residual<ditto::array<ditto::real, 7>, ditto::vec3>([](auto c, auto x) {
    return ditto::vec{c[0] * x[0] + c[1] * x[2] + c[5], c[2] * x[1] + c[1] * x[0] - c[6], c[4] * c[0] - c[3] * x[1]};
});
constexpr auto between = ditto::residual<ditto::array<ditto::real, 7>, ditto::array<ditto::real, 7>>(
    [](auto a, auto b) { return ditto::vec{a[0] * b[1] - a[1] * b[0], a[3] * b[6] - 1.0}; });
constexpr auto stretch = ditto::residual<ditto::vec3, ditto::vec3>([](auto a, auto b) { return norm(a - b) - 1.0; });
constexpr auto anchor = ditto::residual<ditto::vec3>([](auto a) { return a[0] * a[1] - a[2]; });
constexpr auto shared = ditto::residual<ditto::real, ditto::vec3, ditto::unit_quaternion>(
    [](auto scale, auto x, auto q) { return scale * rotate(q, x) - ditto::vec{1.0, 2.0, 3.0}; });

struct scene {
    ditto::problem p;
    std::vector<ditto::variable<ditto::array<ditto::real, 7>>> cameras;
    std::vector<ditto::variable<ditto::vec3>> points;
    std::vector<ditto::variable<ditto::unit_quaternion>> turns;
};

// Cameras that meet points and each other, points that meet none, one or many; some residuals have one variable twice.
scene make_scene(unsigned seed) {
    std::mt19937 random(seed);
    const auto number = [&] { return std::uniform_real_distribution<double>(-2, 2)(random); };
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    scene s;
    for (int i = 0; i < 5; ++i)
        s.cameras.push_back(s.p.add_variable<ditto::array<ditto::real, 7>>(
            {number(), number(), number(), number(), number(), number(), number()}));
    const auto scale = s.p.add_variable<ditto::real>(number());
    for (int i = 0; i < 60; ++i) s.points.push_back(s.p.add_variable<ditto::vec3>({number(), number(), number()}));
    for (int i = 0; i < 7; ++i)
        s.turns.push_back(s.p.add_variable<ditto::unit_quaternion>({number(), number(), number(), number()}));
    for (int i = 0; i < 200; ++i) s.p.add(view, s.cameras[below(5)], s.points[below(60)]);
    for (int i = 0; i < 6; ++i) s.p.add(between, s.cameras[below(5)], s.cameras[below(5)]);
    for (int i = 0; i < 10; ++i) s.p.add(stretch, s.points[below(60)], s.points[below(60)]);
    for (int i = 0; i < 30; ++i) s.p.add(anchor, s.points[below(60)]);
    for (int i = 0; i < 40; ++i) s.p.add(shared, scale, s.points[below(60)], s.turns[below(7)]);
    for (int i = 0; i < 9; ++i) s.p.fix(s.points[below(60)]);
    s.p.fix(s.cameras[2]);
    s.p.fix(s.turns[3]);
    s.p.prepare();
    return s;
}

}  // namespace

TEST_CASE("linear systems answer as the Jacobian does") {
    for (unsigned seed = 1; seed <= 8; ++seed) {
        scene s = make_scene(seed);
        const auto e = s.p.evaluate();
        const Eigen::MatrixXd j = e.jacobian.toDense();
        const Eigen::Index n = j.cols();
        REQUIRE(n == static_cast<Eigen::Index>(s.p.column_count()));
        const Eigen::MatrixXd product = j.transpose() * j;
        const Eigen::VectorXd gradient = j.transpose() * e.residuals;
        std::srand(seed);
        for (const auto as : {linear_solver::dense_cholesky, linear_solver::sparse_cholesky, linear_solver::dense_schur,
                              linear_solver::sparse_schur, linear_solver::conjugate_gradients}) {
            const auto system = ditto::detail::make_system(s.p, as);
            INFO(system->name());
            for (int twice = 0; twice < 2; ++twice) {
                CHECK(system->assemble(s.p.storage().variables.state().data()) == Approx(e.cost).epsilon(1e-13));
                Eigen::VectorXd found(n), added(n);
                system->gradient(found);
                CHECK((found - gradient).norm() < 1e-12 * (1 + gradient.norm()));
                system->diagonal(found);
                CHECK((found - product.diagonal()).norm() < 1e-12 * (1 + product.norm()));
                for (Eigen::Index c = 0; c < n; ++c) added[c] = 0.1 + 0.01 * static_cast<double>(c % 7);
                REQUIRE(system->factorize(added));
                for (int side = 0; side < 2; ++side) {
                    const Eigen::VectorXd right = Eigen::VectorXd::Random(n);
                    CHECK(system->curvature(right) == Approx(right.dot(product * right)).epsilon(1e-12));
                    found = right;
                    system->solve(found);
                    const Eigen::MatrixXd whole = product + Eigen::MatrixXd(added.asDiagonal());
                    CHECK((whole * found - right).norm() < 1e-10 * (1 + right.norm()));
                }
                CHECK_FALSE(system->factorize(Eigen::VectorXd::Constant(n, -1e6)));
            }
        }
    }
}

TEST_CASE("a scene is solved the same way by every linear solver") {
    for (const auto as : {linear_solver::automatic, linear_solver::dense_cholesky, linear_solver::sparse_cholesky,
                          linear_solver::dense_schur, linear_solver::sparse_schur, linear_solver::conjugate_gradients}) {
        scene s = make_scene(3);
        ditto::levenberg_marquardt options;
        options.linear_solver = as;
        options.max_iterations = 5;
        const auto summary = ditto::solve(s.p, options);
        INFO(summary.solver);
        static double first = 0;
        if (as == linear_solver::automatic) first = summary.final_cost;
        CHECK(summary.final_cost == Approx(first).epsilon(1e-9));
        CHECK(summary.final_cost < summary.initial_cost);
    }
}

TEST_CASE("as many variables are eliminated as share no residual") {
    ditto::problem p;
    std::vector<ditto::variable<ditto::array<ditto::real, 7>>> cameras;
    for (int i = 0; i < 4; ++i) cameras.push_back(p.add_variable<ditto::array<ditto::real, 7>>({1, 2, 3, 4, 5, 6, 7}));
    for (int i = 0; i < 100; ++i) {
        const auto point = p.add_variable<ditto::vec3>({1.0 + i, 2, 3});
        for (int k = 0; k < 3; ++k) p.add(view, cameras[static_cast<std::size_t>((i + k) % 4)], point);
    }
    const auto summary = ditto::solve(p, ditto::levenberg_marquardt{.max_iterations = 1});
    CHECK(summary.solver == "dense Schur complement of 100 of 104 variables");
}

TEST_CASE("neighbours with the same rows below them are one supernode") {
    using pair = ditto::detail::supernodes::pair;
    std::vector<pair> all, chain;
    for (std::uint32_t i = 0; i < 30; ++i)
        for (std::uint32_t j = 0; j < i; ++j) all.push_back({j, i});
    for (std::uint32_t i = 0; i + 1 < 30; ++i) chain.push_back({i, i + 1});
    const std::vector<std::uint32_t> columns(30, 3);
    CHECK(ditto::detail::supernodes(columns, all).all.size() == 1);
    const ditto::detail::supernodes sparse(columns, chain);
    CHECK(sparse.all.size() > 5);
    CHECK(sparse.all.size() < 30);
    CHECK(ditto::detail::supernodes({}, {}).all.empty());
}

TEST_CASE("residuals without rows are no trouble to any linear solver") {
    static constexpr auto nothing = ditto::residual<ditto::real>([](auto x) { return std::array<decltype(x), 0>{}; });
    static constexpr auto one = ditto::residual<ditto::real>([](auto x) { return x - 1.0; });
    for (const auto as : {linear_solver::dense_cholesky, linear_solver::sparse_cholesky, linear_solver::dense_schur}) {
        ditto::problem p;
        const auto x = p.add_variable<ditto::real>(3.0), y = p.add_variable<ditto::real>(3.0);
        p.add(nothing, x);
        p.add(nothing, y);
        p.add(one, y);
        ditto::levenberg_marquardt options;
        options.linear_solver = as;
        CHECK(ditto::solve(p, options).converged());
        CHECK(p.value(x) == 3.0);
        CHECK(p.value(y) == Approx(1.0));
    }
}
