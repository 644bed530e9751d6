// What passes say of a graph before it runs, held to what it does: ranges, degrees, dependence, kinks, finiteness.
#include "catch.hpp"
#include "random_graph.hpp"

#include <ditto/graph/facts.hpp>
#include <ditto/graph/text.hpp>

namespace {

using namespace laws;

recorded_graph sample(random_graphs& source, std::size_t most_steps) {
    auto& engine = source.engine();
    const std::size_t inputs = 1 + engine() % 5, steps = 1 + engine() % most_steps, outputs = 1 + engine() % 3;
    return source.next(inputs, steps, outputs);
}

// A node as text: its inputs are a, b, ...
std::string text_of(const ditto::graph& g, ditto::node_id id) {
    return ditto::infix(g.nodes(), std::array{id}, std::array{"a", "b", "c", "d", "e"});
}

// Zero, small, large, whole and equal numbers: where kinks and poles are met.
template <class Scalar>
std::vector<Scalar> any_point(std::size_t size, std::mt19937_64& engine) {
    std::vector<Scalar> point(size);
    std::normal_distribution<double> normal;
    for (Scalar& x : point) {
        switch (engine() % 4) {
            case 0: x = static_cast<Scalar>(static_cast<int>(engine() % 5) - 2); break;
            case 1: x = static_cast<Scalar>(normal(engine)); break;
            case 2: x = static_cast<Scalar>(normal(engine) * 1e3); break;
            default: x = static_cast<Scalar>(normal(engine) * 1e-3);
        }
    }
    return point;
}

ditto::buffer<ditto::node_id> inputs_of(const ditto::graph& g) {
    ditto::buffer<ditto::node_id> inputs;
    for (std::size_t i = 0; i < g.size(); ++i)
        if (g[static_cast<ditto::node_id>(i)].is_input()) inputs.push_back(static_cast<ditto::node_id>(i));
    return inputs;
}

TEMPLATE_TEST_CASE("values lie in their ranges, and nodes said to be finite are", "", double, float) {
    random_graphs source(11);
    constexpr double largest = std::is_same_v<TestType, float> ? 1e10 : 1e30;
    std::size_t tested = 0, bounded = 0, at_a_bound = 0, finite = 0, not_finite = 0;
    for (int n = 0; n < 4000; ++n) {
        const recorded_graph r = sample(source, 25);
        ditto::graph g;
        (void)tell(r, g, telling::plain(r));
        const auto ranges = ditto::value_ranges(g);
        for (int trial = 0; trial < 8; ++trial) {
            const auto point = any_point<TestType>(r.roles.size(), source.engine());
            const auto value = values_of_nodes<TestType>(g, point);
            std::vector<char> immoderate(g.size());  // or computed from what is
            for (std::size_t i = 0; i < g.size(); ++i) {
                const auto& node = g[static_cast<ditto::node_id>(i)];
                const auto v = static_cast<double>(value[i]);
                bool of_immoderate = false, of_finite = true;
                for (std::size_t k = 0; k < node.arity(); ++k) {
                    of_immoderate = of_immoderate || immoderate[node.operands[k]];
                    of_finite = of_finite && std::isfinite(value[node.operands[k]]);
                }
                immoderate[i] = of_immoderate || (std::isfinite(v) && v != 0.0 &&
                                                  (std::abs(v) > largest || std::abs(v) < 1 / largest));
                if (of_immoderate || node.arity() == 0) continue;
                INFO("graph " << n << " node " << i << " " << ditto::facts_of[node.op].name << " of "
                              << value[node.operands[0]] << ": " << v << " in " << ranges[i].lower << " .. "
                              << ranges[i].upper);
                if (ranges[i].finite && of_finite) REQUIRE(std::isfinite(v));
                if (ranges[i].regular) REQUIRE(std::isfinite(v));
                ++(std::isfinite(v) ? finite : not_finite);
                if (!std::isfinite(v)) continue;
                REQUIRE(v >= ranges[i].lower);
                REQUIRE(v <= ranges[i].upper);
                ++tested;
                if (std::isfinite(ranges[i].lower) || std::isfinite(ranges[i].upper)) ++bounded;
                if (v == ranges[i].lower || v == ranges[i].upper) ++at_a_bound;
            }
        }
    }
    INFO(tested << " tested, " << bounded << " bounded, " << at_a_bound << " at a bound, " << finite << " finite, "
                << not_finite << " not");
    CHECK(tested > 100000);
    CHECK(bounded > tested / 4);
    CHECK(at_a_bound > tested / 10);
    CHECK(not_finite > 1000);
}

TEST_CASE("programs said to be finite are, values and derivatives") {
    random_graphs source(12);
    std::size_t sound = 0, doubtful = 0, met = 0;
    for (int n = 0; n < 12000; ++n) {
        const recorded_graph r = sample(source, 8);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        for (const auto kind : {ditto::program_kind::values, ditto::program_kind::jacobian}) {
            const ditto::derived_graph derived = ditto::derive({g, outputs}, kind);
            const ditto::graph& all = derived.graph.nodes;
            const auto marked = ditto::depends_on(all, all.size(), ditto::non_finite_nodes(ditto::value_ranges(all)));
            const interpreter program(ditto::assemble(derived));
            std::vector<char> failed(derived.graph.outputs.size());
            for (int trial = 0; trial < 12; ++trial) {
                const auto point = any_point<double>(r.roles.size(), source.engine());
                const auto result = program.run<double>(point);
                // Overflow is outside of what is said.
                const auto value = values_of_nodes<double>(all, point);
                ditto::buffer<ditto::node_id> immoderate;
                for (std::size_t i = 0; i < all.size(); ++i)
                    if (const double size = std::abs(value[i]);
                        std::isfinite(size) && size != 0 && (size > 1e100 || size < 1e-100))
                        immoderate.push_back(static_cast<ditto::node_id>(i));
                const auto may_overflow = ditto::depends_on(all, all.size(), immoderate);
                for (std::size_t k = 0; k < result.size(); ++k) {
                    if (may_overflow[derived.graph.outputs[k]]) continue;
                    INFO("graph " << n << " output " << k << ": " << result[k] << "\n"
                                  << text_of(all, derived.graph.outputs[k]));
                    if (!marked[derived.graph.outputs[k]]) REQUIRE(std::isfinite(result[k]));
                    if (!std::isfinite(result[k])) failed[k] = 1;
                }
            }
            for (std::size_t k = 0; k < failed.size(); ++k) {
                ++(marked[derived.graph.outputs[k]] ? doubtful : sound);
                if (failed[k]) ++met;
            }
        }
    }
    INFO(sound << " sound, " << doubtful << " doubtful, of which " << met << " failed");
    CHECK(sound > 20000);
    CHECK(met > doubtful / 3);
}

TEST_CASE("rows change with the inputs they depend on, and with no others") {
    random_graphs source(13);
    std::size_t dependent = 0, seen = 0, independent = 0;
    for (int n = 0; n < 4000; ++n) {
        const recorded_graph r = sample(source, 20);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        const auto bits = ditto::dependence(g, 0);
        const auto before = r.evaluate(std::vector<real>(r.point.begin(), r.point.end()));
        for (std::size_t input = 0; input < r.roles.size(); ++input)
            for (std::size_t row = 0; row < outputs.size(); ++row) {
                bool changes = false;
                for (const double step : {0.01, 0.7, -3.0}) {
                    std::vector<real> point(r.point.begin(), r.point.end());
                    point[input] += step;
                    const auto after = r.evaluate(point);
                    // Where 0 / 0 was said, ditto said 1 before.
                    if (!std::isfinite(std::accumulate(after.begin(), after.end(), real{0}))) continue;
                    const real now = after[r.outputs[row]], then = before[r.outputs[row]];
                    changes = changes || std::abs(now - then) > 1e-15L * (1 + std::abs(then));
                }
                const bool depends = (bits[outputs[row]] >> input & 1) != 0;
                INFO("graph " << n << " row " << row << " input " << input);
                if (!depends) REQUIRE(!changes);
                ++(depends ? dependent : independent);
                if (depends && changes) ++seen;
            }
    }
    INFO(dependent << " dependent, of which seen " << seen << ", " << independent << " independent");
    CHECK(10 * seen > 7 * dependent);
    CHECK(independent > 5000);
}

TEST_CASE("dependence on inputs beyond the first 64") {
    ditto::graph g;
    std::vector<ditto::symbol> x;
    for (std::uint32_t i = 0; i < 200; ++i) x.emplace_back(g, g.input(i, ditto::input_role::unknown));
    const ditto::node_id row = (x[3] * x[63] + sin(x[64]) / x[199]).id();
    for (std::size_t first : {0u, 64u, 128u, 192u})
        for (std::size_t i = first; i < std::min<std::size_t>(first + 64, 200); ++i)
            CHECK((ditto::dependence(g, first)[row] >> (i - first) & 1) == (i == 3 || i == 63 || i == 64 || i == 199));
}

TEST_CASE("differences vanish beyond the degree") {
    random_graphs source(14);
    std::size_t count[4] = {}, exceeds[4] = {};  // by degree: outputs, and those whose lower difference does not vanish
    for (int n = 0; n < 12000; ++n) {
        const recorded_graph r = sample(source, 10);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        ditto::buffer<ditto::node_id> wrt;
        std::vector<real> direction(r.roles.size());
        for (std::size_t i = 0; i < direction.size(); ++i) {
            if (source.engine()() % 2 == 0) continue;
            wrt.push_back(g.input(static_cast<std::uint32_t>(i), r.roles[i]));
            direction[i] = std::uniform_real_distribution<double>(-1, 1)(source.engine());
        }
        const auto degrees = ditto::degrees(g, wrt);
        std::vector<std::vector<real>> line;
        for (int t = 0; t < 4; ++t) {
            std::vector<real> point(r.point.begin(), r.point.end());
            for (std::size_t i = 0; i < point.size(); ++i) point[i] += t * direction[i];
            line.push_back(r.evaluate(point));
        }
        for (std::size_t row = 0; row < outputs.size(); ++row) {
            real f[4], size = 0;
            for (int t = 0; t < 4; ++t) {
                f[t] = line[static_cast<std::size_t>(t)][r.outputs[row]];
                size += std::abs(f[t]);
            }
            if (!std::isfinite(size)) continue;
            const real difference[] = {f[1] - f[0], f[2] - 2 * f[1] + f[0], f[3] - 3 * f[2] + 3 * f[1] - f[0]};
            const auto d = static_cast<std::size_t>(degrees[outputs[row]]);
            const auto vanishes = [&](std::size_t order) {
                return std::abs(difference[order]) <= 1e-14L * (1 + 8 * size);
            };
            INFO("graph " << n << " row " << row << " degree " << d);
            for (std::size_t order = d; order < 3; ++order) REQUIRE(vanishes(order));
            ++count[d];
            if (d > 0 && !vanishes(d - 1)) ++exceeds[d];
        }
    }
    for (std::size_t d = 1; d < 4; ++d) {
        INFO("degree " << d << ": " << count[d] << ", needed by " << exceeds[d]);
        CHECK(count[d] > 200);
        CHECK(10 * exceeds[d] > 6 * count[d]);
    }
}

// At points of a lattice kinks are met exactly: there the slopes to both sides must agree.
TEST_CASE("slopes have no jump where no kink is") {
    random_graphs source(15);
    std::size_t clear = 0, marked_count = 0, met = 0;
    for (int n = 0; n < 8000; ++n) {
        const recorded_graph r = sample(source, 8);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        const auto inputs = inputs_of(g);
        const auto marked = ditto::depends_on(g, g.size(), ditto::kinks(g, ditto::value_ranges(g), inputs));
        std::vector<char> jumped(outputs.size());
        for (int trial = 0; trial < 12; ++trial) {
            std::vector<real> at(r.roles.size()), direction(at.size());
            for (real& x : at) x = static_cast<real>(static_cast<int>(source.engine()() % 9) - 4) / 2;
            for (real& d : direction) d = std::uniform_real_distribution<double>(-1, 1)(source.engine());
            const auto values_at = [&](real t) {
                std::vector<real> point = at;
                for (std::size_t i = 0; i < point.size(); ++i) point[i] += t * direction[i];
                return values_of_nodes<real>(g, point);
            };
            const real h = 0x1p-16L;
            const auto here = values_at(0), right = values_at(h), left = values_at(-h), near_right = values_at(h / 16),
                       near_left = values_at(-h / 16);
            // As tanh(1 / x) at 0, or sin(sinh(tan(x))) close to a pole, where no step is small enough.
            ditto::buffer<ditto::node_id> poles;
            for (std::size_t i = 0; i < g.size(); ++i)
                if (!(std::abs(here[i]) + std::abs(left[i]) + std::abs(right[i]) <= 3e4))
                    poles.push_back(static_cast<ditto::node_id>(i));
            const auto singular = ditto::depends_on(g, g.size(), poles);
            for (std::size_t row = 0; row < outputs.size(); ++row) {
                const ditto::node_id id = outputs[row];
                const real slope = std::abs(right[id] - left[id]) / h;
                const real jump = std::abs(right[id] - 2 * here[id] + left[id]) / h;
                const real near_jump = std::abs(near_right[id] - 2 * here[id] + near_left[id]) / (h / 16);
                if (singular[id]) continue;
                const bool jumps = near_jump > jump / 4 && near_jump > 1e-6L * (1 + slope + std::abs(here[id]));
                INFO("graph " << n << " row " << row << " jump " << jump << " then " << near_jump << "\n" << text_of(g, id));
                if (!marked[id]) REQUIRE(!jumps);
                if (jumps) jumped[row] = 1;
            }
        }
        for (std::size_t row = 0; row < outputs.size(); ++row) {
            ++(marked[outputs[row]] ? marked_count : clear);
            if (jumped[row]) ++met;
        }
    }
    INFO(clear << " clear, " << marked_count << " marked, of which " << met << " seen to jump");
    CHECK(clear > 3000);
    CHECK(3 * met > marked_count);
}

TEST_CASE("a choice is a step of what its condition depends on, and of nothing else") {
    ditto::graph g;
    const ditto::symbol x(g, g.input(0, ditto::input_role::unknown)), y(g, g.input(1, ditto::input_role::unknown));
    const ditto::node_id choice = select(x, y, 2.0 * y).id();  // a number as a condition: whether it is 0
    const auto ranges = ditto::value_ranges(g);
    CHECK(ditto::kinks(g, ranges, std::array{x.id()}) == ditto::buffer<ditto::node_id>{choice});
    CHECK(ditto::kinks(g, ranges, std::array{y.id()}).empty());
}

TEST_CASE("facts of long chains") {
    ditto::graph g;
    ditto::symbol x(g, g.input(0, ditto::input_role::unknown)), y = x;
    for (int i = 0; i < 100000; ++i) y = y + 0.5 * x;
    const auto inputs = inputs_of(g);
    CHECK(ditto::degrees(g, inputs)[y.id()] == ditto::degree::linear);
    CHECK(ditto::dependence(g, 0)[y.id()] == 1);
    CHECK(ditto::kinks(g, ditto::value_ranges(g), inputs).empty());
    CHECK(ditto::non_finite_nodes(ditto::value_ranges(g)).empty());
}

}  // namespace
