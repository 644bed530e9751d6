// Losses, weights and energies: their cost against closed forms, the gradient and JᵀJ against derivatives of that.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/run_time.hpp>
#include <ditto/solve.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using real = long double;

constexpr auto both_rows = ditto::residual<ditto::vec2, ditto::given<ditto::vec2>>(
    [](auto x, auto g) { return ditto::vec{x[0] * x[1] - g[0], x[0] + 2.0 * x[1] - g[1]}; });
constexpr auto one_row =
    ditto::residual<ditto::vec2, ditto::given<ditto::real>>([](auto x, auto g) { return x[0] * exp(0.3 * x[1]) - g; });
constexpr auto sparse_rows =  // the first row knows nothing of x[1]
    ditto::residual<ditto::vec2, ditto::given<ditto::vec2>>([](auto x, auto g) {
        return ditto::vec{x[0] * x[0] - g[0], x[0] - x[1] * g[1]};
    });

// A user's own.
struct welsch {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) { return -width * width * expm1(-s / (width * width)); }
    std::array<double, 1> parameters() const { return {width}; }
};

// Closed forms, in long double, of what is written in the definitions: another formula where there is one.
real closed(const ditto::huber& l, real s) {
    const real w = l.width, x = std::sqrt(s);
    return x <= w ? x * x : w * (2 * x - w);
}
real closed(const ditto::soft_l1& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width;
    return 2 * w2 * (std::sqrt(1 + s / w2) - 1);
}
real closed(const ditto::cauchy& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width;
    return w2 * std::log(1 + s / w2);
}
real closed(const ditto::arctan& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width;
    return w2 * std::atan2(s, w2);
}
real closed(const ditto::tukey& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width;
    return w2 / 3 * (s >= w2 ? 1 : 1 - std::pow(1 - s / w2, real(3)));
}
real closed(const ditto::geman_mcclure& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width;
    return w2 * s / (w2 + s);
}
real closed(const ditto::barron& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width, a = l.shape, b = std::abs(a - 2);
    if (a == 2) return s;
    if (a == 0) return 2 * w2 * std::log(s / (2 * w2) + 1);
    return 2 * w2 * b / a * (std::pow(s / w2 / b + 1, a / 2) - 1);
}
real closed(const welsch& l, real s) {
    const real w2 = static_cast<real>(l.width) * l.width;
    return -w2 * std::expm1(-s / w2);
}
template <class L>
real closed(const ditto::scaled<L>& l, real s) {
    return static_cast<real>(l.factor) * closed(l.inner, s);
}
template <class A, class B>
real closed(const ditto::composed<A, B>& l, real s) {
    return closed(l.outer, closed(l.inner, s));
}

template <class L>
void check_values(const L& loss) {
    const ditto::detail::loss_function<double> function(loss);
    constexpr std::size_t lanes = ditto::detail::loss_function<double>::lanes;
    std::mt19937 random(5);
    int kinks = 0;
    for (int round = 0; round < 300; ++round) {
        alignas(64) double s[lanes], out[3 * lanes];
        for (double& x : s) x = std::exp(std::uniform_real_distribution<double>(-12, 12)(random));
        if (round == 0) s[0] = 0;
        function(s, out);
        for (std::size_t l = 0; l < lanes; ++l) {
            const real at = s[l], expected = closed(loss, at);
            CHECK(std::abs(out[l] - expected) <= 1e-13 * std::abs(expected) + 1e-300);
            if (s[l] == 0) continue;
            const auto difference = [&](real h, bool is_second) {
                const real up = closed(loss, at + h), down = closed(loss, at - h);
                return is_second ? (up - 2 * expected + down) / (h * h) : (up - down) / (2 * h);
            };
            const real h = 1e-3L * at, scale = expected / at;
            const real first = difference(h, false), second = difference(h, true);
            if (std::abs(second - difference(h / 2, true)) > 3e-6L * scale / at) {  // next to a kink
                ++kinks;
                continue;
            }
            CHECK(std::abs(out[lanes + l] - first) <= 1e-5L * scale);
            CHECK(std::abs(out[2 * lanes + l] - second) <= 1e-5L * scale / at);
        }
    }
    CHECK(kinks < 10);
}

