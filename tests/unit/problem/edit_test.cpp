#include "catch.hpp"

#include <ditto/problem.hpp>

#include "dual_kernel.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace {

using ditto::real;

struct product {  // a b - g
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        return x[0] * x[1] - typename std::decay_t<decltype(x[0])>(g[0]);
    }
};
struct curve {  // a exp(b g) - c h
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return x[0] * exp(x[1] * T(g[0])) - x[2] * T(g[1]);
    }
};
using product_kernel = test::dual_kernel<product, 2, 1>;
using curve_kernel = test::dual_kernel<curve, 3, 2>;

// What a problem ought to be, in the plainest terms.
struct model {
    struct residual {
        bool is_curve;
        std::vector<std::uint32_t> ids;
        std::vector<double> givens;
        ditto::residual_handle handle;
    };
    std::vector<double> values;
    std::vector<bool> fixed;
    std::vector<residual> residuals;
};

ditto::residual_handle add(ditto::problem& p, const model::residual& r) {
    return r.is_curve ? p.add_instance(curve_kernel::table, r.ids, r.givens, curve_kernel::definition)
                      : p.add_instance(product_kernel::table, r.ids, r.givens, product_kernel::definition);
}

bool same(const auto& a, const auto& b) {
    return std::equal(a.outerIndexPtr(), a.outerIndexPtr() + a.rows() + 1, b.outerIndexPtr()) &&
           std::equal(a.innerIndexPtr(), a.innerIndexPtr() + a.nonZeros(), b.innerIndexPtr()) &&
           std::equal(a.valuePtr(), a.valuePtr() + a.nonZeros(), b.valuePtr());
}

ditto::problem rebuilt(const model& m) {
    ditto::problem p;
    for (std::size_t i = 0; i < m.values.size(); ++i) {
        const auto v = p.add_variable<real>(m.values[i]);
        if (m.fixed[i]) p.fix(v);
    }
    for (const auto& r : m.residuals) add(p, r);
    return p;
}

}  // namespace

TEST_CASE("a problem edited at random is the problem built anew") {
    std::mt19937 random(20240607);
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const auto number = [&] { return std::uniform_real_distribution<double>(-1, 1)(random); };
    for (int round = 0; round < 30; ++round) {
        ditto::problem p;
        model m;
        std::vector<ditto::variable<real>> variables;
        ditto::evaluation e;
        for (int edit = 0; edit < 120; ++edit) {
            const std::size_t what = below(10);
            if (what == 0 || variables.size() < 3) {
                m.values.push_back(number());
                m.fixed.push_back(false);
                variables.push_back(p.add_variable<real>(m.values.back()));
            } else if (what < 5) {
                model::residual r{below(2) == 0, {}, {}, {}};
                for (int k = 0; k < (r.is_curve ? 3 : 2); ++k)
                    r.ids.push_back(static_cast<std::uint32_t>(below(variables.size())));  // repeats happen
                for (int k = 0; k < (r.is_curve ? 2 : 1); ++k) r.givens.push_back(number());
                r.handle = add(p, r);
                m.residuals.push_back(r);
            } else if (what == 5 && !m.residuals.empty()) {
                const std::size_t at = below(m.residuals.size());
                const auto gone = m.residuals[at].handle;
                p.remove(gone);
                m.residuals.erase(m.residuals.begin() + static_cast<std::ptrdiff_t>(at));
                CHECK_FALSE(p.contains(gone));
            } else if (what == 6 && !m.residuals.empty()) {
                auto& r = m.residuals[below(m.residuals.size())];
                for (auto& g : r.givens) g = number();
                if (r.is_curve)
                    p.set_given(r.handle, r.givens[0], r.givens[1]);
                else
                    p.set_given(r.handle, r.givens[0]);
            } else if (what == 7) {
                const std::size_t at = below(variables.size());
                m.values[at] = number();
                p.set_value(variables[at], m.values[at]);
            } else {
                const std::size_t at = below(variables.size());
                m.fixed[at] = what == 8;
                m.fixed[at] ? p.fix(variables[at]) : p.free(variables[at]);
            }
            if (edit % 3 != 0) continue;
            ditto::problem fresh = rebuilt(m);
            const auto expected = fresh.evaluate();
            p.evaluate(e);
            REQUIRE(e.residuals.size() == expected.residuals.size());
            REQUIRE(e.residuals == expected.residuals);
            REQUIRE(e.jacobian.rows() == expected.jacobian.rows());
            REQUIRE(e.jacobian.cols() == expected.jacobian.cols());
            REQUIRE(e.jacobian.nonZeros() == expected.jacobian.nonZeros());
            REQUIRE(same(e.jacobian, expected.jacobian));
            REQUIRE(std::ranges::equal(p.state(), fresh.state()));
            REQUIRE(p.residual_count() == m.residuals.size());
            REQUIRE(p.kernel_count() == fresh.kernel_count());
            for (std::size_t i = 0; i < m.residuals.size(); ++i) {
                REQUIRE(p.contains(m.residuals[i].handle));
                REQUIRE(p.row(m.residuals[i].handle) == i);
            }
        }
    }
}

TEST_CASE("adding and removing over and over does not grow the problem") {
    ditto::problem p;
    p.add_variable<real>(1.0);
    p.add_variable<real>(2.0);
    const model::residual r{false, {0, 1}, {0.5}, {}};
    const auto stays = add(p, r);
    for (int i = 0; i < 100000; ++i) p.remove(add(p, r));
    CHECK(p.residual_count() == 1);
    CHECK(p.row(stays) == 0);
    CHECK(p.storage().residuals.order().size() < 200);
    CHECK(p.evaluate().residuals[0] == 1.5);
}

TEST_CASE("bounds follow their variable, wherever that is in the state") {
    ditto::problem p;
    const auto a = p.add_variable<ditto::vec2>({1, 2});
    const auto b = p.add_variable<ditto::real>(3.0);
    CHECK(p.storage().variables.lower().empty());
    p.set_bounds(b, -1.0, 4.0);
    const auto c = p.add_variable<ditto::real>(5.0);
    p.set_bounds(a, {0, 1}, {std::numeric_limits<double>::infinity(), 7});
    const auto check = [&](std::vector<double> lower, std::vector<double> upper) {
        (void)p.state();
        const auto& v = p.storage().variables;
        CHECK(std::equal(lower.begin(), lower.end(), v.lower().begin(), v.lower().end()));
        CHECK(std::equal(upper.begin(), upper.end(), v.upper().begin(), v.upper().end()));
    };
    constexpr double inf = std::numeric_limits<double>::infinity();
    check({0, 1, -1, -inf}, {inf, 7, 4, inf});
    p.fix(a);
    check({-1, -inf, 0, 1}, {4, inf, inf, 7});
    p.set_bounds(c, 5.0, 5.0);
    p.free(a);
    check({0, 1, -1, 5}, {inf, 7, 4, 5});
    CHECK_THROWS_AS(p.set_bounds(b, 2.0, 1.0), ditto::error);
    CHECK_THROWS_AS(p.set_bounds(b, std::numeric_limits<double>::quiet_NaN(), 1.0), ditto::error);
    CHECK_THROWS_AS(p.set_bounds(ditto::variable<ditto::real>{}, 0.0, 1.0), ditto::invalid_handle);
}
