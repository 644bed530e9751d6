#include "catch.hpp"

#include <ditto/problem.hpp>
#include <ditto/solve/second_derivative.hpp>

#include "../problem/dual_kernel.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace {

struct product {  // g x y: second derivative along v is 2 g v_x v_y, exactly what a difference finds
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return T(g[0]) * x[0] * x[1];
    }
};
struct growth {  // exp x: v² exp x
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return exp(x[0]) - T(g[0]);
    }
};

template <class Function, std::size_t Unknowns, class Scalar>
void add(ditto::basic_problem<Scalar>& p, std::array<std::uint32_t, Unknowns> ids, Scalar given) {
    using kernel = test::dual_kernel<Function, Unknowns, 1, Scalar>;
    p.add_instance(kernel::table, ids, std::array<Scalar, 1>{given}, kernel::definition);
}

// J^T r_vv at the state of `p` along v, which has an entry for each free scalar.
template <class Scalar>
std::vector<Scalar> pulled(ditto::basic_problem<Scalar>& p, const std::vector<Scalar>& v) {
    (void)p.cost();
    const auto& x = p.storage().variables.state();
    auto ahead = x;
    for (std::size_t i = 0; i < v.size(); ++i) ahead[i] += ditto::detail::second_derivative<Scalar>::step * v[i];
    std::vector<Scalar> into(v.size(), Scalar(99));
    ditto::detail::second_derivative<Scalar>{p.storage()}(x.data(), ahead.data(), v, into);
    return into;
}

}  // namespace

TEMPLATE_TEST_CASE("second derivatives of products are exact", "", double, float) {
    using Scalar = TestType;
    ditto::basic_problem<Scalar> p;
    std::vector<Scalar> x, v, expected;
    for (std::uint32_t i = 0; i < 11; ++i) {  // whole batches and a part of one
        x.push_back(Scalar(0.5) + Scalar(i) / 4);
        v.push_back(Scalar(1) - Scalar(i) / 8);
        p.template add_variable<ditto::real>(x.back());
    }
    expected.assign(v.size(), Scalar(0));
    for (std::uint32_t i = 0; i + 1 < 11; ++i) {
        const Scalar g = Scalar(i) - 3;
        add<product, 2, Scalar>(p, {i, i + 1}, g);
        const Scalar bend = 2 * g * v[i] * v[i + 1];
        expected[i] += g * x[i + 1] * bend;
        expected[i + 1] += g * x[i] * bend;
    }
    const auto found = pulled(p, v);
    for (std::size_t i = 0; i < v.size(); ++i)
        CHECK(found[i] == Approx(expected[i]).epsilon(std::is_same_v<Scalar, float> ? 2e-3 : 1e-11).margin(1e-3));
}

TEST_CASE("fixed variables do not move, and one variable may stand in two places") {
    ditto::problem p;
    const auto held = p.add_variable<ditto::real>(7.0);  // moves behind the free ones
    p.add_variable<ditto::real>(3.0);
    p.fix(held);
    add<product, 2, double>(p, {1, 1}, 1.0);  // x^2: 2 v^2, J = 2 x
    add<product, 2, double>(p, {0, 1}, 1.0);  // 7 x is straight
    const auto found = pulled(p, {0.5});
    CHECK(found[0] == Approx(2 * 0.25 * 2 * 3.0));
}

TEST_CASE("of other functions to the order of the difference") {
    ditto::problem p;
    p.add_variable<ditto::real>(0.3);
    add<growth, 1, double>(p, {0}, 1.0);
    const double v = 0.01, e = std::exp(0.3);
    CHECK(pulled(p, {v})[0] == Approx(e * e * v * v).epsilon(1e-3));
}
