// The rules of simplification, inside the compiler and at run time.
#include "catch.hpp"

#include <ditto/graph.hpp>

#include <limits>
#include <string_view>

namespace {

using ditto::symbol;

struct unknowns {
    symbol x, y, z;
};
using spelling = symbol (*)(const unknowns&);

struct rule {
    std::string_view name;
    spelling said;
    spelling meant;
};

constexpr rule rules[] = {
    {"x + 0 = x", [](auto& u) { return u.x + 0; }, [](auto& u) { return u.x; }},
    {"0 + x = x", [](auto& u) { return 0 + u.x; }, [](auto& u) { return u.x; }},
    {"x + y = y + x", [](auto& u) { return u.x + u.y; }, [](auto& u) { return u.y + u.x; }},
    {"x + x = 2 x", [](auto& u) { return u.x + u.x; }, [](auto& u) { return 2 * u.x; }},
    {"x + (-y) = x - y", [](auto& u) { return u.x + -u.y; }, [](auto& u) { return u.x - u.y; }},
    {"-x + y = y - x", [](auto& u) { return -u.x + u.y; }, [](auto& u) { return u.y - u.x; }},
    {"-x + -y = -(x + y)", [](auto& u) { return -u.x + -u.y; }, [](auto& u) { return -(u.x + u.y); }},
    {"x - 0 = x", [](auto& u) { return u.x - 0; }, [](auto& u) { return u.x; }},
    {"0 - x = -x", [](auto& u) { return 0 - u.x; }, [](auto& u) { return -u.x; }},
    {"x - x = 0", [](auto& u) { return u.y + (u.x - u.x); }, [](auto& u) { return u.y; }},
    {"x - -y = x + y", [](auto& u) { return u.x - -u.y; }, [](auto& u) { return u.x + u.y; }},
    {"-x - y = -(x + y)", [](auto& u) { return -u.x - u.y; }, [](auto& u) { return -(u.x + u.y); }},
    {"x 0 = 0", [](auto& u) { return u.y + u.x * 0; }, [](auto& u) { return u.y; }},
    {"x 1 = x", [](auto& u) { return u.x * 1; }, [](auto& u) { return u.x; }},
    {"x (-1) = -x", [](auto& u) { return u.x * -1; }, [](auto& u) { return -u.x; }},
    {"x y = y x", [](auto& u) { return u.x * u.y; }, [](auto& u) { return u.y * u.x; }},
    {"(-x) y = -(x y)", [](auto& u) { return -u.x * u.y; }, [](auto& u) { return -(u.x * u.y); }},
    {"x (-y) = -(x y)", [](auto& u) { return u.x * -u.y; }, [](auto& u) { return -(u.x * u.y); }},
    {"(-x) (-y) = x y", [](auto& u) { return -u.x * -u.y; }, [](auto& u) { return u.x * u.y; }},
    {"2 (3 x) = 6 x", [](auto& u) { return 2 * (3 * u.x); }, [](auto& u) { return 6 * u.x; }},
    {"(2 x) (3 y) = 6 (x y)", [](auto& u) { return 2 * u.x * (3 * u.y); }, [](auto& u) { return 6 * (u.x * u.y); }},
    {"-(2 x) = (-2) x", [](auto& u) { return -(2 * u.x); }, [](auto& u) { return -2 * u.x; }},
    {"sqrt(x) sqrt(x) = x", [](auto& u) { return sqrt(u.x) * sqrt(u.x); }, [](auto& u) { return u.x; }},
    {"0 / x = 0", [](auto& u) { return u.y + 0 / u.x; }, [](auto& u) { return u.y; }},
    {"x / 1 = x", [](auto& u) { return u.x / 1; }, [](auto& u) { return u.x; }},
    {"x / -1 = -x", [](auto& u) { return u.x / -1; }, [](auto& u) { return -u.x; }},
    {"x / x = 1", [](auto& u) { return u.y * (u.x / u.x); }, [](auto& u) { return u.y; }},
    {"1 / x is a reciprocal", [](auto& u) { return 1 / u.x; }, [](auto& u) { return reciprocal(u.x); }},
    {"x / 4 = x 0.25", [](auto& u) { return u.x / 4; }, [](auto& u) { return u.x * 0.25; }},
    {"(-x) / y = -(x / y)", [](auto& u) { return -u.x / u.y; }, [](auto& u) { return -(u.x / u.y); }},
    {"x / (-y) = -(x / y)", [](auto& u) { return u.x / -u.y; }, [](auto& u) { return -(u.x / u.y); }},
    {"-(-x) = x", [](auto& u) { return -(-u.x); }, [](auto& u) { return u.x; }},
    {"-(x - y) = y - x", [](auto& u) { return -(u.x - u.y); }, [](auto& u) { return u.y - u.x; }},
    {"1 / (1 / x) = x", [](auto& u) { return 1 / (1 / u.x); }, [](auto& u) { return u.x; }},
    {"1 / (-x) = -(1 / x)", [](auto& u) { return reciprocal(-u.x); }, [](auto& u) { return -reciprocal(u.x); }},
    {"sqrt(x x) = |x|", [](auto& u) { return sqrt(u.x * u.x); }, [](auto& u) { return abs(u.x); }},
    {"|-x| = |x|", [](auto& u) { return abs(-u.x); }, [](auto& u) { return abs(u.x); }},
    {"| |x| | = |x|", [](auto& u) { return abs(abs(u.x)); }, [](auto& u) { return abs(u.x); }},
    {"|sqrt(x)| = sqrt(x)", [](auto& u) { return abs(sqrt(u.x)); }, [](auto& u) { return sqrt(u.x); }},
    {"sin(-x) = -sin(x)", [](auto& u) { return sin(-u.x); }, [](auto& u) { return -sin(u.x); }},
    {"cos(-x) = cos(x)", [](auto& u) { return cos(-u.x); }, [](auto& u) { return cos(u.x); }},
    {"tanh(-x) = -tanh(x)", [](auto& u) { return tanh(-u.x); }, [](auto& u) { return -tanh(u.x); }},
    {"x^0 = 1", [](auto& u) { return u.y * pow(u.x, 0); }, [](auto& u) { return u.y; }},
    {"x^1 = x", [](auto& u) { return pow(u.x, 1); }, [](auto& u) { return u.x; }},
    {"x^2 = x x", [](auto& u) { return pow(u.x, 2); }, [](auto& u) { return u.x * u.x; }},
    {"x^5 = x (x^2)^2", [](auto& u) { return pow(u.x, 5); },
     [](auto& u) { return u.x * ((u.x * u.x) * (u.x * u.x)); }},
    {"x^-1 = 1 / x", [](auto& u) { return pow(u.x, -1); }, [](auto& u) { return 1 / u.x; }},
    {"x^0.5 = sqrt(x)", [](auto& u) { return pow(u.x, 0.5); }, [](auto& u) { return sqrt(u.x); }},
    {"x^1.5 = sqrt(x) x", [](auto& u) { return pow(u.x, 1.5); }, [](auto& u) { return sqrt(u.x) * u.x; }},
    {"2^3 = 8", [](auto& u) { return u.y + pow(u.x * 0 + 2, 3); }, [](auto& u) { return u.y + 8; }},
    {"x^-0.5 = 1 / sqrt(x)", [](auto& u) { return pow(u.x, -0.5); }, [](auto& u) { return 1 / sqrt(u.x); }},
    {"select(c, x, x) = x", [](auto& u) { return select(u.y < u.z, u.x, u.x); }, [](auto& u) { return u.x; }},
    {"a select on a constant is its branch", [](auto& u) { return select(u.x * 0 < 1, u.x, u.y); },
     [](auto& u) { return u.x; }},
    {"x > y is y < x", [](auto& u) { return u.x > u.y; }, [](auto& u) { return u.y < u.x; }},
    {"x >= y is y <= x", [](auto& u) { return u.x >= u.y; }, [](auto& u) { return u.y <= u.x; }},
    {"a mask scales its branch", [](auto& u) { return select(u.x < u.y, u.z, 0) * u.x; },
     [](auto& u) { return select(u.x < u.y, u.z * u.x, 0); }},
    // Outer rules see simplified operands.
    {"x (1 + 0) = x", [](auto& u) { return u.x * ((u.y - u.y) + 1); }, [](auto& u) { return u.x; }},
    {"sqrt((-x) (-x)) = |x|", [](auto& u) { return sqrt(-u.x * -u.x); }, [](auto& u) { return abs(u.x); }},
    {"sin(x - x) y + z", [](auto& u) { return (u.x - u.x) * sin(u.y) + u.z; }, [](auto& u) { return u.z; }},
    {"-(-(x + 0)) 1", [](auto& u) { return -(-(u.x + 0)) * 1; }, [](auto& u) { return u.x; }},
    {"(x / -1) / -1 = x", [](auto& u) { return u.x / -1 / -1; }, [](auto& u) { return u.x; }},
    // Constants fold, and come last.
    {"(2 + 3) x = 5 x", [](auto& u) { return (symbol(2) + 3 + 0 * u.x) * u.x; }, [](auto& u) { return u.x * 5; }},
    {"sqrt(16) folds", [](auto& u) { return sqrt(0 * u.x + 16) * u.x; }, [](auto& u) { return u.x * 4; }},
    {"|-3| folds", [](auto& u) { return abs(0 * u.x - 3) * u.x; }, [](auto& u) { return u.x * 3; }},
    {"1 / 8 folds", [](auto& u) { return 1 / (0 * u.x + 8) + u.x; }, [](auto& u) { return u.x + 0.125; }},
};

struct difference {
    std::string_view name;
    spelling one;
    spelling other;
};

// What must stay apart: rules that would be wrong, or shared what is not the same.
constexpr difference differences[] = {
    {"x - y and y - x", [](auto& u) { return u.x - u.y; }, [](auto& u) { return u.y - u.x; }},
    {"x / y and y / x", [](auto& u) { return u.x / u.y; }, [](auto& u) { return u.y / u.x; }},
    {"sqrt(x) and |x|", [](auto& u) { return sqrt(u.x); }, [](auto& u) { return abs(u.x); }},
    {"x / 3 and x (1 / 3)", [](auto& u) { return u.x / 3; }, [](auto& u) { return u.x * (1.0 / 3); }},
    {"|x| and x", [](auto& u) { return abs(u.x); }, [](auto& u) { return u.x; }},
    {"x < y and x <= y", [](auto& u) { return u.x < u.y; }, [](auto& u) { return u.x <= u.y; }},
    {"x < y and y < x", [](auto& u) { return u.x < u.y; }, [](auto& u) { return u.y < u.x; }},
    {"branches", [](auto& u) { return select(u.x < u.y, u.x, u.y); }, [](auto& u) { return select(u.x < u.y, u.y, u.x); }},
    {"cos(-x) and -cos(x)", [](auto& u) { return cos(-u.x); }, [](auto& u) { return -cos(u.x); }},
    {"exp(-x) and -exp(x)", [](auto& u) { return exp(-u.x); }, [](auto& u) { return -exp(u.x); }},
    {"x^3 and x^2", [](auto& u) { return pow(u.x, 3); }, [](auto& u) { return pow(u.x, 2); }},
    {"(x^2)^0.5 and x", [](auto& u) { return sqrt(u.x * u.x); }, [](auto& u) { return u.x; }},
};

constexpr bool are_same(spelling a, spelling b) {
    const auto code = [](spelling s) {
        ditto::graph g;
        const auto input = [&](std::uint32_t n) { return symbol(g, g.input(n, ditto::input_role::unknown)); };
        const ditto::node_id outputs[] = {s({input(0), input(1), input(2)}).in(g)};
        const auto form = ditto::canonicalise(g, outputs, ditto::input_names::kept);
        return ditto::encode(form.nodes, form.outputs);
    };
    return code(a) == code(b);
}

// The number of the first rule that does not hold, for the compiler to print.
constexpr int broken_rule() {
    for (std::size_t i = 0; i < std::size(rules); ++i)
        if (!are_same(rules[i].said, rules[i].meant)) return static_cast<int>(i);
    return -1;
}
constexpr int merged_difference() {
    for (std::size_t i = 0; i < std::size(differences); ++i)
        if (are_same(differences[i].one, differences[i].other)) return static_cast<int>(i);
    return -1;
}
static_assert(broken_rule() == -1);
static_assert(merged_difference() == -1);

TEST_CASE("rules hold at run time as in the compiler") {
    for (const rule& r : rules) {
        INFO(r.name);
        CHECK(are_same(r.said, r.meant));
    }
    for (const difference& d : differences) {
        INFO(d.name);
        CHECK(!are_same(d.one, d.other));
    }
}

// The opcode at fault, or that of `input` where there is none.
constexpr ditto::opcode fault_of(spelling s) {
    ditto::graph g;
    const auto input = [&](std::uint32_t n) { return symbol(g, g.input(n, ditto::input_role::unknown)); };
    (void)s({input(0), input(1), input(2)});
    return g.domain_fault() == ditto::no_node ? ditto::opcode_of<ditto::op::input> : g[g.domain_fault()].op;
}
static_assert(fault_of([](auto& u) { return sqrt(0 * u.x - 4); }) == ditto::opcode_of<ditto::op::sqrt>);
static_assert(fault_of([](auto& u) { return log(0 * u.x); }) == ditto::opcode_of<ditto::op::log>);
static_assert(fault_of([](auto& u) { return log(0 * u.x - 1); }) == ditto::opcode_of<ditto::op::log>);
static_assert(fault_of([](auto& u) { return u.x / 0; }) == ditto::opcode_of<ditto::op::divide>);
static_assert(fault_of([](auto& u) { return u.x / (u.y - u.y); }) == ditto::opcode_of<ditto::op::divide>);
static_assert(fault_of([](auto& u) { return reciprocal(0 * u.x); }) == ditto::opcode_of<ditto::op::reciprocal>);
static_assert(fault_of([](auto& u) { return pow(0 * u.x - 2, 0.3); }) == ditto::opcode_of<ditto::op::pow>);
static_assert(fault_of([](auto& u) { return pow(0 * u.x, -1); }) == ditto::opcode_of<ditto::op::pow>);
static_assert(fault_of([](auto& u) { return sqrt(0 * u.x) + log(0 * u.x + 1) + u.x / 2 + pow(0 * u.x - 2, 3); }) ==
              ditto::opcode_of<ditto::op::input>);

TEST_CASE("the compiler's square root is correctly rounded") {
    std::uint64_t bits = 12345;
    for (int i = 0; i < 200000; ++i) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        const double a = std::bit_cast<double>(bits >> 1);  // any positive number, subnormal or not
        if (std::isfinite(a)) REQUIRE(ditto::detail::constexpr_sqrt(a) == std::sqrt(a));
    }
    for (const double a : {0.0, 1.0, 2.0, 4.0, 0.25, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308})
        CHECK(ditto::detail::constexpr_sqrt(a) == std::sqrt(a));
    for (double a = 1.0; a < 1e6; a += 1.0) REQUIRE(ditto::detail::constexpr_sqrt(a * a) == a);
    CHECK(std::isnan(ditto::detail::constexpr_sqrt(-1.0)));
    CHECK(std::isinf(ditto::detail::constexpr_sqrt(std::numeric_limits<double>::infinity())));
}

}  // namespace
