#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>
#include <ditto/solve/covariance.hpp>

#include <Eigen/Dense>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using ditto::given, ditto::real, ditto::residual, ditto::vec, ditto::vec_of;

constexpr auto misra = residual<real, real, given<real>, given<real>>([](auto a, auto b, auto y, auto x) { return a * (1.0 - exp(-b * x)) - y; });
constexpr auto chwirut = residual<real, real, real, given<real>, given<real>>(
    [](auto a, auto b, auto c, auto y, auto x) { return exp(-a * x) / (b + c * x) - y; });
constexpr auto rat42 = residual<real, real, real, given<real>, given<real>>(
    [](auto a, auto b, auto c, auto y, auto x) { return a / (1.0 + exp(b - c * x)) - y; });
constexpr auto plane = residual<vec_of<real, 2>, real, given<ditto::vec3>, given<real>>(
    [](auto x, auto z, auto a, auto b) { return a[0] * x[0] + a[1] * x[1] + a[2] * z - b; });
constexpr auto step = residual<real, real, given<real>>([](auto x, auto y, auto d) { return y - x - d; });
constexpr auto at = residual<real, given<real>>([](auto x, auto y) { return x - y; });

/// Fits a file of NIST's Statistical Reference Datasets and compares deviations with those certified.
template <std::size_t N>
void compare(const std::string& name, const auto& definition) {
    const char* data = std::getenv("DITTO_DATA");
    const std::string path = std::string(data != nullptr ? data : "../shared/data") + "/nist/" + name + ".dat";
    std::ifstream file(path);
    if (!file) {
        std::cout << "skipped: no " << path << "; set DITTO_DATA" << std::endl;
        std::exit(77);
    }
    INFO(name);
    std::array<double, N> start{}, value{}, deviation{};
    std::string line;
    for (std::size_t i = 0; i < N;) {
        REQUIRE(std::getline(file, line));
        std::istringstream words(line);
        std::string label, equals;
        double other;
        if (words >> label >> equals && label == "b" + std::to_string(i + 1) && equals == "=" &&
            words >> other >> start[i] >> value[i] >> deviation[i])
            ++i;
    }
    for (std::string label, response; !(label == "Data:" && response == "y") && std::getline(file, line);)
        std::istringstream(line) >> label >> response;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        ditto::problem p;
        const std::array b{p.add_variable<real>(start[I])...};
        for (double y, x; file >> y >> x;) p.add(definition, b[I]..., y, x);
        REQUIRE(p.residual_count() > N);
        CHECK(ditto::solve(p).converged());
        const auto found = ditto::covariance(p, {b[I]...}, {.scale_by_variance = true});
        CHECK(found.is_full_rank());
        for (std::size_t i = 0; i < N; ++i) {
            CHECK(p.value(b[i]) == Approx(value[i]).epsilon(1e-7));
            CHECK(found.deviations(i)[0] == Approx(deviation[i]).epsilon(1e-6));
        }
    }(std::make_index_sequence<N>{});
}

}  // namespace

TEST_CASE("standard deviations as certified by NIST") {
    compare<2>("Misra1a", misra);
    compare<3>("Chwirut2", chwirut);
    compare<3>("Rat42", rat42);
}

TEST_CASE("the inverse of JᵀJ, block by block, whatever the scales") {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    ditto::problem p;
    const auto x = p.add_variable<vec_of<real, 2>>({1.0, 2.0});
    const auto held = p.add_variable<real>(1.0);
    const auto z = p.add_variable<real>(3.0);
    p.fix(held);
    for (int i = 0; i < 9; ++i) p.add(plane, x, i < 8 ? z : held, {1e6 * normal(random), normal(random), 1e-5 * normal(random)}, normal(random));
    const auto e = p.evaluate();
    const Eigen::MatrixXd j = e.jacobian;
    const Eigen::VectorXd unit = j.colwise().norm().cwiseInverse();  // inverted where it is well conditioned
    const Eigen::MatrixXd s = j * unit.asDiagonal();
    const Eigen::MatrixXd inverse = unit.asDiagonal() * (s.transpose() * s).inverse() * unit.asDiagonal();
    const auto found = ditto::covariance(p, {z, x, held});
    REQUIRE(found.matrix.rows() == 3);
    CHECK(found.rank == 3);
    CHECK(found.block(0)(0, 0) == Approx(inverse(2, 2)).epsilon(1e-10));
    for (int a : {0, 1}) {
        CHECK(found.block(0, 1)(0, a) == Approx(inverse(2, a)).epsilon(1e-10));
        for (int b : {0, 1}) CHECK(found.block(1)(a, b) == Approx(inverse(a, b)).epsilon(1e-10));
    }
    CHECK(found.block(2).size() == 0);
    CHECK(found.variance == Approx(2 * p.cost() / (9 - 3)));
    const auto scaled = ditto::covariance(p, {z}, {.scale_by_variance = true});
    CHECK(scaled.matrix(0, 0) == Approx(found.variance * inverse(2, 2)).epsilon(1e-10));
}

TEST_CASE("a long chain, factored sparse: variances add up along it") {
    ditto::problem p;
    std::vector<ditto::variable<real>> x;
    for (int i = 0; i < 2500; ++i) x.push_back(p.add_variable<real>(0.1 * i));
    p.add(at, x[0], 0.0);
    for (std::size_t i = 1; i < x.size(); ++i) p.add(step, x[i - 1], x[i], 0.1);
    const auto found = ditto::covariance(p, {x[0], x[1000], x[2499]});
    CHECK(found.is_full_rank());
    const double expected[] = {1, 1001, 2500};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k)
            CHECK(found.block(i, k)(0, 0) == Approx(std::min(expected[i], expected[k])).epsilon(1e-9));
    CHECK(std::isnan(found.variance));  // as many rows as columns
}

TEST_CASE("what is not determined is said, or a pseudo-inverse taken") {
    ditto::problem p;
    const auto a = p.add_variable<real>(1.0), b = p.add_variable<real>(2.0), c = p.add_variable<real>(3.0);
    p.add(step, a, b, 1.0);
    p.add(step, b, c, 1.0);
    p.add(step, a, c, 5.0);
    const auto nothing = ditto::covariance(p, {a, b});
    CHECK_FALSE(nothing.is_full_rank());
    CHECK(nothing.rank == 2);
    CHECK(nothing.matrix.array().isNaN().all());
    const auto pseudo = ditto::covariance(p, {a, b, c}, {.pseudo_inverse = true});
    const Eigen::MatrixXd j = p.evaluate().jacobian;
    const Eigen::MatrixXd expected = (j.transpose() * j).completeOrthogonalDecomposition().pseudoInverse();
    CHECK((pseudo.matrix - expected).norm() < 1e-12);
}

TEST_CASE("covariance refuses what is not there") {
    ditto::problem p, q;
    const auto x = p.add_variable<real>(1.0), y = q.add_variable<real>(1.0);
    p.add(at, x, 1.0);
    q.add(at, y, 1.0);
    CHECK_THROWS_AS(ditto::covariance(p, {y}), ditto::invalid_handle);
    CHECK_THROWS_AS(ditto::covariance(p, {ditto::variable<real>{}}), ditto::invalid_handle);
    p.set_value(x, INFINITY);
    CHECK_THROWS_AS(ditto::covariance(p, {x}), ditto::error);
}
