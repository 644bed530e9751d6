// A graph goes to text and comes back the same; what is no graph is refused, by line and field.
#include "catch.hpp"
#include "laws/random_graph.hpp"

#include <ditto/emit/serialization.hpp>

#include <bit>
#include <limits>
#include <string>

namespace {

using ditto::graph, ditto::symbol;

bool same(const graph& a, const graph& b) {
    bool result = a.size() == b.size() && a.leaves().size() == b.leaves().size() &&
                  a.has_ieee_derivatives() == b.has_ieee_derivatives() && a.domain_fault() == b.domain_fault();
    for (ditto::node_id id = 0; result && id < a.size(); ++id) result = a[id] == b[id];
    for (std::uint32_t leaf = 0; result && leaf < a.leaves().size(); ++leaf)
        result = a.leaves().name(leaf) == b.leaves().name(leaf) &&
                 a.leaves().has_value(leaf) == b.leaves().has_value(leaf) &&
                 std::bit_cast<std::uint64_t>(a.leaves().value(leaf)) ==
                     std::bit_cast<std::uint64_t>(b.leaves().value(leaf));
    return result;
}

void check_round_trip(const graph& g) {
    const std::string text = g.serialize();
    const graph copy = graph::parse(text);
    REQUIRE(same(copy, g));
    REQUIRE(copy.serialize() == text);
}

// With the leaves that a recorded graph's inputs are to be: names, nameless weights, values or none.
void register_leaves(const laws::recorded_graph& r, graph& g, std::mt19937_64& engine) {
    for (std::size_t i = 0; i < r.roles.size(); ++i) {
        const std::string name = "x" + std::to_string(i);
        if (r.roles[i] == ditto::input_role::given)
            g.given(name, r.point[i]);
        else if (engine() % 3 == 0)
            g.weight(r.point[i]);
        else if (engine() % 3 == 0)
            g.variable(name);
        else
            g.variable(name, r.point[i]);
    }
}

TEST_CASE("random graphs come back the same") {
    laws::random_graphs source(6);
    for (int n = 0; n < 10000; ++n) {
        INFO("graph " << n);
        const auto r = source.next(1 + source.engine()() % 6, 1 + source.engine()() % 40, 1);
        graph g;
        register_leaves(r, g, source.engine());
        auto telling = laws::telling::plain(r);
        telling.with_dead_nodes = n % 2 == 0;
        laws::tell(r, g, telling);
        g.set_ieee_derivatives(n % 3 == 0);
        check_round_trip(g);
    }
}

TEST_CASE("every double comes back bit by bit") {
    std::mt19937_64 engine(3);
    graph g;
    using limits = std::numeric_limits<double>;
    for (const double x : {0.0,
                           -0.0,
                           1.0,
                           -1.0,
                           0.1,
                           1e22,
                           1e23,
                           0x1p53 + 2,
                           0x1p63,
                           0x1p64,
                           -0x1p63,
                           limits::max(),
                           limits::min(),
                           limits::denorm_min(),
                           -limits::denorm_min(),
                           limits::epsilon(),
                           limits::infinity(),
                           -limits::infinity(),
                           limits::quiet_NaN(),
                           -limits::quiet_NaN()})
        g.constant(x);
    g.constant(std::bit_cast<double>(std::uint64_t{0x7ff8dead0000beef}));
    for (int n = 0; n < 20000; ++n) g.constant(std::bit_cast<double>(engine()));
    for (int n = 0; n < 2000; ++n) g.constant(std::bit_cast<double>(engine() >> 12));  // denormal
    for (int n = 0; n < 20000; ++n)
        g.weight(std::ldexp(static_cast<double>(engine() >> 11), static_cast<int>(engine() % 2000) - 1060));
    g.variable("minus zero", -0.0);
    check_round_trip(g);
}

TEST_CASE("a graph as text") {
    graph g;
    const symbol x = g.variable("x", 0.5), d = g.given("say \"d\"\n", 2.0), w = g.weight(-0.0);
    const symbol quotient = sqrt(x) / d;
    (void)(quotient + w * 2.5);
    const std::string text = R"({
  "format": "ditto graph",
  "version": 1,
  "ieee_derivatives": false,
  "leaves": [
    {"name": "x", "role": "unknown", "value": 0.5},
    {"name": "say \"d\"\n", "role": "given", "value": 2},
    {"role": "unknown", "value": -0.0}
  ],
  "nodes": [
    {"operation": "input", "leaf": 0},
    {"operation": "input", "leaf": 1},
    {"operation": "input", "leaf": 2},
    {"operation": "sqrt", "operands": [0]},
    {"operation": "divide", "operands": [3, 1]},
    {"operation": "constant", "value": 2.5},
    {"operation": "multiply", "operands": [2, 5]},
    {"operation": "add", "operands": [4, 6]}
  ]
}
)";
    CHECK(g.serialize() == text);
    graph copy = graph::parse(text);
    CHECK(same(copy, g));
    CHECK(copy.variable("x", 0.5).id() == x.id());  // names are known again
    CHECK_THROWS_WITH(copy.variable("x", 1.0),
                      "ditto: the variable \"x\" is there already with the value 0.5, which is not 1");
    CHECK((copy.weight(1.0) + 1.0).id() == 10);
    check_round_trip(copy);
    check_round_trip(graph{});
}

