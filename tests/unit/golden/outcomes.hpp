#pragma once

#include "catch.hpp"
#include "laws/evaluate.hpp"
#include "unit/golden/cases.hpp"

#include <ditto/kernel/functions.hpp>

/// What becomes of a graph at run time, every way that there is, compared with what is known.
namespace golden {

struct outcome {
    const char* path;
    double value;
    std::vector<double> gradient{};
};

inline void check(const known_case& expected, const outcome& actual) {
    const auto check = [&](double a, double e) {
        INFO(expected.id << ", " << actual.path);
        if (agree(a, e, expected.tolerance, 0.1 * expected.tolerance)) SUCCEED();
        else CHECK(a == e);
    };
    check(actual.value, expected.value);
    for (std::size_t i = 0; i < actual.gradient.size() && i < expected.gradient.size(); ++i)
        if (expected.gradient[i]) check(actual.gradient[i], *expected.gradient[i]);
}

/// A graph told at run time.
struct told_graph {
    ditto::graph g{};
    std::vector<symbol> unknowns{};
    std::vector<symbol> givens{};
    std::vector<double> at{};  ///< of the inputs: unknowns, then givens
    ditto::node_id output{};

    explicit told_graph(const known_case& c) : at(c.unknowns) {
        at.insert(at.end(), c.givens.begin(), c.givens.end());
        for (std::size_t i = 0; i < at.size(); ++i) {
            const bool given = i >= c.unknowns.size();
            const auto role = given ? ditto::input_role::given : ditto::input_role::unknown;
            (given ? givens : unknowns).emplace_back(g, g.input(static_cast<std::uint32_t>(i), role));
        }
        output = c.build(unknowns, givens).in(g);
    }
    told_graph(const told_graph&) = delete;  // symbols point to the graph
};

/// The program of a graph's canonical form, for inputs numbered as in the graph.
class told_program {
public:
    explicit told_program(const told_graph& t)
        : form_(ditto::canonicalise(t.g, std::array{t.output}, ditto::input_names::anonymous)),
          program_(ditto::assemble(ditto::derive({form_.nodes, form_.outputs}, ditto::program_kind::jacobian))) {}

    /// What one structure has in common, whoever told it.
    std::vector<std::uint64_t> signature() const {
        const auto words = ditto::encode(form_.nodes, form_.outputs);
        return {words.begin(), words.end()};
    }
    /// The value, then the gradient by the first `unknowns` inputs, of an instance of this structure.
    template <class T>
    std::vector<T> run(const told_program& instance, const std::vector<double>& at, std::size_t unknowns) const {
        std::vector<T> inputs;
        for (const std::uint32_t i : instance.form_.inputs) inputs.push_back(T(at[i]));
        const auto outputs = program_.run<T>(inputs);
        std::vector<T> result(1 + unknowns, T(0.0));
        result[0] = outputs[0];
        for (std::size_t k = 0; k < program_.partials().size(); ++k)
            result[1 + instance.form_.inputs[program_.partials()[k].input]] = outputs[program_.rows() + k];
        return result;
    }

private:
    ditto::canonical_form form_;
    laws::interpreter program_;
};

inline outcome outcome_of(const char* path, const std::vector<double>& result) {
    return {path, result[0], {result.begin() + 1, result.end()}};
}

/// Node by node after reverse accumulation; the assembled program; the program in batches.
inline std::vector<outcome> outcomes_at_run_time(const known_case& c) {
    told_graph t(c);
    const std::size_t count = t.unknowns.size();
    const told_program program(t);  // of the graph as it was told: no derivatives yet
    std::vector<outcome> result{outcome_of("program", program.run<double>(program, t.at, count))};

    const auto in_batches = program.run<ditto::batch<double>>(program, t.at, count);
    for (const std::size_t lane : {std::size_t{0}, ditto::lanes<ditto::batch<double>> - 1}) {
        std::vector<double> lanes;
        for (const auto& b : in_batches) lanes.push_back(b.lanes[lane]);
        result.push_back(outcome_of("program in batches", lanes));
    }

    ditto::buffer<ditto::node_id> wrt;
    for (const symbol& s : t.unknowns) wrt.push_back(s.id());
    const auto derivatives =
        ditto::differentiate_reverse(t.g, t.output, wrt, ditto::depends_on(t.g, t.g.size(), wrt));
    std::vector<ditto::node_id> nodes{t.output};
    for (const symbol& d : derivatives) nodes.push_back(d.in(t.g));
    const auto values = laws::values_of_nodes<double>(t.g, t.at);
    std::vector<double> all;
    for (const ditto::node_id id : nodes) all.push_back(values[id]);
    result.push_back(outcome_of("node by node", all));
    return result;
}

inline void check_at_run_time(const std::vector<known_case>& cases) {
    REQUIRE_FALSE(cases.empty());
    for (const known_case& c : cases)
        for (const outcome& o : outcomes_at_run_time(c)) check(c, o);
}

}  // namespace golden
