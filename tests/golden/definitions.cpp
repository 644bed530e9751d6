// Cases with known answers, as definitions that the compiler knows.
#include "golden/library.hpp"
#include "unit/golden/outcomes.hpp"

#include <ditto/problem/aligned_vector.hpp>

#include <algorithm>

namespace {

using namespace golden;

const library& definitions() {
    static const library all = [] {
        library result;
        define_all(result);
        return result;
    }();
    return all;
}

/// Several instances of one definition by its kernel, in batches.
std::vector<std::vector<outcome>> outcomes_in_batches(const definition& d, const std::vector<known_case>& cases) {
    const ditto::kernel_table<double>& kernel = d.kernel();
    const ditto::kernel_shape& shape = kernel.shape;
    REQUIRE(shape.rows == 1);
    REQUIRE(shape.variables.size() == 1);
    REQUIRE(shape.variables[0] == d.unknowns);
    REQUIRE(shape.givens == d.givens);
    const std::size_t lanes = shape.lanes, batches = (cases.size() + lanes - 1) / lanes;
    const std::size_t width = 1 + shape.partials.size();

    std::vector<double> state;
    std::vector<std::int32_t> offsets;
    std::vector<std::vector<double>> givens(d.givens);
    for (std::size_t i = 0; i < batches * lanes; ++i) {  // the last one fills what is left of its batch
        const known_case& c = cases[std::min(i, cases.size() - 1)];
        offsets.push_back(static_cast<std::int32_t>(state.size()));
        state.insert(state.end(), c.unknowns.begin(), c.unknowns.end());
        for (std::size_t k = 0; k < d.givens; ++k) givens[k].push_back(c.givens[k]);
    }
    const std::int32_t* offset_planes[] = {offsets.data()};
    std::vector<const double*> given_planes;
    for (const auto& plane : givens) given_planes.push_back(plane.data());
    const ditto::instance_planes<double> planes{state.data(), offset_planes, given_planes.data()};
    ditto::detail::aligned_vector<double> values(batches * lanes), all(batches * width * lanes);
    kernel.residuals(kernel.context, planes, 0, batches, values.data());
    kernel.linearize(kernel.context, planes, 0, batches, all.data());

    std::vector<std::vector<outcome>> result;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto output = [&](std::size_t k) { return all[(i / lanes * width + k) * lanes + i % lanes]; };
        std::vector<double> gradient(d.unknowns);
        for (std::size_t k = 0; k < shape.partials.size(); ++k) gradient[shape.partials[k].component] = output(1 + k);
        result.push_back({{"kernel, value", values[i]}, {"kernel, linearised", output(0), gradient}});
    }
    return result;
}

/// Every case whose definition the compiler knows; the names of the others.
std::vector<std::string> check_definitions(const std::vector<known_case>& cases) {
    std::vector<std::string> unknown;
    std::map<decltype(definition::value), std::vector<known_case>> alike;
    for (const known_case& c : cases) {
        const auto found = definitions().find(c.id);
        if (found == definitions().end()) {
            unknown.push_back(c.id);
            continue;
        }
        const definition& d = found->second;
        REQUIRE(d.unknowns == c.unknowns.size());
        REQUIRE(d.givens == c.givens.size());
        check(c, {"definition, value", d.value(c.unknowns.data(), c.givens.data())});
        check(c, outcome_of("definition, linearised", d.linearize(c.unknowns.data(), c.givens.data())));
        alike[d.value].push_back(c);
    }
    for (const auto& [value, group] : alike) {
        const auto outcomes = outcomes_in_batches(definitions().at(group[0].id), group);
        for (std::size_t i = 0; i < group.size(); ++i)
            for (const outcome& o : outcomes[i]) check(group[i], o);
    }
    return unknown;
}

/// A record whose text definitions.py has translated: its definition says it at run time, too.
void build_by_definition(known_case& c) {
    if (const auto found = definitions().find(c.id); found != definitions().end()) c.build = found->second.trace;
}

