// Graphs of a million nodes: no pass recurses, none takes more than linear time.
#include "catch.hpp"

#include <ditto/graph.hpp>

#include <boost/mp11/algorithm.hpp>

#include <ctime>
#include <span>
#include <vector>

namespace {

using ditto::node_id, ditto::symbol;

// All values, one after the other; operations that these graphs have.
std::vector<double> evaluate(std::span<const ditto::node> nodes, const std::vector<double>& inputs) {
    std::vector<double> value(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const ditto::node& n = nodes[i];
        value[i] = boost::mp11::mp_with_index<boost::mp11::mp_size<ditto::operations>>(n.op, [&](auto code) -> double {
            using Op = ditto::operation_at<code()>;
            if constexpr (std::same_as<Op, ditto::op::input>) return inputs[n.input()];
            else if constexpr (std::same_as<Op, ditto::op::constant>) return n.value;
            else if constexpr (Op::arity == 1) return Op::value(value[n.operands[0]]);
            else if constexpr (Op::arity == 2) return Op::value(value[n.operands[0]], value[n.operands[1]]);
            else return Op::value(value[n.operands[0]], value[n.operands[1]], value[n.operands[2]]);
        });
    }
    return value;
}

// Processor time, so that a busy machine does not count.
class stopwatch {
public:
    double seconds() const { return static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC; }

private:
    std::clock_t start_ = std::clock();
};

// Generous, for sanitizers; a quadratic pass would take hours.
constexpr double most_seconds = 60;

struct jacobian {
    std::vector<double> values;
    std::vector<std::vector<double>> partials;  // [row][input]
};

// Canonicalises, differentiates, shares, lowers and schedules; evaluates what comes of it.
jacobian differentiate(const ditto::graph& g, const std::vector<node_id>& rows, const std::vector<double>& inputs) {
    const ditto::canonical_form form = ditto::canonicalise(g, rows, ditto::input_names::kept);
    const auto words = ditto::encode(form.nodes, form.outputs);
    ditto::rooted_graph decoded = ditto::decode({words.data(), words.size()});
    REQUIRE(decoded.nodes.size() == form.nodes.size());

    ditto::derived_graph derived = ditto::derive(std::move(decoded), ditto::program_kind::jacobian);
    const ditto::lowered_graph lowered = ditto::lower(derived.graph.nodes, derived.graph.outputs);
    const ditto::buffer<node_id>& outputs = lowered.outputs;
    CHECK(ditto::schedule(lowered).size() >= outputs.size());

    const auto value = evaluate({lowered.nodes.data(), lowered.nodes.size()}, inputs);
    jacobian result{{}, std::vector<std::vector<double>>(rows.size(), std::vector<double>(inputs.size()))};
    for (std::size_t row = 0; row < rows.size(); ++row) result.values.push_back(value[outputs[row]]);
    for (std::size_t k = 0; k < derived.partials.size(); ++k)
        result.partials[derived.partials[k].row][derived.partials[k].input] = value[outputs[rows.size() + k]];
    return result;
}

TEST_CASE("a chain of a million operations") {
    const int row_every = GENERATE(250000, 62500);  // by reverse accumulation, and by forward
    const stopwatch watch;
    ditto::graph g;
    const symbol x(g, g.input(0, ditto::input_role::unknown)), y(g, g.input(1, ditto::input_role::unknown));
    symbol z = x;
    std::vector<node_id> rows;
    for (int i = 1; i <= 250000; ++i) {
        z = sin(z * y + x) + 0.25;  // four nodes
        if (i % row_every == 0) rows.push_back(z.in(g));
    }
    REQUIRE(g.size() >= 1000000);
    const jacobian at = differentiate(g, rows, {0.3, 0.7});

    double value = 0.3, by_x = 1, by_y = 0;
    for (int i = 1; i <= 250000; ++i) {
        const double a = value * 0.7 + 0.3, slope = std::cos(a);
        by_y = slope * (by_y * 0.7 + value);
        by_x = slope * (by_x * 0.7 + 1);
        value = std::sin(a) + 0.25;
        if (i % row_every != 0) continue;
        const auto row = static_cast<std::size_t>(i / row_every - 1);
        CHECK(at.values[row] == Approx(value).epsilon(1e-12));
        CHECK(at.partials[row][0] == Approx(by_x).epsilon(1e-10));
        CHECK(at.partials[row][1] == Approx(by_y).epsilon(1e-10));
    }
    CHECK(watch.seconds() < most_seconds);
}

TEST_CASE("a wide graph of a million nodes") {
    const stopwatch watch;
    constexpr std::uint32_t inputs = 200000;
    ditto::graph g;
    std::vector<symbol> level;
    std::vector<double> place;
    for (std::uint32_t i = 0; i < inputs; ++i) {
        const symbol x(g, g.input(i, ditto::input_role::unknown));
        level.push_back(x * exp(-x) * (1.0 + i));
        place.push_back(0.001 * (i % 1000));
    }
    while (level.size() > 1) {  // summed pairwise
        std::vector<symbol> next;
        for (std::size_t i = 0; i + 1 < level.size(); i += 2) next.push_back(level[i] + level[i + 1]);
        if (level.size() % 2 != 0) next.push_back(level.back());
        level = std::move(next);
    }
    REQUIRE(g.size() >= 1000000);
    const jacobian at = differentiate(g, {level[0].in(g)}, place);

    double sum = 0;
    for (std::uint32_t i = 0; i < inputs; ++i) sum += place[i] * std::exp(-place[i]) * (1.0 + i);
    CHECK(at.values[0] == Approx(sum).epsilon(1e-10));
    REQUIRE(at.partials[0].size() == inputs);
    double worst = 0;
    for (std::uint32_t i = 0; i < inputs; ++i) {
        const double expected = std::exp(-place[i]) * (1 - place[i]) * (1.0 + i);
        worst = std::max(worst, std::abs(at.partials[0][i] - expected) / (1.0 + i));
    }
    CHECK(worst < 1e-13);
    CHECK(watch.seconds() < most_seconds);
}

// One node used by all others, which hash tables and refinement of colours must bear.
TEST_CASE("a node with a million uses") {
    const stopwatch watch;
    ditto::graph g;
    const symbol x(g, g.input(0, ditto::input_role::unknown));
    symbol sum = x;
    for (int i = 1; i < 500000; ++i) sum = sum + x * (1.0 + i);
    REQUIRE(g.size() >= 1000000);
    const jacobian at = differentiate(g, {sum.in(g)}, {1.0});
    CHECK(at.values[0] == Approx(0.5 * 500000.0 * 500001.0));
    CHECK(at.partials[0][0] == Approx(0.5 * 500000.0 * 500001.0));
    const node_id outputs[] = {sum.in(g)};
    CHECK(ditto::canonicalise(g, outputs, ditto::input_names::anonymous).inputs.size() == 1);
    CHECK(watch.seconds() < most_seconds);
}

}  // namespace