TEST_CASE("names in any language") {
    graph g;
    for (const char* name : {"α", "длина", "長さ", "\U0001F600", "a\\b/c", "\x7f\t\x01"}) g.variable(name);
    g.variable(std::string_view("with\0zero", 9));
    g.variable(std::string(4096, 'n'));
    check_round_trip(g);
}

TEST_CASE("operations outside their domain are still reported") {
    graph g;
    (void)log(symbol(g, g.constant(-1.0)));
    REQUIRE(g.domain_fault() == 1);
    check_round_trip(g);
}

TEST_CASE("any layout and order of fields is read") {
    const graph g = graph::parse(R"({"nodes":[{"leaf":0,"operation":"input"},{"value":-0,"operation":"constant"},
        {"operands":[0,1],"operation":"atan2"},{"value":1E2,"operation":"constant"}],
        "leaves":[{"value":12345678901234567890,"role":"unknown"}],"ieee_derivatives":true,"version":1,"format":"ditto graph"})");
    CHECK(g.size() == 4);
    CHECK(g.has_ieee_derivatives());
    CHECK(std::signbit(g[1].value));
    CHECK(g[3].value == 100);
    CHECK(g.leaves().value(0) == 12345678901234567890.0);
    check_round_trip(g);
}

TEST_CASE("what no text can say is refused by the writer") {
    graph anonymous;
    anonymous.input(7, ditto::input_role::given);
    CHECK_THROWS_WITH(
        anonymous.serialize(),
        "ditto: serialize() met input 7, which is no leaf: it was not made by variable(), given() or weight()");
    graph both;
    both.variable("x");
    both.input(0, ditto::input_role::given);
    CHECK_THROWS_WITH(both.serialize(), "ditto: serialize() met input 0, which is both unknown and given");
    graph latin;
    latin.variable("\xe9t\xe9");
    CHECK_THROWS_WITH(latin.serialize(), "ditto: serialize() met the leaf \"?t?\", whose name is not UTF-8");
    graph endless;
    endless.variable(std::string(4097, 'n'));
    CHECK_THROWS_WITH(endless.serialize(), "ditto: serialize() met a leaf whose name has more than 4096 bytes");
}

// What is wrong in a text, and what is said of it.
struct refusal {
    std::string text, message;
};

// A graph of two leaves and four nodes; the nodes begin in line 8.
std::string with(const std::string& what, const std::string& instead) {
    std::string text = R"({
"format": "ditto graph", "version": 1, "ieee_derivatives": false,
"leaves": [
{"name": "x", "role": "unknown", "value": 0.5},
{"name": "y", "role": "given", "value": 1}
],
"nodes": [
{"operation": "input", "leaf": 0},
{"operation": "input", "leaf": 1},
{"operation": "add", "operands": [0, 1]},
{"operation": "constant", "value": 2}
]}
)";
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), instead);
}

