#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve/check_derivatives.hpp>
#include <ditto/solve/residuals_by_cost.hpp>

#include "../problem/dual_kernel.hpp"

#include <cmath>

namespace {

using ditto::given, ditto::real, ditto::residual, ditto::vec;

constexpr auto distance = residual<ditto::point2, ditto::point2, given<real>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto power = residual<real, given<real>>([](auto x, auto y) { return exp(3.0 * x) - y; });
constexpr auto turned = residual<ditto::rotation, ditto::vec3, given<ditto::vec3>>(
    [](auto R, auto v, auto w) { return ditto::rotate_angle_axis(R, v) - w; });

struct wrong {  // by its second variable: twice what it should be
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        auto r = x[0] * x[1] * x[1] - std::decay_t<decltype(x[0])>(g[0]);
        r.partials[1] *= 2;
        return r;
    }
};
struct forgotten {  // no derivative by its first variable, not a number by its second
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        auto r = x[0] + x[1] - std::decay_t<decltype(x[0])>(g[0]);
        r.partials[0] = 0;
        r.partials[1] = NAN;
        return r;
    }
};

template <class Function>
ditto::residual_handle add(ditto::problem& p, std::array<std::uint32_t, 2> ids) {
    using kernel = test::dual_kernel<Function, 2, 1>;
    return p.add_instance(kernel::table, ids, std::array{1.0}, kernel::definition);
}

}  // namespace

TEST_CASE("right derivatives are confirmed, at all scales and on manifolds") {
    ditto::problem p;
    std::vector<ditto::variable<ditto::point2>> points;
    for (int i = 0; i < 30; ++i) points.push_back(p.add_variable<ditto::point2>({1e6 * std::cos(i), 1e-5 * std::sin(i)}));
    for (std::size_t i = 1; i < points.size(); ++i) p.add(distance, points[i - 1], points[i], 5.0);
    p.add(distance, points.front(), points.back(), 5.0);
    p.fix(points[3]);
    for (const double x : {0.0, 1e-9, 20.0, -200.0}) p.add(power, p.add_variable<real>(x), 1.0);
    p.add(distance, points[7], points[7], 1.0);  // 0 / 0
    const auto found = p.check_derivatives();
    INFO(found.report());
    for (const auto& m : found.mismatches) CHECK(m.index == 34);
    CHECK(found.checked >= 4 * 30 - 4 + 4);
    CHECK(found.worst < 1e-6);

    ditto::problem q;
    const auto R = q.add_variable<ditto::rotation>({0.3, -0.4, 0.2});
    q.add(turned, R, q.add_variable<ditto::vec3>({1.0, -2.0, 0.5}), {0.0, 1.0, 0.0});
    const auto on_manifold = q.check_derivatives();
    INFO(on_manifold.report());
    CHECK(on_manifold.ok());
    CHECK(on_manifold.checked == 18);
}

TEST_CASE("a wrong derivative is named") {
    ditto::problem p;
    p.add_variable<real>(3.0);
    p.add_variable<real>(-2.0);
    p.add(power, p.add_variable<real>(0.1), 1.0);
    const auto first = add<wrong>(p, {0, 1}), second = add<forgotten>(p, {0, 1});
    const auto found = p.check_derivatives();
    INFO(found.report());
    REQUIRE(found.mismatches.size() == 3);
    CHECK(std::isnan(found.mismatches[0].derivative));
    CHECK(found.mismatches[0].residual == second);
    CHECK(found.mismatches[0].by == "variable 1");
    CHECK(found.mismatches[1].residual == second);
    CHECK(found.mismatches[1].by == "variable 0");
    CHECK(found.mismatches[1].difference == Approx(1.0));
    CHECK(found.mismatches[2].residual == first);
    CHECK(found.mismatches[2].index == 1);
    CHECK(found.mismatches[2].row == 1);
    CHECK(found.mismatches[2].derivative == Approx(-24.0));
    CHECK(found.mismatches[2].difference == Approx(-12.0).epsilon(1e-6));
    CHECK(found.mismatches[2].relative == Approx(0.5).epsilon(1e-6));
    CHECK_THAT(found.report(), Catch::Matchers::Contains("variable 1") && Catch::Matchers::Contains("3 of 5 derivatives"));
}

TEST_CASE("residuals by cost: the worst first, with weights and losses") {
    constexpr auto offset = residual<real, given<real>>([](auto x, auto y) { return vec{x - y, 2.0 * (x - y)}; });
    ditto::problem p;
    const auto x = p.add_variable<real>(0.0);
    std::vector<ditto::residual_handle> handles;
    for (int i = 0; i < 21; ++i) handles.push_back(p.add(offset, x, 1.0 * ((i * 8) % 21)));
    auto found = ditto::residuals_by_cost(p, 3);
    REQUIRE(found.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
        const double size = 20.0 - static_cast<double>(k);
        CHECK(found[k].cost == Approx(2.5 * size * size));
        CHECK(found[k].residual == handles[found[k].index]);
        CHECK((found[k].index * 8) % 21 == 20 - k);
        CHECK(found[k].row == 2 * found[k].index);
    }
    p.set_weight(found[0].residual, 0.01);
    p.set_loss(found[1].residual, ditto::huber{1.0});
    found = ditto::residuals_by_cost(p, 100);
    REQUIRE(found.size() == 21);
    CHECK(found[0].cost == Approx(2.5 * 18 * 18));
    double sum = 0;
    for (const auto& r : found) sum += r.cost;
    CHECK(sum == Approx(p.cost()));
    p.set_given(handles[4], NAN);
    CHECK(ditto::residuals_by_cost(p, 1)[0].residual == handles[4]);
}
