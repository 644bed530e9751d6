// Texts of nodes: golden ones, and all of them read back by an evaluator of their own, with the precedence of C++.
#include "catch.hpp"

#include <ditto/graph/evaluate.hpp>
#include <ditto/graph/symbol.hpp>
#include <ditto/graph/text.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using ditto::node_id, ditto::symbol;

const std::vector<std::string> names{"a", "b", "c", "d"};

struct leaves {
    ditto::graph g;
    std::array<symbol, 4> x{};
    leaves() {
        for (std::uint32_t i = 0; i < 4; ++i) x[i] = symbol(g, g.input(i, ditto::input_role::unknown));
    }
    std::string text(const symbol& s, std::size_t limit = 100) const {
        const node_id outputs[] = {s.id()};
        return ditto::infix(g.nodes(), outputs, names, limit);
    }
    // The operation as it is, not simplified.
    template <class Op, class... Operand>
    symbol raw(Op, const Operand&... operands) {
        return symbol(g, g.insert({ditto::opcode_of<Op>, {symbol(operands).in(g)...}, 0.0}));
    }
};

// Reads text: `name = expression` lines define, others are values.
class reader {
public:
    explicit reader(std::map<std::string, double> known) : known_(std::move(known)) {}

    std::vector<double> read(const std::string& text) {
        std::vector<double> values;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            const auto equals = line.find(" = ");
            rest_ = equals == std::string::npos ? line : line.substr(equals + 3);
            const double value = comparison();
            REQUIRE(rest_.empty());
            if (equals == std::string::npos) values.push_back(value);
            else known_[line.substr(0, equals)] = value;
        }
        return values;
    }

private:
    bool take(const std::string& token) {
        if (rest_.compare(0, token.size(), token) != 0) return false;
        rest_.erase(0, token.size());
        return true;
    }
    double comparison() {
        const double a = sum();
        if (take(" < ")) return a < sum() ? 1 : 0;
        if (take(" <= ")) return a <= sum() ? 1 : 0;
        if (take(" == ")) return a == sum() ? 1 : 0;
        return a;
    }
    double sum() {
        double value = product();
        while (true) {
            if (take(" + ")) value = value + product();
            else if (take(" - ")) value = value - product();
            else return value;
        }
    }
    double product() {
        double value = unary();
        while (true) {
            if (take("*")) value = value * unary();
            else if (take("/")) value = value / unary();
            else return value;
        }
    }
    double unary() { return take("-") ? -unary() : primary(); }
    double primary() {
        if (take("(")) {
            const double value = comparison();
            REQUIRE(take(")"));
            return value;
        }
        if (std::isdigit(static_cast<unsigned char>(rest_[0])) != 0) {
            char* end = nullptr;
            const double value = std::strtod(rest_.c_str(), &end);
            rest_.erase(0, static_cast<std::size_t>(end - rest_.c_str()));
            return value;
        }
        std::size_t length = 0;
        const auto is_of_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
        while (length < rest_.size() && is_of_name(rest_[length])) ++length;
        const std::string name = rest_.substr(0, length);
        rest_.erase(0, length);
        if (!take("(")) {
            REQUIRE(known_.count(name) == 1);
            return known_[name];
        }
        std::array<double, 3> operands{};
        std::size_t count = 0;
        do operands.at(count++) = comparison();
        while (take(", "));
        REQUIRE(take(")"));
        return call(name, operands, count);
    }
    static double call(const std::string& name, const std::array<double, 3>& operands, std::size_t count) {
        for (std::size_t code = 0; code < ditto::facts_of.size(); ++code)
            if (ditto::facts_of[code].name == name) {
                REQUIRE(ditto::facts_of[code].arity == count);
                std::vector<ditto::node> nodes;
                for (std::uint32_t i = 0; i < 3; ++i) nodes.push_back({ditto::opcode_of<ditto::op::input>, {i, 0, 0}, 0});
                nodes.push_back({static_cast<ditto::opcode>(code), {0, 1, 2}, 0.0});
                return ditto::evaluate<double>(nodes, operands)[3];
            }
        FAIL("no operation is called " << name);
        return 0;
    }

    std::map<std::string, double> known_;
    std::string rest_;
};

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

// Fused operations round once where the processor does; their text, read, rounds twice.
bool is_fused(const ditto::operation_facts& facts) { return facts.arity == 3 && facts.commutative; }

}  // namespace