template <class Definition, class L>
void check_gradient(const Definition& definition, const L& loss, auto given) {
    std::mt19937 random(7);
    const auto number = [&] { return std::uniform_real_distribution<double>(-2, 2)(random); };
    ditto::problem p;
    std::vector<ditto::variable<ditto::vec2>> x;
    for (int i = 0; i < 4; ++i) x.push_back(p.add_variable<ditto::vec2>({number(), number()}));
    for (std::size_t i = 0; i < 21; ++i) {  // not a whole number of batches; every third without a loss
        const auto h = p.add(definition, x[i % 4], given(number()));
        if (i % 3 != 0) p.set_loss(h, loss);
        if (i % 2 != 0) p.set_weight(h, 0.25 + static_cast<double>(i));
        if (i == 5) p.set_weight(h, 0);
    }
    std::vector<double> gradient(p.column_count()), state(p.state().begin(), p.state().end());
    p.gradient(gradient);
    for (std::size_t c = 0; c < state.size(); ++c) {
        std::vector<double> moved = state;
        const double h = 1e-6 * (1 + std::abs(state[c]));
        moved[c] = state[c] + h;
        p.set_state(moved);
        const double up = p.cost();
        moved[c] = state[c] - h;
        p.set_state(moved);
        const double difference = (up - p.cost()) / (2 * h);
        CHECK(gradient[c] == Approx(difference).epsilon(1e-6).margin(1e-6));
    }
    p.set_state(state);
    CHECK(p.evaluate().cost == Approx(p.cost()).epsilon(1e-15));
    for (const auto solver : {ditto::linear_solver::dense_cholesky, ditto::linear_solver::sparse_cholesky,
                              ditto::linear_solver::dense_schur}) {
        const auto system = ditto::detail::make_system(p, solver);
        CHECK(system->assemble(p.storage().variables.state().data()) == Approx(p.cost()).epsilon(1e-14));
        Eigen::VectorXd found(system->size());
        system->gradient(found);
        for (std::size_t c = 0; c < gradient.size(); ++c)
            CHECK(found[static_cast<Eigen::Index>(c)] == Approx(gradient[c]).epsilon(1e-12).margin(1e-12));
    }
}

template <class L>
void check_loss(const L& loss) {
    check_values(loss);
    check_gradient(both_rows, loss, [](double x) { return ditto::vec<double, 2>{{x, 1 - x}}; });
    check_gradient(one_row, loss, [](double x) { return x; });
    check_gradient(sparse_rows, loss, [](double x) { return ditto::vec<double, 2>{{x, 1 - x}}; });
}

}  // namespace

TEST_CASE("losses: values against closed forms, slopes against differences, gradients against the cost") {
    SECTION("huber") { check_loss(ditto::huber{0.7}); }
    SECTION("soft_l1") { check_loss(ditto::soft_l1{0.7}); }
    SECTION("cauchy") { check_loss(ditto::cauchy{1.3}); }
    SECTION("arctan") { check_loss(ditto::arctan{1.3}); }
    SECTION("tukey") { check_loss(ditto::tukey{2.5}); }
    SECTION("geman_mcclure") { check_loss(ditto::geman_mcclure{1.1}); }
    SECTION("barron") {
        for (const double shape : {2.0, 1.0, 0.5, 0.0, -2.0, -10.0}) check_loss(ditto::barron{shape, 0.9});
    }
    SECTION("a user's own") { check_loss(welsch{1.2}); }
    SECTION("scaled") { check_loss(ditto::scaled{ditto::cauchy{0.4}, 3.0}); }
    SECTION("composed") { check_loss(ditto::composed{ditto::huber{1.5}, ditto::scaled{ditto::cauchy{2.0}, 0.5}}); }
}

