// The canonical form: one for all spellings of a structure, another for every other structure.
#include "catch.hpp"
#include "random_graph.hpp"

#include <map>

namespace {

using namespace laws;
using words = std::vector<std::uint64_t>;

struct form {
    ditto::canonical_form canonical;
    words code;

    form(const ditto::graph& g, std::span<const ditto::node_id> outputs, ditto::input_names names)
        : canonical(ditto::canonicalise(g, outputs, names)) {
        const auto encoded = ditto::encode(canonical.nodes, canonical.outputs);
        code.assign(encoded.begin(), encoded.end());
    }
};

form form_of(const recorded_graph& r, const telling& t, ditto::input_names names) {
    ditto::graph g;
    const auto outputs = tell(r, g, t);
    return {g, outputs, names};
}

recorded_graph sample(random_graphs& source) {
    auto& engine = source.engine();
    const std::size_t inputs = 1 + engine() % 6, steps = 1 + engine() % 30, outputs = 1 + engine() % 3;
    return source.next(inputs, steps, outputs);
}

constexpr auto kept = ditto::input_names::kept;
constexpr auto anonymous = ditto::input_names::anonymous;

TEST_CASE("spelling, order of building and dead nodes do not matter") {
    random_graphs source(11);
    for (int n = 0; n < 10000; ++n) {
        INFO("graph " << n);
        const recorded_graph r = sample(source);
        const telling plain = telling::plain(r);
        telling other = plain;
        switch (n % 4) {
            case 0: other.exchange_operands(source.engine()); break;
            case 1: other.reorder(r, source.engine()); break;
            case 2: other.with_dead_nodes = true; break;
            default:
                other.exchange_operands(source.engine());
                other.reorder(r, source.engine());
                other.with_dead_nodes = true;
        }
        for (const auto names : {kept, anonymous}) {
            const form a = form_of(r, plain, names), b = form_of(r, other, names);
            REQUIRE(a.code == b.code);
            REQUIRE(a.canonical.inputs == b.canonical.inputs);
        }
    }
}

TEST_CASE("the numbers of inputs do not matter where they are anonymous") {
    random_graphs source(12);
    int different = 0;
    for (int n = 0; n < 10000; ++n) {
        const recorded_graph r = sample(source);
        telling other = telling::plain(r);
        other.permute_inputs(source.engine());
        other.exchange_operands(source.engine());
        other.reorder(r, source.engine());
        if (form_of(r, telling::plain(r), anonymous).code != form_of(r, other, anonymous).code) ++different;
    }
    CHECK(different == 0);
}

TEST_CASE("the canonical form is its own") {
    random_graphs source(13);
    for (int n = 0; n < 3000; ++n) {
        const recorded_graph r = sample(source);
        for (const auto names : {kept, anonymous}) {
            const form once = form_of(r, telling::plain(r), names);
            const form twice(once.canonical.nodes, once.canonical.outputs, names);
            REQUIRE(once.code == twice.code);
            if (names == anonymous)
                for (std::size_t k = 0; k < twice.canonical.inputs.size(); ++k) REQUIRE(twice.canonical.inputs[k] == k);

            const auto decoded = ditto::decode(once.code);
            const auto again = ditto::encode(decoded.nodes, decoded.outputs);
            REQUIRE(words(again.begin(), again.end()) == once.code);
        }
    }
}

TEST_CASE("the canonical form means what the graph meant") {
    random_graphs source(14);
    for (int n = 0; n < 3000; ++n) {
        const recorded_graph r = sample(source);
        ditto::graph g;
        const auto outputs = tell(r, g, telling::plain(r));
        const auto original = values_of_nodes<double>(g, r.point);
        const form f(g, outputs, anonymous);
        std::vector<double> point;
        for (const std::uint32_t input : f.canonical.inputs) point.push_back(r.point[input]);
        const auto value = values_of_nodes<double>(f.canonical.nodes, point);
        for (std::size_t k = 0; k < outputs.size(); ++k)
            REQUIRE(value[f.canonical.outputs[k]] == original[outputs[k]]);
    }
}

// Sums of products of random pairs of few inputs, summed pairwise: uses differ little, and often not at all.
// To order those canonically is to decide graph isomorphism; a linear pass may miss a few, which costs a kernel more and
// never a wrong one.
TEST_CASE("the numbers of inputs seldom matter in symmetric structures") {
    std::mt19937_64 engine(16);
    int different = 0;
    for (int n = 0; n < 10000; ++n) {
        const std::size_t inputs = 3 + engine() % 6, products = std::size_t{2} << engine() % 3;
        std::vector<std::array<std::uint32_t, 2>> pairs(products);
        for (auto& pair : pairs)
            for (auto& i : pair) i = static_cast<std::uint32_t>(engine() % inputs);
        std::vector<std::uint32_t> number(inputs);
        std::iota(number.begin(), number.end(), 0u);
        words code[2];
        for (words& w : code) {
            ditto::graph g;
            std::vector<ditto::symbol> level;
            for (auto [a, b] : pairs) {
                if (engine() % 2 != 0) std::swap(a, b);
                level.push_back(ditto::symbol(g, g.input(number[a], ditto::input_role::unknown)) *
                                ditto::symbol(g, g.input(number[b], ditto::input_role::unknown)));
            }
            for (; level.size() > 1; level.resize(level.size() / 2))
                for (std::size_t i = 0; 2 * i < level.size(); ++i) {
                    if (engine() % 2 != 0) std::swap(level[2 * i], level[2 * i + 1]);
                    level[i] = level[2 * i] + level[2 * i + 1];
                }
            const ditto::node_id outputs[] = {level[0].in(g)};
            w = form(g, outputs, anonymous).code;
            std::shuffle(number.begin(), number.end(), engine);
        }
        if (code[0] != code[1]) ++different;
    }
    CHECK(different < 150);  // of 10,000
}

// Small graphs over few inputs collide often; whenever two share their words, they are one function.
TEST_CASE("different structures have different words") {
    random_graphs source(15);
    std::map<words, real> seen;
    int repeated = 0;
    for (int n = 0; n < 20000; ++n) {
        const recorded_graph r = source.next(1 + source.engine()() % 3, 1 + source.engine()() % 3, 1);
        const form f = form_of(r, telling::plain(r), anonymous);
        constexpr real place[] = {0.7312L, 1.1937L, 0.4123L};
        std::vector<real> inputs(r.roles.size(), 0.9L);  // those simplified away: anywhere in the domain
        for (std::size_t k = 0; k < f.canonical.inputs.size(); ++k) inputs[f.canonical.inputs[k]] = place[k];
        const real value = r.evaluate(inputs)[r.outputs[0]];
        const auto [found, is_new] = seen.emplace(f.code, value);
        if (is_new || !std::isfinite(value) || !std::isfinite(found->second)) continue;  // outside one's domain
        ++repeated;
        REQUIRE(std::abs(value - found->second) <= 1e-14L * (1 + std::abs(value)));
    }
    CHECK(repeated > 5000);
    CHECK(seen.size() > 500);
}

// The other direction: a form that forgot what it should not would merge these.
TEST_CASE("near twins are told apart") {
    ditto::graph g;
    const auto input = [&](std::uint32_t k) { return ditto::symbol(g, g.input(k, ditto::input_role::unknown)); };
    const auto code = [&](std::initializer_list<ditto::symbol> outputs, ditto::input_names names) {
        ditto::buffer<ditto::node_id> ids;
        for (const auto& s : outputs) ids.push_back(s.in(g));
        return form(g, ids, names).code;
    };
    const auto x = input(0), y = input(1), z = input(2);
    const ditto::symbol d(g, g.input(2, ditto::input_role::given));
    for (const auto names : {kept, anonymous}) {
        CHECK(code({x * y + z}, names) != code({x * y + x}, names));
        CHECK(code({x * y + z}, names) != code({x * y + d}, names));  // solved for or given
        CHECK(code({x - y, x}, names) != code({x - y, y}, names));
        CHECK(code({x, y}, names) != code({x, x}, names));
        CHECK(code({x + 2.0}, names) != code({x + 2.5}, names));
        CHECK(code({sin(x) + cos(y)}, names) != code({sin(x) + cos(x)}, names));
        CHECK(code({x * y, y * z}, names) != code({x * y, z * z}, names));
        CHECK(code({(x + y) * (x + z)}, names) != code({(x + y) * (y + y)}, names));
    }
    CHECK(code({x - y}, kept) != code({y - x}, kept));
    CHECK(code({x - y}, anonymous) == code({y - x}, anonymous));
    CHECK(code({x - y, x}, anonymous) != code({y - x, x}, anonymous));
}

}  // namespace
