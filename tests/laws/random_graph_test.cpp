// Simplification, differentiation, sharing, fusion and scheduling preserve what random graphs mean.
#include "bounded.hpp"
#include "catch.hpp"
#include "random_graph.hpp"

namespace {

using namespace laws;

constexpr int graphs = 12000;

recorded_graph sample(random_graphs& source) {
    auto& engine = source.engine();
    const std::size_t inputs = 1 + engine() % 6, steps = 1 + engine() % 40, outputs = 1 + engine() % 4;
    return source.next(inputs, steps, outputs);
}

struct quotient {
    real value;
    real error;  // by the disagreement of the last two extrapolations
};

// d output / d input by central differences of the graph as it was said, extrapolated twice.
quotient difference_quotient(const recorded_graph& r, std::uint32_t output, std::size_t input) {
    const auto central = [&](real h) {
        std::vector<real> above(r.point.begin(), r.point.end()), below = above;
        above[input] += h;
        below[input] -= h;
        return (r.evaluate(above)[output] - r.evaluate(below)[output]) / (2 * h);
    };
    const real h = 0x1p-11L;
    const real d1 = central(h), d2 = central(h / 2), d4 = central(h / 4);
    const real r1 = (4 * d2 - d1) / 3, r2 = (4 * d4 - d2) / 3;
    return {(16 * r2 - r1) / 15, std::abs(r2 - r1)};
}

std::vector<bounded> bounded_point(const recorded_graph& r) { return {r.point.begin(), r.point.end()}; }

// Folded constants are rounded too, out of sight of the bound.
double allowed(const bounded& b) { return 16 * b.error + 1e-13 * (1 + std::abs(b.value)); }

TEST_CASE("programs of random graphs yield the values and Jacobians of what was said") {
    random_graphs source(20240501);
    std::size_t entries = 0, tested = 0, nonzero = 0, forward = 0;
    for (int n = 0; n < graphs; ++n) {
        const recorded_graph r = sample(source);
        INFO("graph " << n);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        REQUIRE(g.domain_fault() == ditto::no_node);
        const ditto::derived_graph derived = ditto::derive({g, outputs}, ditto::program_kind::jacobian);
        const interpreter program(ditto::assemble(derived));
        REQUIRE(program.rows() == r.outputs.size());

        const auto point = bounded_point(r);
        const auto result = program.run<bounded>(point);
        const auto said = r.evaluate(std::vector<real>(r.point.begin(), r.point.end()));
        for (std::size_t row = 0; row < r.outputs.size(); ++row)
            REQUIRE(std::abs(result[row].value - said[r.outputs[row]]) <= allowed(result[row]));

        // The values' own program computes the same.
        const interpreter values(ditto::assemble(ditto::derive({g, outputs}, ditto::program_kind::values)));
        const auto rows = values.run<bounded>(point);
        REQUIRE(rows.size() == r.outputs.size());
        for (std::size_t row = 0; row < rows.size(); ++row)
            REQUIRE(std::abs(rows[row].value - said[r.outputs[row]]) <= allowed(rows[row]));

        std::size_t used = 0;
        for (std::size_t i = 0; i < g.size(); ++i)
            if (g[static_cast<ditto::node_id>(i)].is_input()) ++used;
        if (r.outputs.size() > used) ++forward;
        for (std::size_t row = 0; row < r.outputs.size(); ++row)
            for (std::size_t input = 0; input < r.roles.size(); ++input) {
                bounded actual(0.0);
                for (std::size_t k = 0; k < program.partials().size(); ++k)
                    if (program.partials()[k].row == row && program.partials()[k].input == input) {
                        REQUIRE(r.roles[input] == ditto::input_role::unknown);
                        actual = result[program.rows() + k];
                    }
                if (r.roles[input] == ditto::input_role::given) continue;
                ++entries;
                const quotient expected = difference_quotient(r, r.outputs[row], input);
                if (!(expected.error < 1e-7L * (1 + std::abs(expected.value)))) continue;  // a kink or pole is near
                ++tested;
                if (actual.value != 0) ++nonzero;
                INFO("row " << row << " input " << input << " " << actual.value << " not " << expected.value);
                REQUIRE(std::abs(actual.value - expected.value) <=
                        allowed(actual) + static_cast<double>(expected.error + 1e-10L * (1 + std::abs(expected.value))));
            }
    }
    INFO(entries << " entries, " << tested << " tested, " << nonzero << " not zero, " << forward << " forward");
    CHECK(entries > 50000);
    CHECK(100 * tested > 98 * entries);
    CHECK(nonzero > entries / 4);
    CHECK(forward > graphs / 20);
}

TEST_CASE("forward and reverse accumulation agree") {
    random_graphs source(7);
    for (int n = 0; n < 3000; ++n) {
        const recorded_graph r = sample(source);
        INFO("graph " << n);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        ditto::buffer<ditto::node_id> inputs;
        for (std::size_t i = 0; i < r.roles.size(); ++i)
            inputs.push_back(g.input(static_cast<std::uint32_t>(i), r.roles[i]));
        const auto active = ditto::depends_on(g, g.size(), inputs);
        std::vector<ditto::node_id> reverse, forward;
        for (const ditto::node_id output : outputs)
            for (const ditto::symbol& d : ditto::differentiate_reverse(g, output, inputs, active)) reverse.push_back(d.in(g));
        std::vector<std::vector<ditto::node_id>> columns;
        for (const ditto::node_id input : inputs) {
            columns.emplace_back();
            for (const ditto::symbol& d : ditto::differentiate_forward(g, outputs, input)) columns.back().push_back(d.in(g));
        }
        const auto value = values_of_nodes<bounded>(g, bounded_point(r));
        for (std::size_t row = 0; row < outputs.size(); ++row)
            for (std::size_t j = 0; j < inputs.size(); ++j) {
                const bounded a = value[reverse[row * inputs.size() + j]], b = value[columns[j][row]];
                REQUIRE(std::abs(a.value - b.value) <= allowed(a) + allowed(b));
            }
    }
}

// Two programs of one structure differ in nothing, whoever built the graph.
TEST_CASE("the program depends on the canonical form alone") {
    random_graphs source(8);
    for (int n = 0; n < 1000; ++n) {
        const recorded_graph r = sample(source);
        const auto assembled = [&](const telling& t) {
            ditto::graph g;
            const auto outputs = tell(r, g, t);
            const auto form = ditto::canonicalise(g, outputs, ditto::input_names::kept);
            const auto words = ditto::encode(form.nodes, form.outputs);
            const auto decoded = ditto::decode({words.data(), words.size()});
            return ditto::assemble(ditto::derive(decoded, ditto::program_kind::jacobian));
        };
        telling t = telling::plain(r);
        const auto plain = assembled(t);
        t.exchange_operands(source.engine());
        t.reorder(r, source.engine());
        REQUIRE(assembled(t) == plain);
    }
}

}  // namespace