TEST_CASE("JᵀJ of a loss is its Gauss-Newton matrix to second order") {
    // ρ' JᵀJ + 2ρ'' JᵀrrᵀJ, where that is safely positive; two rows and two unknowns, one instance.
    ditto::problem p;
    const auto x = p.add_variable<ditto::vec2>({0.4, -0.3});
    const auto h = p.add(both_rows, x, {0.5, 0.2});
    const ditto::cauchy loss{1.5};
    p.set_loss(h, loss);
    p.set_weight(h, 2.5);
    const auto e = p.evaluate();  // r and J times √2.5
    const Eigen::Matrix2d j = e.jacobian.toDense() / std::sqrt(2.5);
    const Eigen::Vector2d r = e.residuals / std::sqrt(2.5);
    const double s = r.squaredNorm(), w2 = loss.width * loss.width;
    const double first = 1 / (1 + s / w2), second = -1 / (w2 * (1 + s / w2) * (1 + s / w2));
    REQUIRE(1 + 2 * s * second / first > 0.2);
    const Eigen::Matrix2d expected = 2.5 * (first * j.transpose() * j + 2 * second * (j.transpose() * r) * (j.transpose() * r).transpose());
    ditto::normal_equations equations(p, ditto::normal_equations::form::dense);
    CHECK(equations.assemble(p.storage().variables.state().data()) == Approx(2.5 * 0.5 * w2 * std::log1p(s / w2)));
    CHECK(std::abs(equations.dense()(0, 0) - expected(0, 0)) < 1e-14);
    CHECK(std::abs(equations.dense()(0, 1) - expected(0, 1)) < 1e-14);
    CHECK(std::abs(equations.dense()(1, 1) - expected(1, 1)) < 1e-14);
}

TEST_CASE("a line is fitted past outliers") {
    constexpr auto line = [](auto m, auto c, auto x, auto y) { return m * x + c - y; };
    static constexpr auto on_line =
        ditto::residual<ditto::real, ditto::real, ditto::given<ditto::real>, ditto::given<ditto::real>>(line);
    const auto fit = [&](auto loss) {
        ditto::problem p;
        const auto m = p.add_variable<ditto::real>(0.0);
        const auto c = p.add_variable<ditto::real>(0.0);
        for (int i = 0; i < 50; ++i) {
            const double at = 0.1 * i, noise = 0.01 * std::sin(37.0 * i);
            p.set_loss(p.add(on_line, m, c, at, i % 7 == 3 ? 40.0 - at : 2 * at - 1 + noise), loss);
        }
        const auto s = ditto::solve(p);
        INFO(s.report());
        CHECK(s.converged());
        return std::hypot(p.value(m) - 2, p.value(c) + 1);
    };
    CHECK(fit(ditto::huber{0.05}) < 0.05);
    CHECK(fit(ditto::soft_l1{0.05}) < 0.05);
    CHECK(fit(ditto::cauchy{0.05}) < 0.01);
    CHECK(fit(ditto::barron{1.0, 0.05}) < 0.05);
    CHECK(fit(ditto::huber{1e6}) > 1);  // that is least squares
}

TEST_CASE("losses and weights stay with their residual through edits") {
    ditto::problem p;
    const auto x = p.add_variable<ditto::vec2>({1, 2});
    std::vector<ditto::residual_handle> h;
    for (int i = 0; i < 20; ++i) h.push_back(p.add(one_row, x, 0.1 * i));
    p.set_weight(h[19], 3);
    p.set_loss(h[19], ditto::huber{0.01});
    p.set_weight(h[4], 0.5);
    const auto cost_of = [&](std::size_t i, double weight, bool robust) {
        const double r = std::exp(0.6) - 0.1 * static_cast<double>(i);
        return weight * 0.5 * (robust ? static_cast<double>(closed(ditto::huber{0.01}, r * r)) : r * r);
    };
    p.remove(h[4]);   // the last takes its place
    p.remove(h[18]);
    CHECK(p.weight(h[19]) == Approx(3));
    CHECK(p.weight(h[0]) == 1);
    double expected = cost_of(19, 3, true);
    for (std::size_t i = 0; i < 18; ++i)
        if (i != 4) expected += cost_of(i, 1, false);
    CHECK(p.cost() == Approx(expected).epsilon(1e-14));
    const auto again = p.add(one_row, x, 7.0);
    CHECK(p.weight(again) == 1);
    p.clear_loss(h[19]);
    expected += cost_of(70, 1, false) + cost_of(19, 3, false) - cost_of(19, 3, true);
    CHECK(p.cost() == Approx(expected).epsilon(1e-14));
    ditto::problem copy = p;
    CHECK(copy.cost() == p.cost());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(p.set_weight(again, -1), ditto::error);
    CHECK_THROWS_AS(p.set_weight(again, nan), ditto::error);
    CHECK_THROWS_AS(p.set_loss(again, ditto::huber{0}), ditto::error);
    CHECK_THROWS_AS(p.set_loss(again, ditto::barron{3.0, 1.0}), ditto::error);
    CHECK_THROWS_AS(p.set_weight(h[4], 1), ditto::invalid_handle);
    CHECK(p.cost() == Approx(expected).epsilon(1e-14));
}

