// Cases with known answers, as graphs told at run time.
#include "unit/golden/outcomes.hpp"

#include <set>

namespace {

using namespace golden;

TEST_CASE("the promises agree with the records that finite differences confirm") {
    for (const json& r : section("ops")) {
        INFO(r.at("id"));
        const auto promise = promised(r.at("op"), operands_of(r));
        if (r.value("kink", json()).is_null() && is_true(r, "value_ref_ok"))
            CHECK(agree(static_cast<double>(promise.value), number(r.at("value")), 1e-12, 1e-13));
        for (std::size_t i = 0; i < r.at("args").size(); ++i)
            if (r.at("fd_ok")[i] == true)
                CHECK(agree(static_cast<double>(promise.partials[i]), number(r.at("grad")[i]), 1e-12, 1e-13));
    }
    for (const json& r : section("exprs")) {
        INFO(r.at("id"));
        const auto promise = promised_graph(r.at("dag"), numbers(r.at("x")));
        CHECK(agree(static_cast<double>(promise.value), number(r.at("value")), 1e-12, 1e-13));
        for (std::size_t i = 0; i < promise.partials.size() && is_true(r, "fd_ok"); ++i)
            CHECK(agree(static_cast<double>(promise.partials[i]), number(r.at("grad")[i]), 1e-12, 1e-13));
    }
}

TEST_CASE("operations") { check_at_run_time(operations()); }
TEST_CASE("operations outside their domain") { check_at_run_time(operation_errors()); }
TEST_CASE("expressions") { check_at_run_time(expressions()); }
TEST_CASE("losses") { check_at_run_time(loss_functions()); }

// Where the other library rounds first: softplus(-40) is 4e-18 and not 0.
TEST_CASE("small values keep their digits") {
    const auto cases = operations();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const json& r = section("ops")[i];
        const auto exact = static_cast<double>(promised(r.at("op"), operands_of(r)).value);
        for (const outcome& o : outcomes_at_run_time(cases[i])) {
            INFO(cases[i].id << ", " << o.path << ": " << o.value << " for " << exact);
            CHECK(agree(o.value, exact, 1e-15, 1e-300));
        }
    }
}

TEST_CASE("losses refuse what makes no sense") {
    ditto::graph g;
    const std::vector<symbol> two{symbol(g, g.input(0, ditto::input_role::unknown)), symbol(1.0)}, one{symbol(1.0)};
    CHECK_THROWS_AS(losses::mse(two, one), std::invalid_argument);
    CHECK_THROWS_AS(losses::binary_cross_entropy(one, two), std::invalid_argument);
    CHECK_THROWS_AS(losses::cross_entropy(two, 2), std::invalid_argument);
}

// Numbers are givens of a structure, one wherever one is used; so residuals that differ in them alone share a kernel.
TEST_CASE("residuals of one structure share a program") {
    for (const json& r : section("kernel_reuse")) {
        INFO(r.at("name"));
        const auto& outputs = r.at("dag").at("out");
        std::map<std::vector<std::uint64_t>, told_program> programs;
        for (std::size_t row = 0; row < outputs.size(); ++row) {
            known_case c{r.at("id"), numbers(r.at("x"))};
            std::vector<double> constants;
            c.build = [&](std::span<const symbol> x, auto) {
                return node_of(r.at("dag"), outputs[row], x, [&](double constant) {
                    constants.push_back(constant);
                    ditto::graph& g = *x[0].owner();
                    const auto next = static_cast<std::uint32_t>(c.unknowns.size() + constants.size() - 1);
                    return symbol(g, g.input(next, ditto::input_role::given));
                });
            };
            told_graph told(c);
            told.at.insert(told.at.end(), constants.begin(), constants.end());
            const told_program mine(told);
            const told_program& shared = programs.try_emplace(mine.signature(), mine).first->second;
            const double value = shared.run<double>(mine, told.at, c.unknowns.size())[0];
            CHECK(agree(value, number(r.at("values")[row]), 1e-12, 1e-13));
        }
        CHECK(programs.size() == r.at("kernels_ideal"));
    }
}

}  // namespace
