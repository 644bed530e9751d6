// Trajectories of update rules and end points of L-BFGS, of objectives that are graphs of run time.
#include "catch.hpp"
#include "unit/golden/vocabulary.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel/compiled_objective.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>
#include <ditto/solve.hpp>

#include <cmath>
#include <memory>

namespace {

using namespace golden;

/// A graph with a leaf for each unknown.
struct unknowns {
    ditto::graph g{};
    std::vector<symbol> x{};

    explicit unknowns(const std::vector<double>& at) {
        for (std::size_t i = 0; i < at.size(); ++i) x.push_back(g.variable("x" + std::to_string(i), at[i]));
    }
    unknowns(const unknowns&) = delete;  // symbols point to the graph
};

/// The function of a record.
struct recorded : unknowns {
    symbol f{};

    explicit recorded(const json& record) : unknowns(numbers(record.at("x0"))) {
        const json& dag = record.at("dag");
        f = node_of(dag, dag.at("out")[0], x, [&](double value) { return symbol(g, g.constant(value)); });
    }
};

bool near(double actual, double expected, double tolerance) {
    return std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

/// Steps along a record's trajectory; all of it is as it was recorded.
template <class Rule>
void follow(const Rule& rule, const json& trajectory, ditto::compiled_objective& f, std::vector<double> x) {
    ditto::stepper<Rule> descent(rule, x.size());
    std::vector<double> gradient(x.size());
    std::size_t compared = 0;
    for (const json& point : trajectory) {
        if (!point.contains("x")) continue;  // the start
        double before = 0;
        while (descent.steps() < point.at("step")) {
            before = f(x, gradient);
            REQUIRE(descent.step(x, gradient));
        }
        CHECK(near(before, number(point.at("loss_before")), 1e-9));
        const auto expected = numbers(point.at("x"));
        for (std::size_t i = 0; i < x.size(); ++i) {
            INFO("step " << descent.steps() << ", x" << i << ": " << x[i] << " for " << expected[i]);
            CHECK(near(x[i], expected[i], 1e-9));
        }
        ++compared;
    }
    CHECK(compared == trajectory.size() - (trajectory[0].contains("x") ? 0 : 1));
}

/// What all rules have in common, by the records' names. Their `gradientClip` bounds updates, not gradients.
template <class Rule>
Rule with(Rule rule, const json& record) {
    const json options = record.value("options", record);
    rule.learning_rate = options.value("learningRate", rule.learning_rate);
    rule.clip.update = options.value("gradientClip", rule.clip.update);
    rule.clip.norm = record.value("clip_global_norm", rule.clip.norm);
    return rule;
}
template <class Rule>
Rule with_moments(Rule rule, const json& record) {
    const json options = record.value("options", json::object());
    rule = with(rule, record);
    rule.beta1 = options.value("beta1", rule.beta1);
    rule.beta2 = options.value("beta2", rule.beta2);
    rule.epsilon = options.value("epsilon", rule.epsilon);
    rule.weight_decay = options.value("weightDecay", rule.weight_decay);
    return rule;
}

void follow(const json& record, ditto::compiled_objective& f, const std::vector<double>& start) {
    const std::string name = record.at("optimizer");
    const json& trajectory = record.at("trajectory");
    // The other library's SGD reads weightDecay and does nothing about it, as its trajectories with and without it show.
    if (name == "SGD") return follow(with(ditto::sgd{}, record), trajectory, f, start);
    if (name == "Adam") return follow(with_moments(ditto::adam{}, record), trajectory, f, start);
    if (name == "AdamW") return follow(with_moments(ditto::adamw{}, record), trajectory, f, start);
    FAIL("no rule " << name);
}

TEST_CASE("trajectories of update rules, with the records' defaults") {
    for (const json& r : section("optimizers")) {
        INFO(r.at("id"));
        REQUIRE(r.at("ref_ok") == true);
        const recorded of(r);
        auto f = ditto::compile_objective(of.f, of.x);
        follow(r, f, numbers(r.at("x0")));
    }
}

TEST_CASE("a network learns exclusive or, step by step as recorded") {
    for (const json& r : section("training")) {
        INFO(r.at("id"));
        const auto start = numbers(r.at("init"));
        const unknowns w(start);  // w1 by rows, b1, w2, b2
        symbol loss = 0.0;
        for (const auto& [a, b, target] : {std::array{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}}) {
            symbol sum = w.x[16];
            for (std::size_t j = 0; j < 4; ++j)
                sum = sum + w.x[12 + j] * tanh(w.x[2 * j] * double(a) + w.x[2 * j + 1] * double(b) + w.x[8 + j]);
            loss = loss + square(sigmoid(sum) - double(target));
        }
        auto f = ditto::compile_objective(loss / 4.0, w.x);
        std::vector<double> gradient(start.size());
        const json& first = r.at("trajectory")[0];
        CHECK(near(f(start, gradient), number(first.at("loss")), 1e-12));
        for (std::size_t i = 0; i < start.size(); ++i) CHECK(near(gradient[i], number(first.at("grad")[i]), 1e-12));
        follow(r, f, start);
    }
}

/// The point that a record's objective has its minimum at; one record leaves it out, which is a Rosenbrock function.
std::vector<double> expected_of(const json& r) {
    return r.contains("expected") ? numbers(r.at("expected").at("x")) : std::vector<double>(r.at("x0").size(), 1.0);
}

template <class Method>
void reach(const json& r, const Method& method) {
    const recorded of(r);
    auto f = ditto::compile_objective(of.f, of.x);
    auto x = numbers(r.at("x0"));
    const auto s = ditto::minimise(f, x, method);
    INFO(r.at("id") << '\n' << s.report());
    CHECK(s.converged());
    const auto expected = expected_of(r);
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(near(x[i], expected[i], 1e-6));
    const double recorded_cost = number(r.at("result").at("finalCost"));
    CHECK(s.final_cost <= std::max(recorded_cost, 1e-12));
}

TEST_CASE("minima by line searches, also those that the records did not reach") {
    std::size_t unreached = 0;
    for (const json& r : section("lbfgs")) {
        if (r.contains("throws")) continue;
        unreached += r.at("expected_ok") == false;
        reach(r, ditto::lbfgs{});
        reach(r, ditto::conjugate_gradient{});
    }
    CHECK(unreached >= 1);
}

TEST_CASE("a bad sufficient_decrease is refused, by its name") {
    for (const json& r : section("lbfgs")) {
        if (!r.contains("throws")) continue;
        std::vector<double> x = numbers(r.at("x0"));
        const auto f = [](std::span<const double>, std::span<double>) { return 0.0; };
        const double c1 = number(r.at("options").at("c1"));
        CHECK_THROWS_WITH(ditto::minimise(f, x, ditto::lbfgs{.line_search = {.sufficient_decrease = c1}}),
                          "ditto: line_search.sufficient_decrease must be in (0, 1), got 2");
        return;
    }
    FAIL("no such record");
}

// Records of least squares, whose cost is a function like any other.
TEST_CASE("least squares as problems, by L-BFGS and conjugate gradients") {
    ditto::kernel_pool pool;
    std::size_t solved = 0;
    for (const json& r : section("nlls")) {
        if (!r.contains("expected") || r.value("expected_ok", json()) != true) continue;
        unknowns of(numbers(r.at("x0")));
        std::vector<symbol> residuals;
        for (const json& out : r.at("dag").at("out"))
            residuals.push_back(node_of(r.at("dag"), out, of.x, [&](double c) { return symbol(of.g, of.g.constant(c)); }));
        const auto run = [&](const auto& method) {
            ditto::problem p = pool.assemble(residuals);
            const auto s = ditto::solve(p, method);
            INFO(r.at("id") << '\n' << s.report());
            const double recorded_cost = number(r.at("result").at("finalCost"));
            CHECK(s.final_cost <= recorded_cost + 1e-9 * std::max(1.0, recorded_cost));
            CHECK(p.cost() == Approx(s.final_cost).margin(1e-300));
            ++solved;
        };
        run(ditto::lbfgs{});
        run(ditto::conjugate_gradient{});
    }
    CHECK(solved >= 20);
}

}  // namespace
