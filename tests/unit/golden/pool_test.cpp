// Cases with known answers, assembled from graphs by a pool.
#include "unit/golden/outcomes.hpp"
#include "unit/golden/told_system.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel/compiled_function.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>

#include <memory>

namespace {

using namespace golden;

/// Value and gradient of each residual; a variable that no residual needs has no column.
std::vector<outcome> evaluated(const told_system& s, ditto::problem& assembled) {
    const auto at = assembled.evaluate();
    std::vector<outcome> result;
    for (std::size_t row = 0; row < s.residuals.size(); ++row) {
        const auto r = static_cast<Eigen::Index>(row);
        outcome o{"pool", at.residuals[r], std::vector<double>(s.x.size())};
        for (std::size_t i = 0; i < s.x.size(); ++i)
            try {
                o.gradient[i] = at.jacobian.coeff(r, static_cast<Eigen::Index>(assembled.column(s.x[i])));
            } catch (const ditto::invalid_handle&) {
            }
        result.push_back(o);
    }
    return result;
}

void check_in_pool(const std::vector<known_case>& cases) {
    ditto::kernel_pool pool;  // one for all: what one leaves there must not disturb the next
    for (const known_case& c : cases) {
        told_system s(c.unknowns);
        std::vector<symbol> givens;
        for (std::size_t i = 0; i < c.givens.size(); ++i) givens.push_back(s.g.given("g" + std::to_string(i), c.givens[i]));
        s.residuals = {symbol(s.g, c.build(s.x, givens).in(s.g))};
        auto assembled = pool.assemble(s.residuals);
        check(c, evaluated(s, assembled)[0]);
        check(c, {"graph::evaluate", s.g.evaluate(s.residuals[0])});
    }
}

TEST_CASE("operations") { check_in_pool(operations()); }
TEST_CASE("operations outside their domain") { check_in_pool(operation_errors()); }
TEST_CASE("expressions") { check_in_pool(expressions()); }
TEST_CASE("losses") { check_in_pool(loss_functions()); }

TEST_CASE("residuals of one structure share a kernel, whatever their constants") {
    for (const json& r : section("kernel_reuse")) {
        INFO(r.at("name"));
        told_system s(numbers(r.at("x")));
        for (const json& output : r.at("dag").at("out")) s.residuals.push_back(s.node(r.at("dag"), output));
        ditto::kernel_pool pool;
        auto assembled = pool.assemble(s.residuals);
        CHECK(assembled.kernel_count() == r.at("kernels_ideal"));
        CHECK(pool.statistics().distinct_structures == r.at("kernels_ideal"));
        CHECK(assembled.residual_count() == r.at("residuals"));
        const auto outcomes = evaluated(s, assembled);
        for (std::size_t row = 0; row < outcomes.size(); ++row) {
            CHECK(agree(outcomes[row].value, number(r.at("values")[row]), 1e-12, 1e-13));
            const auto promise = [&] {
                json one = r.at("dag");
                one["out"] = json::array({r.at("dag").at("out")[row]});
                return promised_graph(one, numbers(r.at("x")));
            }();
            for (std::size_t i = 0; i < s.x.size(); ++i)
                CHECK(agree(outcomes[row].gradient[i], static_cast<double>(promise.partials[i]), 1e-11, 1e-12));
        }
    }
}

/// The texts of the section, said: in words that name operations, innermost last.
symbol said_text(told_system& s, const std::string& text) {
    const symbol x = s.x[0], y = s.x[1];
    const auto chain = [&](std::string_view outer, std::string_view inner) {
        return s.g.apply(outer, {s.g.apply(inner, {x})});
    };
    if (text == "5y + x^2") return s.constant(5) * y + s.g.apply("pow", {x, s.constant(2)});
    if (text.starts_with("2y + x^2")) return s.constant(2) * y + s.g.apply("pow", {x, s.constant(2)});
    if (text == "sum([x,y])") return said("sum", {x, y});
    if (text == "x+y") return x + y;
    if (text == "sin(x)^2") return chain("square", "sin");
    if (text == "max(x, sin x)") return max(x, sin(x));
    if (text == "min(x, abs x)") return min(x, abs(x));
    const std::size_t open = text.find('('), space = text.find(' ');
    REQUIRE(text.ends_with(" x)"));
    return chain(text.substr(0, open), text.substr(open + 1, space - open - 1));
}

TEST_CASE("different expressions have kernels of their own") {
    for (const json& r : section("must_not_share")) {
        INFO(r.at("id"));
        told_system s(numbers(r.at("x")));
        for (const char* side : {"a", "b"}) s.residuals.push_back(said_text(s, r.at(side)));
        ditto::kernel_pool pool;
        auto assembled = pool.assemble(s.residuals);
        // One pair differs in a constant only, which is data wherever it is used: it shares, and is right all the same.
        const std::string a = r.at("a");
        CHECK(assembled.kernel_count() == (a == "5y + x^2" ? 1 : 2));
        const auto outcomes = evaluated(s, assembled);
        for (std::size_t row = 0; row < 2; ++row) {
            CHECK(agree(outcomes[row].value, number(r.at("values")[row]), 1e-12, 1e-13));
            if (a == "max(x, sin x)") continue;  // recorded with 0 where both tie
            for (std::size_t i = 0; i < 2; ++i)
                CHECK(agree(outcomes[row].gradient[i], number(r.at("jacobian")[row][i]), 1e-12, 1e-13));
        }
    }
}

TEST_CASE("what was assembled at one place holds at another") {
    using function = symbol (*)(told_system&);
    const std::map<std::string, function> functions{
        {"sum([x,y,z])", [](told_system& s) { return said("sum", s.x); }},
        {"mean([x,y,z])", [](told_system& s) { return said("mean", s.x); }},
        {"categoricalCrossEntropy", [](told_system& s) { return losses::cross_entropy(s.x, 0); }},
        {"(x>1)*y", [](told_system& s) { return select(s.x[0] > 1.0, s.x[1], symbol(0.0)); }},
        {"huber(x)", [](told_system& s) { return losses::huber(s.x, std::vector{symbol(0.0)}, symbol(1.0)); }},
        {"tukey(x)", [](told_system& s) { return losses::tukey(s.x, std::vector{symbol(0.0)}, symbol(4.685)); }},
        {"Matrix3x3.smallestEigenvalueCustomGrad",
         [](told_system& s) {
             const auto& c = s.x;
             return symmetric_eigenvalues(ditto::mat{ditto::vec{c[0], c[1], c[2]}, ditto::vec{c[1], c[3], c[4]},
                                                     ditto::vec{c[2], c[4], c[5]}})[0];
         }},
    };
    for (const json& r : section("compiled_divergence")) {
        INFO(r.at("name"));
        told_system s(numbers(r.at("x_at_compile")));
        s.residuals = {functions.at(r.at("name"))(s)};
        ditto::kernel_pool pool;
        auto assembled = pool.assemble(s.residuals);
        const auto gradient = ditto::compile_gradient(s.residuals[0], s.x);
        (void)assembled.evaluate();
        const auto at = numbers(r.at("x_at_eval"));
        for (std::size_t i = 0; i < at.size(); ++i) assembled.set_value(s.x[i], at[i]);
        known_case c{r.at("id"), at};
        c.value = number(r.at("correct").at("value"));
        c.tolerance = r.at("name") == "Matrix3x3.smallestEigenvalueCustomGrad" ? 1e-9 : 1e-12;
        for (const double d : numbers(r.at("correct").at("grad"))) c.gradient.push_back(d);
        check(c, evaluated(s, assembled)[0]);
        check(c, {"compiled", s.g.evaluate(s.residuals[0], at), gradient(at)});
    }
}

}  // namespace
