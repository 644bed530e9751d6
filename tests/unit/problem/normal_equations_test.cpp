#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <Eigen/Core>

#include <random>
#include <vector>

namespace {

using ditto::point2;
using form = ditto::normal_equations::form;

constexpr auto distance = ditto::residual<point2, point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto view = ditto::residual<ditto::array<ditto::real, 5>, ditto::vec3>([](auto c, auto x) {
    return ditto::vec{c[0] * x[0] + c[1] * x[2], c[2] * x[1] + c[1] * x[0], c[4] * c[0] - c[3] * x[1]};
});

void check(ditto::problem& p) {
    const auto e = p.evaluate();
    const Eigen::MatrixXd j = e.jacobian.toDense();
    const Eigen::MatrixXd product = j.transpose() * j;
    const Eigen::VectorXd gradient = j.transpose() * e.residuals;
    for (const form as : {form::dense, form::sparse}) {
        ditto::normal_equations equations(p, as);
        for (int twice = 0; twice < 2; ++twice)
            CHECK(equations.assemble(p.storage().variables.state().data()) == Approx(e.cost));
        const Eigen::MatrixXd found = as == form::dense ? equations.dense() : equations.sparse().toDense();
        const auto at = equations.order();
        REQUIRE(static_cast<Eigen::Index>(at.size()) == product.cols());
        double worst = 0;
        Eigen::VectorXd diagonal(product.cols());
        equations.diagonal(diagonal);
        for (Eigen::Index c = 0; c < product.cols(); ++c) {
            for (Eigen::Index r = 0; r <= c; ++r)
                worst = std::max(worst, std::abs(found(r, c) - product(at[static_cast<std::size_t>(r)],
                                                                       at[static_cast<std::size_t>(c)])));
            worst = std::max(worst, std::abs(equations.gradient()[c] - gradient[at[static_cast<std::size_t>(c)]]));
            CHECK(diagonal[c] == found(c, c));
        }
        CHECK(worst < 1e-12 * (1 + product.norm()));
    }
}

}  // namespace

TEST_CASE("JtJ and Jtr summed by residuals are those of the Jacobian") {
    std::mt19937 random(3);
    const auto number = [&] { return std::uniform_real_distribution<double>(-2, 2)(random); };
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    for (int round = 0; round < 20; ++round) {
        ditto::problem p;
        std::vector<ditto::variable<point2>> points;
        std::vector<ditto::variable<ditto::vec3>> places;
        std::vector<ditto::variable<ditto::array<ditto::real, 5>>> cameras;
        for (int i = 0; i < 12; ++i) {
            points.push_back(p.add_variable<point2>({number(), number()}));
            places.push_back(p.add_variable<ditto::vec3>({number(), number(), number()}));
            if (i % 4 == 0)
                cameras.push_back(p.add_variable<ditto::array<ditto::real, 5>>({number(), 1, 2, 3, number()}));
        }
        for (int i = 0; i < 30; ++i) {
            p.add(distance, points[below(12)], points[below(12)], number());  // some of a point with itself
            p.add(view, cameras[below(3)], places[below(12)]);
        }
        check(p);
        for (int i = 0; i < 4; ++i) {
            p.fix(points[below(12)]);
            p.fix(places[below(12)]);
        }
        p.fix(cameras[1]);
        check(p);
    }
}