TEST_CASE("no loss hides what is not finite, and weight 0 switches it off") {
    static constexpr auto root = ditto::residual<ditto::real, ditto::given<ditto::real>>([](auto x, auto g) { return sqrt(x) - g; });
    ditto::problem p;
    const auto x = p.add_variable<ditto::real>(-1.0);
    const auto y = p.add_variable<ditto::real>(3.0);
    const auto bad = p.add(root, x, 1.0);
    p.add(root, y, 2.0);
    const auto check = [&](auto loss) {
        p.set_loss(bad, loss);
        CHECK(std::isnan(p.cost()));
    };
    check(ditto::huber{});
    check(ditto::tukey{});
    check(ditto::geman_mcclure{});
    check(ditto::arctan{});
    CHECK(ditto::solve(p).termination == ditto::termination::non_finite_start);
    p.set_weight(bad, 0);
    CHECK(std::isfinite(p.cost()));
    CHECK(ditto::solve(p).converged());
    CHECK(p.value(x) == -1.0);
    CHECK(p.value(y) == Approx(4.0));
}

TEST_CASE("energies add their value, and share the kernel of the residual") {
    constexpr auto bowl = [](auto x, auto g) { return x[0] * exp(0.3 * x[1]) - g; };
    static constexpr auto as_energy = ditto::energy<ditto::vec2, ditto::given<ditto::real>>(bowl);
    ditto::problem p;
    const auto x = p.add_variable<ditto::vec2>({1, 2});
    const auto e = p.add(as_energy, x, 0.5);
    const auto r = p.add(one_row, x, 0.5);
    CHECK(&decltype(as_energy)::kernel<double>() == &decltype(one_row)::kernel<double>());
    const double value = std::exp(0.6) - 0.5;
    CHECK(p.cost() == Approx(value + value * value / 2));
    p.set_weight(e, -3);
    p.set_weight(r, 2);
    CHECK(p.cost() == Approx(-3 * value + value * value));
    std::vector<double> gradient(2);
    p.gradient(gradient);
    const double dx = std::exp(0.6), dy = 0.3 * std::exp(0.6);
    CHECK(gradient[0] == Approx((-3 + 2 * value) * dx));
    CHECK(gradient[1] == Approx((-3 + 2 * value) * dy));
    CHECK_THROWS_AS(p.set_loss(e, ditto::huber{}), ditto::error);
    CHECK_THROWS_AS(ditto::solve(p), ditto::error);
    p.remove(e);
    CHECK(ditto::solve(p).converged());
}

TEST_CASE("energies of a graph are assembled, and minimised") {
    ditto::graph g;
    const auto x = g.variable("x", 2.0), y = g.variable("y", -1.0);
    const auto energy = cosh(x - 1.0) + exp(y) - y, residual = x - y;
    ditto::kernel_pool pool;
    ditto::problem p = pool.assemble({residual}, {.energies = {energy}});
    CHECK(p.residual_count() == 2);
    CHECK(p.cost() == Approx(std::cosh(1.0) + std::exp(-1.0) + 1 + 4.5));
    const auto s = ditto::solve(p, ditto::lbfgs{});
    CHECK(s.converged());
    // sinh(x - 1) + x - y = 0, exp(y) - 1 - (x - y) = 0
    const double a = p.value(x), b = p.value(y);
    CHECK(std::abs(std::sinh(a - 1) + a - b) < 1e-7);
    CHECK(std::abs(std::exp(b) - 1 - (a - b)) < 1e-7);
    CHECK(pool.assemble({}, {.energies = {energy}}).cost() == Approx(std::cosh(1.0) + std::exp(-1.0) + 1));
    try {
        (void)pool.assemble({residual}, {.energies = {ditto::symbol(3.0)}});
        FAIL("a number is no energy of a graph");
    } catch (const ditto::error& e) {
        CHECK(std::string(e.what()).find("energy 0") != std::string::npos);
    }
}