TEST_CASE("numbers read back as they were") {
    CHECK(ditto::number_text(2.0) == "2");
    CHECK(ditto::number_text(0.1) == "0.1");
    CHECK(ditto::number_text(0.1f) == "0.1");
    CHECK(ditto::number_text(1e-36) == "1e-36");
    CHECK(ditto::number_text(-0.0) == "-0.0");
    CHECK(ditto::number_text(65536.0) == "65536");
    CHECK(ditto::number_text(0x1p65) == "36893488147419103232.0");  // an integer of that size is none in C++
    CHECK(ditto::number_text(1e300) == "1e+300");
    CHECK(ditto::number_text(1.0 / 3.0) == "0.3333333333333333");
    CHECK(ditto::number_text(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(ditto::number_text(-std::numeric_limits<double>::quiet_NaN()) == "nan");
}

TEST_CASE("operators have the parentheses they need") {
    leaves l;
    const auto& [a, b, c, d] = l.x;
    // Earlier nodes go first in sums and products, and compilers differ in which of two operands they make earlier.
    const symbol aa = a * a, bb = b * b, ab = a * b, cd = c * d, sum = a + b, difference = c - d;
    CHECK(l.text(a) == "a");
    CHECK(l.text(aa + bb + ab) == "a*b + (a*a + b*b)");
    CHECK(l.text(sum + difference) == "a + b + (c - d)");
    CHECK(l.text(difference - sum) == "c - d - (a + b)");
    CHECK(l.text(a - (b + c)) == "a - (b + c)");
    CHECK(l.text(a - b - c) == "a - b - c");
    CHECK(l.text((a + b) * c) == "c*(a + b)");
    CHECK(l.text(sum * difference) == "(a + b)*(c - d)");
    CHECK(l.text(ab * cd) == "a*b*(c*d)");
    CHECK(l.text(ab + cd) == "a*b + c*d");
    CHECK(l.text(a / b) == "a/b");
    CHECK(l.text(ab / cd) == "a*b/(c*d)");
    CHECK(l.text(a / (b / c)) == "a/(b/c)");
    CHECK(l.text(1.0 / a) == "1/a");
    CHECK(l.text(1.0 / (a + b)) == "1/(a + b)");
    CHECK(l.text(b * (1.0 / a)) == "b*(1/a)");
    CHECK(l.text(sqrt(aa + bb) - c) == "sqrt(a*a + b*b) - c");
    CHECK(l.text(-a) == "-a");
    CHECK(l.text(-(a + b)) == "-(a + b)");
    CHECK(l.text(-(a * b)) == "-a*b");
    CHECK(l.text(-(a / b)) == "-a/b");
    CHECK(l.text(sin(a) / cos(-(b - c))) == "sin(a)/cos(c - b)");
    CHECK(l.text(pow(a, 0.3)) == "pow(a, 0.3)");
}

TEST_CASE("literals") {
    leaves l;
    const auto& [a, b, c, d] = l.x;
    CHECK(l.text(a * 2.0) == "2*a");
    CHECK(l.text(sin(a) * 0.5 + 1.0) == "0.5*sin(a) + 1");
    CHECK(l.text((a + b) * 2.0) == "(a + b)*2");
    CHECK(l.text(a * -2.0) == "-2*a");
    CHECK(l.text(b + a * -2.0) == "b + (-2*a)");
    CHECK(l.text(b - a * -2.0) == "b - (-2*a)");
    CHECK(l.text(b * (a * -2.0)) == "b*(-2*a)");
    CHECK(l.text((a + b) * -2.0) == "(a + b)*(-2)");
    CHECK(l.text(a + -2.0) == "a + (-2)");
    CHECK(l.text(-3.0 / a) == "-3/a");
    CHECK(l.text(b + -3.0 / a) == "b + (-3/a)");
    CHECK(l.text(pow(a, -0.3)) == "pow(a, -0.3)");
}

TEST_CASE("comparisons and choices") {
    leaves l;
    const auto& [a, b, c, d] = l.x;
    CHECK(l.text(a < b + c) == "a < b + c");
    CHECK(l.text(select(a < b, c, -d)) == "select(a < b, c, -d)");
    CHECK(l.text(select(a <= b, c, d)) == "select(a <= b, c, d)");
    CHECK(l.text(select(a == 0.0, 1.0, d)) == "select(a == 0, 1, d)");
    CHECK(l.text(select(b > a, c, d)) == "select(a < b, c, d)");
    CHECK(l.text(l.raw(ditto::op::multiply{}, a, b < c)) == "a*(b < c)");
    CHECK(l.text(l.raw(ditto::op::less{}, a, b < c)) == "a < (b < c)");
}

TEST_CASE("fused operations") {
    leaves l;
    const auto& [a, b, c, d] = l.x;
    const symbol sum = a + b;
    CHECK(l.text(l.raw(ditto::op::multiply_add{}, a, b, c)) == "a*b + c");
    CHECK(l.text(l.raw(ditto::op::multiply_add{}, sum, sum, sum)) == "(a + b)*(a + b) + (a + b)");
    CHECK(l.text(l.raw(ditto::op::multiply_subtract{}, a, b, c)) == "a*b - c");
    CHECK(l.text(l.raw(ditto::op::subtract_product{}, a, b, sum)) == "a + b - a*b");
    CHECK(l.text(l.raw(ditto::op::subtract_product{}, a, symbol(2.0), c)) == "c - 2*a");
    CHECK(l.text(l.raw(ditto::op::negate_multiply_add{}, a, b, c)) == "-(a*b + c)");
    CHECK(l.text(l.raw(ditto::op::multiply_add{}, a, symbol(-2.0), c)) == "-2*a + c");
}

TEST_CASE("long texts name what they repeat") {
    leaves l;
    const auto& [a, b, c, d] = l.x;
    const symbol u = a - b, v = sin(u) * c;
    CHECK(l.text(v * v - u) == "c*sin(a - b)*(c*sin(a - b)) - (a - b)");
    CHECK(l.text(v * v - u, 20) == "t0 = a - b\nt1 = c*sin(t0)\nt1*t1 - t0");
    CHECK(l.text(sqrt(a) / b - sqrt(a), 5) == "sqrt(a)/b - sqrt(a)");  // too little to be named
    const node_id outputs[] = {v.id(), (v + 1.0).id(), v.id()};
    CHECK(ditto::infix(l.g.nodes(), outputs, names, 8) == "t0 = c*sin(a - b)\nt0\nt0 + 1\nt0");
}

TEST_CASE("deep texts are elided") {
    leaves l;
    const auto& [a, b, c, d] = l.x;
    const symbol sum = a + b;
    const symbol s = sqrt(sum * (c - sin(d * a)) + 1.0);
    const auto elided = [&](std::size_t limit) { return ditto::elided_infix(l.g.nodes(), s.id(), names, limit); };
    CHECK(elided(100) == "sqrt((a + b)*(c - sin(a*d)) + 1)");
    CHECK(elided(30) == "sqrt((a + b)*(c - ...) + 1)");
    CHECK(elided(13) == "sqrt(... + 1)");
    CHECK(elided(0) == "sqrt(...)");
}

TEST_CASE("what is written reads back as the same graph") {
    std::mt19937 random(7);
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const double literals[] = {-2.0, -0.0, 0.5, 1e-300, -3.25e20, 7.0};
    for (int round = 0; round < 300; ++round) {
        leaves l;
        for (const double c : literals) l.g.constant(c);
        for (int i = 0; i < 25; ++i) {
            const auto code = static_cast<ditto::opcode>(below(ditto::facts_of.size()));
            const ditto::operation_facts& facts = ditto::facts_of[code];
            if (facts.arity == 0 || is_fused(facts)) continue;
            ditto::node n{code, {}, 0.0};
            for (std::size_t k = 0; k < facts.arity; ++k) n.operands[k] = static_cast<node_id>(below(l.g.size()));
            l.g.insert(n);
        }
        std::vector<double> inputs(4);
        std::map<std::string, double> known;
        for (std::size_t i = 0; i < 4; ++i) known[names[i]] = inputs[i] = 0.25 * static_cast<double>(below(33)) - 4;
        const auto values = ditto::evaluate<double>(l.g.nodes(), inputs);
        const node_id last = static_cast<node_id>(l.g.size()) - 1;
        const node_id outputs[] = {last, last / 2, last - 1};
        for (const std::size_t limit : {std::size_t{0}, std::size_t{60}, std::size_t{100000}}) {
            const std::string text = ditto::infix(l.g.nodes(), outputs, names, limit);
            INFO(text);
            const auto read = reader(known).read(text);
            REQUIRE(read.size() == 3);
            for (std::size_t k = 0; k < 3; ++k) CHECK(same(read[k], values[outputs[k]]));
        }
    }
}

TEST_CASE("chains of 100,000 nodes, and of sums of themselves") {
    leaves l;
    symbol chain = l.x[0];
    for (int i = 0; i < 50'000; ++i) chain = sin(chain - l.x[1]);
    const std::string text = l.text(chain);
    CHECK(text.size() == 1 + 50'000 * 9);
    CHECK(text.starts_with("sin(sin("));
    CHECK(text.ends_with(" - b) - b)"));
    CHECK(ditto::elided_infix(l.g.nodes(), chain.id(), names, 40).size() <= 40);

    symbol doubled = l.x[2];
    for (int i = 0; i < 50'000; ++i) doubled = doubled * doubled - l.x[3];
    const std::string lines = l.text(doubled);
    CHECK(lines.starts_with("t0 = c*c - d\nt1 = t0*t0 - d\n"));
    CHECK(lines.ends_with("\nt49998*t49998 - d"));
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 49'999);
}
