// Systems with known solutions, assembled from graphs and solved with default options.
#include "catch.hpp"
#include "unit/golden/told_system.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>
#include <ditto/solve.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace {

using namespace golden;

struct solved_system {
    told_system told;
    ditto::problem problem{};
    ditto::summary summary{};

    solved_system(ditto::kernel_pool& pool, const json& dag, const std::vector<double>& start, const json& residuals)
        : told(start) {
        for (const json& output : dag.at("out")) told.residuals.push_back(told.node(dag, output));
        problem = pool.assemble(told.residuals);
        std::vector<double> at(problem.row_count());
        problem.evaluate_residuals(at);
        if (!residuals.is_null()) {
            REQUIRE(at.size() == residuals.size());
            for (std::size_t i = 0; i < at.size(); ++i)
                CHECK(std::abs(at[i] - number(residuals[i])) <= 1e-12 * (1 + std::abs(number(residuals[i]))));
        }
        summary = ditto::solve(problem);
    }
    double operator[](std::size_t i) const { return problem.value(told.x[i]); }
};

TEST_CASE("least squares: known solutions are reached") {
    ditto::kernel_pool pool;
    std::size_t known = 0;
    for (const json& r : section("nlls")) {
        const solved_system s(pool, r.at("dag"), numbers(r.at("x0")), r.value("residuals0", json()));
        INFO(r.at("id") << ", " << r.at("name") << "\n" << s.summary.report());
        if (r.contains("result") && r.at("result").at("success").get<bool>() && r.value("expected_ok", json()) != false)
            CHECK(2 * s.summary.final_cost <= r.at("result").at("finalCost").get<double>() * (1 + 1e-6) + 1e-12);
        if (!r.contains("expected")) continue;
        const json& x = r.at("expected").at("x");
        for (std::size_t i = 0; i < x.size(); ++i)
            if (!x[i].is_null()) CHECK(std::abs(s[i] - x[i].get<double>()) <= r.at("expected").at("tol").get<double>());
        CHECK(s.summary.converged());
        ++known;
    }
    CHECK(known > 20);
}

/// Where the variables of a sketch start: "p3.y" is a coordinate, "c0.r" a radius.
std::vector<double> start_of(const json& sketch) {
    std::vector<double> start;
    for (const std::string name : sketch.at("variables")) {
        const auto which = static_cast<std::size_t>(std::stoi(name.substr(1)));
        if (name.front() == 'p')
            start.push_back(number(sketch.at("points")[which][name.ends_with("x") ? 0 : 1]));
        else
            start.push_back(number(sketch.at("circles")[which][1]));
    }
    return start;
}

TEST_CASE("sketches: their constraints are met, or what cannot be met is said") {
    ditto::kernel_pool pool;
    for (const json& r : section("sketch")) {
        if (r.at("variables").empty()) continue;  // all pinned: a graph of constants is no problem
        const solved_system s(pool, r.at("dag"), start_of(r), r.at("residuals0"));
        const std::string name = r.at("name");
        INFO(r.at("id") << ", " << name << "\n" << s.summary.report());
        CHECK(s.summary.converged());
        if (name.starts_with("inconsistent")) {  // two links of 30 between places 100 apart: each is 20 too long
            CHECK(std::sqrt(2 * s.summary.final_cost) == Approx(20 * std::sqrt(2)));
            CHECK(s[0] == Approx(50));
            CHECK(std::abs(s[1]) < 1e-6);
            CHECK(s.summary.termination != ditto::termination::zero_residual);
        } else if (name.starts_with("degenerate")) {  // a line without direction cannot be lengthened: its cost says so
            CHECK(s.summary.final_cost > 1);
            CHECK(s.summary.termination != ditto::termination::zero_residual);
        } else {
            CHECK(s.summary.final_cost < 1e-20);
        }
    }
}

}  // namespace
