#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>
#include <ditto/solve/rank_report.hpp>

#include <cmath>
#include <vector>

namespace {

using ditto::given, ditto::point2, ditto::real, ditto::residual;

constexpr auto distance = residual<point2, point2, given<real>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto level = residual<point2, point2>([](auto p, auto q) { return q[1] - p[1]; });
constexpr auto step = residual<real, real, given<real>>([](auto x, auto y, auto d) { return y - x - d; });
constexpr auto at = residual<real, given<real>>([](auto x, auto y) { return x - y; });

struct triangle {
    ditto::problem p;
    std::vector<ditto::variable<point2>> corners;
    std::vector<ditto::residual_handle> sides;
    triangle() {
        for (const auto& c : {ditto::point<double, 2>{0, 0}, {4, 0}, {0, 3}}) corners.push_back(p.add_variable<point2>(c));
        side(0, 1, 4);
        side(1, 2, 5);
        side(2, 0, 3);
    }
    void side(std::size_t a, std::size_t b, double length) { sides.push_back(p.add(distance, corners[a], corners[b], length)); }
};

}  // namespace

TEST_CASE("a triangle of given sides may move and turn") {
    triangle t;
    const auto r = ditto::rank_report(t.p);
    INFO(r.report());
    CHECK(r.rank == 3);
    CHECK(r.degrees_of_freedom() == 3);
    CHECK(r.redundant.empty());
    REQUIRE(r.free.size() == 3);
    const auto jacobian = t.p.evaluate().jacobian;
    Eigen::MatrixXd directions = Eigen::MatrixXd::Zero(6, 3);
    for (int f = 0; f < 3; ++f)
        for (const auto& part : r.free[static_cast<std::size_t>(f)]) directions(static_cast<int>(part.column), f) = part.move;
    CHECK((jacobian * directions).norm() < 1e-12);
    CHECK(Eigen::ColPivHouseholderQR<Eigen::MatrixXd>(directions).rank() == 3);
    CHECK(std::abs(r.free[0][0].move) == 1);
    CHECK_THAT(r.report(), Catch::Matchers::Contains("3 free directions") && Catch::Matchers::Contains("free: variable"));
}

TEST_CASE("rows that say again, and rows that contradict") {
    triangle t;
    t.p.fix(t.corners[0]);
    const auto horizontal = t.p.add(level, t.corners[0], t.corners[1]);
    const auto again = t.p.add(distance, t.corners[1], t.corners[0], 4.0);
    auto r = ditto::rank_report(t.p);
    INFO(r.report());
    CHECK(r.rank == 4);
    CHECK(r.free.empty());
    REQUIRE(r.redundant.size() == 1);
    CHECK(r.redundant[0].residual == again);
    CHECK(r.redundant[0].index == 4);
    CHECK(r.redundant[0].row == 4);
    CHECK(r.conflicts() == 0);

    const auto longer = t.p.add(distance, t.corners[1], t.corners[0], 4.5);
    CHECK(ditto::solve(t.p).converged());
    r = ditto::rank_report(t.p);
    INFO(r.report());
    REQUIRE(r.redundant.size() == 2);
    CHECK_FALSE(r.redundant[0].is_conflicting);
    CHECK(r.redundant[1].is_conflicting);
    CHECK(r.redundant[1].residual == longer);
    CHECK_THAT(r.report(), Catch::Matchers::Contains("in conflict: residual 5"));
    CHECK(t.p.contains(horizontal));
}

TEST_CASE("variables that no residual sees are free, one by one") {
    ditto::problem p;
    const auto a = p.add_variable<real>(1e9), b = p.add_variable<real>(2.0);
    p.add_variable<real>(3.0);
    p.add(at, a, 1.0);
    p.fix(b);
    const auto r = ditto::rank_report(p);
    REQUIRE(r.free.size() == 1);
    REQUIRE(r.free[0].size() == 1);
    CHECK(r.free[0][0].variable == 2);
    CHECK(r.free[0][0].column == 1);
    CHECK(r.free[0][0].name == "variable 2");
}

TEST_CASE("a long chain without an anchor, factored sparse") {
    ditto::problem p;
    std::vector<ditto::variable<real>> x;
    for (int i = 0; i < 2200; ++i) x.push_back(p.add_variable<real>(0.1 * i));
    for (std::size_t i = 1; i < x.size(); ++i) p.add(step, x[i - 1], x[i], 0.1);
    const auto r = ditto::rank_report(p, {.most_operations = 1e6});
    CHECK(r.rank == 2199);
    REQUIRE(r.free.size() == 1);
    CHECK(r.free[0].size() == 2200);
    for (const auto& part : r.free[0]) CHECK(part.move == Approx(r.free[0][0].move).epsilon(1e-6));
    CHECK_FALSE(r.rows_were_checked);
    CHECK_THAT(r.report(), Catch::Matchers::Contains("not looked for"));
}
