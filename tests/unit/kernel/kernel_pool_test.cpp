// The pool: which kernel a residual that was built at run time meets, what is shared, counted, kept and evicted.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>
#include <ditto/problem.hpp>

#include <cmath>
#include <optional>

namespace {

using ditto::given, ditto::graph, ditto::kernel_pool, ditto::length, ditto::point2, ditto::real, ditto::symbol;

constexpr auto distance = ditto::residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto horizontal = ditto::residual<point2, point2>([](auto p, auto q) { return p[1] - q[1]; });
constexpr auto decay = ditto::residual<real, real, given<real>, given<real>>(
    [](auto a, auto k, auto t, auto y) { return a * exp(-k * t) + 0.5 - y; });
constexpr auto twice_given = ditto::residual<real, real, given<real>>([](auto x, auto y, auto d) { return (x - d) * (y - d); });

struct sketch {
    graph g{};
    std::vector<symbol> x{}, y{};
    explicit sketch(std::size_t points) {
        for (std::size_t i = 0; i < points; ++i) {
            const auto at = static_cast<double>(i);
            x.push_back(g.variable("x" + std::to_string(i), std::cos(at) + at));
            y.push_back(g.variable("y" + std::to_string(i), std::sin(2.0 * at)));
        }
    }
    sketch(const sketch&) = delete;
    symbol distance(std::size_t i, std::size_t j, double d) {
        const symbol dx = x[j] - x[i], dy = y[j] - y[i];
        return sqrt(dx * dx + dy * dy) - d;
    }
};

/// Whether two problems of the same residuals agree in r, J and cost.
void check_agreement(ditto::problem& a, ditto::problem& b) {
    const auto at = a.evaluate(), bt = b.evaluate();
    REQUIRE(at.residuals.size() == bt.residuals.size());
    CHECK((at.residuals - bt.residuals).norm() <= 1e-13 * (1 + at.residuals.norm()));
    CHECK((at.jacobian - bt.jacobian).norm() <= 1e-12 * (1 + at.jacobian.norm()));

    for (const auto* p : {&a, &b}) {
        ditto::normal_equations n(*p, ditto::normal_equations::form::sparse);
        n.assemble(p->state().data());
        Eigen::MatrixXd jtj = Eigen::MatrixXd(at.jacobian).transpose() * Eigen::MatrixXd(at.jacobian);
        const Eigen::MatrixXd upper = Eigen::MatrixXd(n.sparse());
        for (Eigen::Index r = 0; r < jtj.rows(); ++r)
            for (Eigen::Index c = r; c < jtj.cols(); ++c) {
                const auto place = n.order();
                const double expected = jtj(place[static_cast<std::size_t>(r)], place[static_cast<std::size_t>(c)]);
                CHECK(upper(r, c) == Approx(expected).margin(1e-12));
            }
    }
}

TEST_CASE("residuals meet what was compiled for their structure") {
    kernel_pool pool, empty;
    pool.precompile<distance, horizontal, decay>();
    sketch s(12);
    std::vector<symbol> residuals;
    for (std::size_t i = 0; i + 1 < 12; ++i) residuals.push_back(s.distance(i, i + 1, 0.3 * static_cast<double>(i)));
    for (std::size_t i = 0; i + 2 < 12; ++i) residuals.push_back(s.y[i] - s.y[i + 2]);
    residuals.push_back(s.x[0] * exp(-s.x[1] * 2.5) + 0.5 - 1.25);
    residuals.push_back(s.x[0] * exp(-s.x[1] * 2.5) + 0.75 - 1.25);  // another literal than the definition's
    auto compiled = pool.assemble(residuals), interpreted = empty.assemble(residuals);
    CHECK(pool.statistics().precompiled_hits == residuals.size() - 1);
    CHECK(pool.statistics().interpreted == 1);
    CHECK(pool.statistics().lookups == residuals.size());
    CHECK(pool.statistics().distinct_structures == 3);
    CHECK(compiled.kernel_count() == 4);
    CHECK(empty.statistics().precompiled_hits == 0);
    CHECK(interpreted.kernel_count() == 3);
    check_agreement(compiled, interpreted);
    for (std::size_t i = 0; i < residuals.size(); ++i)
        CHECK(compiled.evaluate().residuals[static_cast<Eigen::Index>(i)] == Approx(s.g.evaluate(residuals[i])).margin(1e-14));
}

TEST_CASE("constants that compilers fold away are folded to meet what they made") {
    kernel_pool pool;
    static constexpr auto square_at_origin = ditto::residual<real, real>([](auto x, auto y) { return x * x + y * y - 4.0; });
    pool.precompile<square_at_origin>();
    graph g;
    const symbol x = g.variable("x", 1.5), y = g.variable("y", -0.5);
    const symbol two{g, g.constant(2.0)}, zero{g, g.constant(0.0)};
    const symbol r = pow(x - zero, two) + pow(y - zero, two) - 4.0;
    const symbol other = pow(x - zero, two) + pow(y - two, two) - 4.0;
    auto p = pool.assemble({r, other});
    CHECK(pool.statistics().precompiled_hits == 1);
    CHECK(p.evaluate().residuals[0] == Approx(1.5 * 1.5 + 0.25 - 4));
    CHECK(p.evaluate().residuals[1] == Approx(1.5 * 1.5 + 6.25 - 4));
}

TEST_CASE("one given in two places is met by a leaf, and by a constant used twice, not by two numbers") {
    kernel_pool pool, empty;
    pool.precompile<twice_given>();
    graph g;
    const symbol x = g.variable("x", 1.5), y = g.variable("y", -0.5), d = g.given("d", 0.25), e = g.given("e", 0.25);
    const std::vector<symbol> met{(x - d) * (y - d), (x - 0.75) * (y - 0.75)};
    const std::vector<symbol> unmet{(x - 0.75) * (y - 0.5), (x - d) * (y - e), (x - d) * (y - 0.25)};
    auto a = pool.assemble(met), b = empty.assemble(met);
    CHECK(pool.statistics().precompiled_hits == 2);
    check_agreement(a, b);
    auto c = pool.assemble(unmet), f = empty.assemble(unmet);
    CHECK(pool.statistics().precompiled_hits == 2);
    check_agreement(c, f);
}

TEST_CASE("coordinates that are no neighbours meet the kernel all the same") {
    graph g;
    std::vector<symbol> x, y, residuals;
    for (int i = 0; i < 20; ++i) x.push_back(g.variable("x" + std::to_string(i), 0.3 * i * i));
    for (int i = 0; i < 20; ++i) y.push_back(g.variable("y" + std::to_string(i), 1.0 / (1 + i)));
    for (std::size_t i = 0; i + 1 < 20; ++i) {
        const symbol dx = x[i + 1] - x[i], dy = y[i + 1] - y[i];
        residuals.push_back(sqrt(dx * dx + dy * dy) - 1.0);
    }
    residuals.push_back(sqrt((x[1] - x[0]) * (x[1] - x[0]) + (x[2] - x[1]) * (x[2] - x[1])) - 1.0);  // a coordinate of both
    residuals.push_back(y[3] - y[7]);
    kernel_pool pool, empty;
    pool.precompile<distance, horizontal>();
    auto compiled = pool.assemble(residuals), interpreted = empty.assemble(residuals);
    CHECK(pool.statistics().interpreted == 1);  // three unknowns are another structure than four
    check_agreement(compiled, interpreted);
}

TEST_CASE("windows that overlap make no large variables") {
    graph g;
    std::vector<symbol> x, residuals;
    for (int i = 0; i < 300; ++i) x.push_back(g.variable("x" + std::to_string(i), 0.1 * i * i));
    for (std::size_t i = 0; i + 3 < 300; ++i) {
        const symbol dx = x[i + 2] - x[i], dy = x[i + 3] - x[i + 1];
        residuals.push_back(sqrt(dx * dx + dy * dy) - 1.5);
    }
    for (std::size_t i = 0; i + 5 < 300; i += 3) residuals.push_back(x[i] * x[i + 5] - 1.0);
    kernel_pool pool, empty;
    pool.precompile<distance>();
    auto compiled = pool.assemble(residuals), interpreted = empty.assemble(residuals);
    CHECK(pool.statistics().precompiled_hits == 297);
    check_agreement(compiled, interpreted);
    CHECK(ditto::normal_equations(compiled, ditto::normal_equations::form::sparse).sparse().nonZeros() < 300 * 10);
}

TEST_CASE("variables are read, set and fixed by their symbols") {
    sketch s(3);
    const symbol unused = s.g.variable("unused", 1.0);
    kernel_pool pool;
    pool.precompile<distance>();
    const std::vector<symbol> residuals{s.distance(0, 1, 1.0), s.distance(1, 2, 2.0)};
    auto p = pool.assemble(residuals, {.fixed = {s.x[1], s.y[0], unused}});
    CHECK(p.unknown_count() == 4);
    CHECK(p.is_fixed(s.x[1]));
    CHECK_FALSE(p.is_fixed(s.y[1]));
    CHECK(p.value(s.x[2]) == s.g.evaluate(s.x[2]));
    CHECK(p.column(s.x[0]) == 0);
    CHECK(p.column(s.y[1]) == 1);
    CHECK(p.state()[p.column(s.y[2])] == p.value(s.y[2]));
    p.set_value(s.x[2], 7.5);
    CHECK(p.value(s.x[2]) == 7.5);
    CHECK_THROWS_WITH(p.value(unused), "ditto: no residual of this problem needs \"unused\"");
    CHECK_THROWS_WITH(p.value(residuals[0]), "ditto: the symbol is computed from others: only leaves have values here");
    CHECK_THROWS_WITH(p.column(s.x[1]), "ditto: the variable is fixed: it has no column");
    CHECK_THROWS_WITH(p.set_value(s.x[1], std::nan("")), "ditto: a leaf cannot be nan");
    p.add_variable<real>(1.0);  // which moves those that are fixed
    CHECK(p.is_fixed(s.x[1]));
    CHECK(p.value(s.x[1]) == s.g.evaluate(s.x[1]));
    CHECK(p.column(s.y[2]) == 3);
    graph other;
    CHECK_THROWS_AS(p.value(other.variable("x0")), ditto::invalid_handle);
    CHECK_THROWS_AS(ditto::problem().value(s.x[0]), ditto::invalid_handle);
    p.fix({s.x[2], s.y[2]});
    CHECK(p.is_fixed(s.x[2]));
    CHECK(p.value(s.x[2]) == 7.5);
    p.free({s.y[2], s.x[2], s.x[1]});
    CHECK_FALSE(p.is_fixed(s.x[1]));
    auto whole = pool.assemble({residuals[1]});
    whole.fix({s.x[2], s.y[2]});
    CHECK(whole.unknown_count() == 2);
    CHECK_THROWS_WITH(whole.fix({s.x[2]}), "ditto: \"x2\" is one variable of 2 with its neighbours: fix or free them together, or fix "
                                      "it in assemble()");
    const auto copy = p;
    CHECK(copy.value(s.x[2]) == 7.5);
    std::optional<graph> brief(std::in_place);
    auto q = pool.assemble({brief->variable("a", 1.0) * 2.0});
    brief.emplace();
    CHECK_THROWS_AS(q.value(brief->variable("b", 3.0)), ditto::invalid_handle);  // in the place of another graph
}

TEST_CASE("a given leaf is changed in all residuals that use it") {
    kernel_pool pool;
    pool.precompile<distance>();
    sketch s(4);
    const symbol d = s.g.given("d", 1.0);
    std::vector<symbol> residuals;
    for (std::size_t i = 0; i < 3; ++i) {
        const symbol dx = s.x[i + 1] - s.x[i], dy = s.y[i + 1] - s.y[i];
        residuals.push_back(sqrt(dx * dx + dy * dy) - d);
    }
    residuals.push_back(s.x[0] * d + sin(d) - 2.0 * d);
    auto p = pool.assemble(residuals);
    CHECK(pool.statistics().precompiled_hits == 3);
    CHECK(p.value(d) == 1.0);
    p.remove(p.residual(1));
    p.set_value(d, 2.5);
    CHECK(p.value(d) == 2.5);
    s.g.set_value(d, 2.5);
    const auto at = p.evaluate();
    for (const std::size_t i : {0u, 2u, 3u})
        CHECK(at.residuals[static_cast<Eigen::Index>(i == 0 ? 0 : i - 1)] == Approx(s.g.evaluate(residuals[i])));
    CHECK_THROWS_WITH(p.residual(3), "ditto: there are 3 residuals, no residual 3");
    const auto built = pool.statistics().kernels_built;
    residuals.push_back(s.distance(0, 3, 1.5));
    auto more = pool.assemble(residuals);  // the next system finds all of that again
    CHECK(pool.statistics().kernels_built == built);
    CHECK(more.evaluate().residuals[1] == Approx(s.g.evaluate(residuals[1])));
}

TEST_CASE("definitions of several rows are met row by row") {
    static constexpr auto joined = ditto::residual<point2, point2, real>([](auto p, auto q, auto k) {
        return ditto::vec{as_real(p[0] - q[0]) * k, as_real(p[1] - q[1]) + k * k};
    });
    kernel_pool pool, empty;
    pool.precompile<joined>();
    sketch s(2);
    const symbol k = s.g.variable("k", 0.75);
    const std::vector<symbol> residuals{(s.x[0] - s.x[1]) * k, s.y[1] - s.y[0] + k * k};
    auto a = pool.assemble(residuals), b = empty.assemble(residuals);
    CHECK(pool.statistics().precompiled_hits == 2);
    check_agreement(a, b);
}

TEST_CASE("bad input is refused by name") {
    sketch s(2);
    graph other;
    kernel_pool pool;
    CHECK_THROWS_WITH(pool.assemble({s.x[0], other.variable("a")}),
                      "ditto: assemble(), residual 1 belongs to another graph than those before");
    CHECK_THROWS_WITH(pool.assemble({symbol(2.0)}), "ditto: assemble(), residual 0 is a number, of no graph");
    const std::vector<symbol> one{s.distance(0, 1, 1.0)};
    CHECK_THROWS_WITH(pool.assemble(one, {.fixed = {one[0]}}), "ditto: assemble(), fixed variable 0 is no variable of the graph");
    CHECK(pool.assemble(std::vector<symbol>{}).residual_count() == 0);
    graph numbered;
    CHECK_THROWS_WITH(pool.assemble({symbol(numbered, numbered.input(0, ditto::input_role::unknown))}),
                      "ditto: assemble(), residual 0: its leaves need names: graph::variable()");
    CHECK_THROWS_WITH(numbered.evaluate(symbol(numbered, 0)),
                      "ditto: evaluate() needs leaves with names: graph::variable(), graph::given()");
    CHECK_THROWS_WITH(s.x[0] * other.variable("a"), "ditto: an operation on symbols of different graphs");
    graph taken = std::move(other);
    CHECK_THROWS_AS(pool.assemble({symbol(other, 0)}), ditto::error);
    CHECK_THROWS_AS(other.evaluate(symbol(other, 0)), ditto::error);
}

TEST_CASE("residuals that are a leaf or a number") {
    graph g;
    const symbol x = g.variable("x", 3.0), d = g.given("d", 4.0);
    kernel_pool pool;
    auto p = pool.assemble({x, d, symbol(g, g.constant(5.0)), x - x});
    const auto at = p.evaluate();
    CHECK(at.residuals[0] == 3.0);
    CHECK(at.residuals[1] == 4.0);
    CHECK(at.residuals[2] == 5.0);
    CHECK(at.residuals[3] == 0.0);
    CHECK(at.jacobian.coeff(0, 0) == 1.0);
    CHECK(at.jacobian.nonZeros() == 1);
    CHECK_THROWS_AS(p.value(g.given("unused", 1.0)), ditto::invalid_handle);
    CHECK(p.kernel_count() == 2);
}

TEST_CASE("constants that only folding would decide on are not decided by stand-ins") {
    static constexpr auto product = ditto::residual<real, given<real>>([](auto y, auto d) { return y * d; });
    static constexpr auto wave = ditto::residual<real, given<real>>([](auto y, auto d) { return sin(y) * d; });
    kernel_pool pool;
    pool.precompile<product, wave>();
    graph g;
    const symbol x = g.variable("x", 1.5), y = g.variable("y", 2.0);
    const auto c = [&](double value) { return symbol(g, g.constant(value)); };
    const symbol none = c(0.0) * x;
    const std::vector<symbol> residuals{y * max(none + 5.0, c(4.0)), y * abs(none - 3.0), y * min(none + 5.0, c(4.0)),
                                        sin(y) * select(none - 3.0 > 0.0, y, 3.0 * y), y * (none + 2.5), y * 2.0, y * 1.0};
    auto p = pool.assemble(residuals);
    for (std::size_t i = 0; i < residuals.size(); ++i)
        CHECK(p.evaluate().residuals[static_cast<Eigen::Index>(i)] == Approx(g.evaluate(residuals[i])));
    CHECK(pool.statistics().precompiled_hits >= 2);
}

TEST_CASE("single precision") {
    ditto::basic_kernel_pool<float> pool, empty;
    pool.precompile<distance, horizontal>();
    sketch s(6);
    std::vector<symbol> residuals;
    for (std::size_t i = 0; i + 1 < 6; ++i) residuals.push_back(s.distance(i, i + 1, 0.75));
    residuals.push_back(s.y[0] - s.y[4]);
    residuals.push_back(exp(s.x[0]) - 1.5);
    auto a = pool.assemble(residuals), b = empty.assemble(residuals);
    CHECK(pool.statistics().precompiled_hits == 6);
    const auto at = a.evaluate(), bt = b.evaluate();
    CHECK((at.residuals - bt.residuals).norm() <= 1e-6f);
    CHECK((at.jacobian - bt.jacobian).norm() <= 1e-5f);
    CHECK_THROWS_WITH(pool.assemble({s.x[0] - 1e300}), "ditto: assemble(), residual 0: a float cannot hold 1e+300");
    CHECK_THROWS_WITH(pool.assemble({s.g.variable("far", 1e300) * 2.0}),
                      "ditto: assemble(), variable \"far\": a float cannot hold 1e+300");
}

TEST_CASE("derivatives of IEEE arithmetic make another structure") {
    graph plain, ieee;
    ieee.set_ieee_derivatives(true);
    kernel_pool pool;
    auto a = pool.assemble({sqrt(plain.variable("x", 0.0))}), b = pool.assemble({sqrt(ieee.variable("x", 0.0))});
    CHECK(a.evaluate().jacobian.coeff(0, 0) == 0.0);
    CHECK(std::isinf(b.evaluate().jacobian.coeff(0, 0)));
    CHECK(pool.statistics().distinct_structures == 2);
}

TEST_CASE("what is not finite is reported with its operation") {
    graph g;
    const symbol x = g.variable("x", -2.0);
    kernel_pool pool;
    auto p = pool.assemble({log(x) - 1.0});
    const auto found = p.diagnose();
    REQUIRE(found.size() == 1);
    CHECK(found[0].message == "residual 0 (row 0): log(a) is nan at a = -2");
}

TEST_CASE("a pool outlives its problems, and problems their pool and their graph") {
    ditto::problem kept = [] {
        kernel_pool pool;
        sketch s(4);
        return pool.assemble({s.distance(0, 1, 1.0), s.distance(2, 3, 0.5)});
    }();
    CHECK(kept.evaluate().cost > 0.0);
    const auto copy = kept;
    kept = {};
    CHECK(copy.evaluate().cost > 0.0);
}

symbol nested(sketch& s, std::size_t depth) {
    symbol r = s.distance(0, 1, 1.0);
    for (std::size_t i = 0; i < depth; ++i) r = sin(r);
    return r;
}

TEST_CASE("beyond its capacity a pool forgets the kernels used longest ago, but none in use") {
    sketch s(2);
    kernel_pool pool({.capacity = 3});
    {
        const auto kept = pool.assemble({nested(s, 0)});
        for (std::size_t k = 1; k < 6; ++k) (void)pool.assemble({nested(s, k)});
        CHECK(pool.statistics().interpreted_kernels == 4);  // the one in use, and three
        CHECK(pool.statistics().kernels_evicted == 2);
        auto copy = kept;
        CHECK(std::isfinite(copy.evaluate().cost));
        (void)pool.assemble({nested(s, 5), nested(s, 4), nested(s, 0)});
        CHECK(pool.statistics().kernels_built == 6);
        (void)pool.assemble({nested(s, 1)});  // forgotten: made again
        CHECK(pool.statistics().kernels_built == 7);
        std::vector<ditto::problem> held;
        for (std::size_t k = 0; k < 6; ++k) held.push_back(pool.assemble({nested(s, k)}));
        CHECK(pool.statistics().interpreted_kernels == 6);
        for (auto& p : held) CHECK(std::isfinite(p.evaluate().cost));
    }
    CHECK(pool.statistics().interpreted_kernels == 3);
}

TEST_CASE("structures are told apart where all hashes collide") {
    sketch s(2);
    kernel_pool pool({.hash_mask = 3}), plain;
    std::vector<symbol> residuals;
    for (std::size_t k = 0; k < 30; ++k) residuals.push_back(nested(s, k));
    for (std::size_t k = 0; k < 30; ++k) residuals.push_back(cos(residuals[k]));
    auto a = pool.assemble(residuals), b = plain.assemble(residuals);
    CHECK(a.kernel_count() == 60);
    check_agreement(a, b);
}

}  // namespace