TEST_CASE("what is no graph is refused, by line and field") {
    REQUIRE_NOTHROW(graph::parse(with("x", "x")));
    const std::vector<refusal> refusals{
        // syntax
        {"",
         "line 1, the text: syntax error while parsing value - unexpected end of input; expected '[', '{', or a "
         "literal"},
        {with("\n]}", "\n]"),
         "line 12, the text: syntax error while parsing object - unexpected end of input; expected '}'"},
        {with("[0, 1]", "[0 1]"),
         "line 10, nodes[2].operands[1]: syntax error while parsing array - unexpected number literal; expected ']'"},
        {with("0.5", "0.5.5"),
         "line 4, leaves[0].value: syntax error while parsing object - invalid literal; last read: '0.5.'; expected "
         "'}'"},
        {with("0.5", "1e400"), "line 4, leaves[0].value: number overflow parsing '1e400'"},
        {with("0.5", "NaN"),
         "line 4, leaves[0].value: syntax error while parsing value - invalid literal; last read: '\"value\": N'"},
        {with("\"x\"", "\"\xff\""),
         "line 4, leaves[0].name: syntax error while parsing value - invalid string: ill-formed UTF-8 byte; last read: "
         "'\"?'"},
        {with("\"x\"", "\"x\n\""),
         "line 4, leaves[0].name: syntax error while parsing value - invalid string: control character U+000A (LF) "
         "must be escaped to \\u000A or \\n; last read: '\"x<U+000A>'"},
        {with("\n]}", "\n]} {}"),
         "line 12, the text: syntax error while parsing value - unexpected '{'; expected end of input"},
        // types
        {"5", "line 1, the text is to be an object, is a number"},
        {"[]", "line 1, the text is to be an object, is an array"},
        {std::string(100000, '['), "line 1, the text is to be an object, is an array"},
        {with("\"ditto graph\"", "1"), "line 2, format is to be a string, is a number"},
        {with("\"version\": 1", "\"version\": \"1\""), "line 2, version is to be a whole number, is a string"},
        {with("\"version\": 1", "\"version\": 1.0"),
         "line 2, version is to be a whole number, is a number that is not whole"},
        {with("false", "0"), "line 2, ieee_derivatives is to be true or false, is a number"},
        {with("0.5", "null"), "line 4, leaves[0].value is to be a finite number, is null"},
        {with("0.5", "\"inf\""), "line 4, leaves[0].value is to be a finite number, is a string"},
        {with("0.5", "{}"), "line 4, leaves[0].value is to be a finite number, is an object"},
        {with("\"x\"", "true"), "line 4, leaves[0].name is to be a string, is true or false"},
        {with("{\"operation\": \"input\", \"leaf\": 0}", "3"), "line 8, nodes[0] is to be an object, is a number"},
        {with("[0, 1]", "0"), "line 10, nodes[2].operands is to be an array, is a number"},
        {with("[0, 1]", "[0, -1]"),
         "line 10, nodes[2].operands[1] is to be the number of an earlier node, is a negative number"},
        {with("[0, 1]", "[0, 0.5]"),
         "line 10, nodes[2].operands[1] is to be the number of an earlier node, is a number that is not whole"},
        {with("[0, 1]", "[0, [1]]"),
         "line 10, nodes[2].operands[1] is to be the number of an earlier node, is an array"},
        // fields
        {"{}", "line 1, format is missing"},
        {with("\"version\": 1, ", ""), "line 12, version is missing"},
        {with("\"version\": 1", "\"version\": 2"), "line 2, version is 2; this reader knows version 1"},
        {with("ditto graph", "graph"), "line 2, format is \"graph\", not \"ditto graph\""},
        {with("\"version\": 1", "\"version\": 1, \"version\": 1"), "line 2, version is there twice"},
        {with("\"version\": 1", "\"versoin\": 1"), "line 2, the text has a field \"versoin\", which is unknown"},
        {with("\"value\": 0.5", "\"valeu\": 0.5"), "line 4, leaves[0] has a field \"valeu\", which is unknown"},
        {with("\"leaf\": 1", "\"leaf\": 1, \"leaf\": 1"), "line 9, nodes[1].leaf is there twice"},
        {with("\"operands\": [0, 1]", "\"operands\": [0, 1], \"value\": 1"),
         "line 10, nodes[2].value is no field of add"},
        {with("\"operation\": \"add\", ", ""), "line 10, nodes[2].operation is missing"},
        {with(", \"operands\": [0, 1]", ""), "line 10, nodes[2].operands is missing"},
        {with(", \"leaf\": 1", ""), "line 9, nodes[1].leaf is missing"},
        {with(", \"value\": 2", ""), "line 11, nodes[3].value is missing"},
        {with("\"role\": \"unknown\", ", ""), "line 4, leaves[0].role is missing"},
        {with(", \"value\": 1", ""), "line 5, leaves[1].value is missing"},
        // contents
        {with("unknown", "free"), "line 4, leaves[0].role is \"free\", not unknown or given"},
        {with("\"x\"", "\"\""), "line 4, leaves[0].name is empty; a leaf without a name lacks the field"},
        {with("\"y\"", "\"x\""), "line 5, leaves[1].name is \"x\", as that of leaves[0]"},
        {with("\"x\"", '"' + std::string(4097, 'x') + '"'), "line 4, leaves[0].name has 4097 bytes, of at most 4096"},
        {with("0.5", "1e-400"), "line 4, leaves[0].value is \"1e-400\", too small for a double"},
        {with("add", "plus"), "line 10, nodes[2].operation is \"plus\", which is no operation"},
        {with("add", std::string(100, 'a')),
         "line 10, nodes[2].operation is \"" + std::string(60, 'a') + "...\", which is no operation"},
        {with("add", "square"), "line 10, nodes[2].operation is \"square\", which is no operation"},  // a composition
        {with("add", "sin"), "line 10, nodes[2].operands are 2; sin takes 1"},
        {with("add", "select"), "line 10, nodes[2].operands are 2; select takes 3"},
        {with("[0, 1]", "[0, 1, 0, 1, 0]"), "line 10, nodes[2].operands are 5; add takes 2"},
        {with("[0, 1]", "[]"), "line 10, nodes[2].operands are 0; add takes 2"},
        {with("[0, 1]", "[0, 2]"), "line 10, nodes[2].operands[1] is 2, which is no earlier node"},  // itself
        {with("[0, 1]", "[3, 0]"), "line 10, nodes[2].operands[0] is 3, which is no earlier node"},
        {with("[0, 1]", "[0, 4294967296]"), "line 10, nodes[2].operands[1] is 4294967296, which is no earlier node"},
        {with("\"leaf\": 1", "\"leaf\": 2"), "line 9, nodes[1].leaf is 2, of 2 leaves"},
        {with("\"leaf\": 1", "\"leaf\": 99999999"), "line 9, nodes[1].leaf is 99999999, beyond the largest graph"},
        {with("\"leaf\": 1", "\"leaf\": 0"), "line 5, leaves[1] is of no node"},
        {with("{\"operation\": \"constant\", \"value\": 2}", "{\"operation\": \"add\", \"operands\": [0, 1]}"),
         "line 11, nodes[3] is the same as nodes[2]"},
        {with("\"value\": 2", "\"value\": \"infinity\""), "line 11, nodes[3].value is \"infinity\", no number"},
        {with("\"value\": 2", "\"value\": \"nan\""), "line 11, nodes[3].value is \"nan\", no number"},
        {with("\"value\": 2", "\"value\": \"nan(0x3ff0000000000000)\""),
         "line 11, nodes[3].value is \"nan(0x3ff0000000000000)\", no number"},
        {with("\"value\": 2", "\"value\": \"nan(0x7FF8000000000000)\""),
         "line 11, nodes[3].value is \"nan(0x7FF8000000000000)\", no number"},
        {with("false,", "false,\n\"domain_fault\": 4,"), "line 3, domain_fault is 4, of 4 nodes"},
    };
    for (const auto& [text, message] : refusals) {
        INFO(text.substr(0, 1000));
        CHECK_THROWS_WITH(graph::parse(text), "ditto: " + message);
        CHECK_THROWS_AS(graph::parse(text), ditto::parse_error);
    }
}

TEST_CASE("absurd sizes are refused") {
    // Never read: its size is enough.
    CHECK_THROWS_WITH(graph::parse(std::string_view("{", (std::size_t{1} << 30) + 1)),
                      "ditto: line 1, the text has 1073741825 bytes, of at most 1073741824");
    ditto::emit::graph_format_limits limits;
    limits.nodes = 3;
    CHECK_THROWS_WITH(ditto::emit::detail::graph_reader(limits).read(with("x", "x")),
                      "ditto: line 11, nodes[3] is one too many: there are at most 3");
    limits.nodes = 1;
    CHECK_THROWS_WITH(ditto::emit::detail::graph_reader(limits).read(with("x", "x")),
                      "ditto: line 5, leaves[1] is one too many: there are at most 1");
}

TEST_CASE("every text that a graph's text is cut to is refused") {
    const std::string text = with("x", "x");
    for (std::size_t size = 0; size + 2 < text.size(); ++size)
        CHECK_THROWS_AS(graph::parse(std::string_view(text).substr(0, size)), ditto::parse_error);
}

}  // namespace