/// Texts in a language that definitions.py does not read (matrices, say) are reported; most are read.
void check_texts(std::vector<known_case> cases) {
    for (known_case& c : cases) build_by_definition(c);
    const auto unknown = check_definitions(cases);
    std::erase_if(cases, [](const known_case& c) { return !c.build; });
    check_at_run_time(cases);
    for (const std::string& id : unknown) WARN("not translated: " << id);
    CHECK(unknown.size() <= cases.size());
}

const std::vector<std::string> none;

bool has_no_arguments(const known_case& c) { return c.unknowns.empty(); }  // sums and losses of nothing

TEST_CASE("definitions of operations") {
    auto cases = operations();
    std::erase_if(cases, has_no_arguments);
    CHECK(check_definitions(cases) == none);
}
TEST_CASE("definitions of operations outside their domain") {
    CHECK(check_definitions(operation_errors()) == none);
}
TEST_CASE("definitions of expressions") { CHECK(check_definitions(expressions()) == none); }
TEST_CASE("definitions of losses") {
    auto cases = loss_functions();
    std::erase_if(cases, has_no_arguments);
    CHECK(check_definitions(cases) == none);
}

TEST_CASE("expressions from text") {
    std::vector<known_case> cases;
    for (const json& r : section("symbolic")) {
        known_case c{r.at("id"), {}};
        const bool exact = is_true(r, "ok");  // the other library's derivatives are right; else there are differences
        const json& gradient = exact ? r.at("scalarautograd").at("grad") : r.at("grad_fd");
        for (const auto& [name, at] : r.at("at").items()) {
            c.unknowns.push_back(number(at));
            c.gradient.push_back(gradient.contains(name) ? std::optional(number(gradient.at(name))) : std::nullopt);
        }
        c.value = number(r.at("value"));
        if (!exact) c.tolerance = 1e-8;
        cases.push_back(c);
    }
    check_texts(cases);
}

TEST_CASE("what was compiled at one place holds at another") {
    std::vector<known_case> cases;
    for (const json& r : section("compiled_divergence")) {
        known_case c{r.at("id"), numbers(r.at("x_at_eval"))};
        c.value = number(r.at("correct").at("value"));
        for (const double d : numbers(r.at("correct").at("grad"))) c.gradient.push_back(d);
        cases.push_back(c);
    }
    check_texts(cases);
}

/// Takes differences of the values for derivatives that they contradict: where min and max tie, the other library's are 0.
void correct_by_differences(known_case& c) {
    const auto value = [&](std::size_t i, double step) {
        auto x = c.unknowns;
        x[i] += step;
        return definitions().at(c.id).value(x.data(), nullptr);
    };
    for (std::size_t i = 0; i < c.gradient.size(); ++i) {
        const double quotient = (value(i, 1e-4) - value(i, -1e-4)) / 2e-4;
        if (agree(quotient, *c.gradient[i], 1e-3, 1e-3)) continue;
        WARN(c.id << ": " << *c.gradient[i] << " is recorded, differences say " << quotient);
        c.gradient[i] = quotient;
        c.tolerance = 1e-6;
    }
}

TEST_CASE("different expressions have kernels of their own") {
    std::size_t checked = 0;
    for (const json& r : section("must_not_share")) {
        INFO(r.at("id"));
        std::vector<known_case> cases;
        for (std::size_t row = 0; row < 2; ++row) {
            known_case c{r.at("id").get<std::string>() + (row == 0 ? ".a" : ".b"), numbers(r.at("x"))};
            c.value = number(r.at("values")[row]);
            for (const double d : numbers(r.at("jacobian")[row])) c.gradient.push_back(d);
            build_by_definition(c);
            if (!c.build) continue;
            correct_by_differences(c);
            cases.push_back(c);
        }
        if (cases.size() < 2) {
            WARN("not translated: " << r.at("id"));
            continue;
        }
        ++checked;
        check_texts(cases);
        const bool same = r.at("string_canon_equal") == true;  // a sum of two is their sum
        const auto kernel = [&](std::size_t row) { return &definitions().at(cases[row].id).kernel(); };
        CHECK((kernel(0) == kernel(1)) == same);
        const auto signature = [&](std::size_t row) { return told_program(told_graph(cases[row])).signature(); };
        CHECK((signature(0) == signature(1)) == same);
    }
    CHECK(2 * checked >= section("must_not_share").size());
}

}  // namespace
