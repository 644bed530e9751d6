// What diagnose() says of residuals that are not finite.
#include "catch.hpp"
#include "dual_kernel.hpp"

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using ditto::given, ditto::real, ditto::vec2;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr auto gap = ditto::residual<vec2, vec2>([](auto p, auto q) { return log(p[0] - q[0]); });
// The same structure, other arguments: one kernel, other names.
constexpr auto swapped = ditto::residual<given<real>, vec2, vec2>([](auto, auto q, auto p) { return log(p[1] - q[1]); });
constexpr auto rows = ditto::residual<given<real>, real>(
    [](auto g, auto x) { return ditto::vec{g * x, 1.0 / x + select(x < -5.0, 1.0, sqrt(x + 5.0)), x - g}; });
constexpr auto logarithm = ditto::residual<real, real>([](auto x, auto y) { return log(x) * y; });

std::vector<std::string> messages(const std::vector<ditto::diagnosis>& found) {
    std::vector<std::string> all;
    for (const ditto::diagnosis& d : found) all.push_back(d.message);
    return all;
}
using list = std::vector<std::string>;

}  // namespace

TEST_CASE("nothing to say of what is finite") {
    ditto::problem p;
    CHECK(p.diagnose().empty());
    p.add(rows, 2.0, p.add_variable<real>(1.0));
    CHECK(p.diagnose().empty());
}

TEST_CASE("a residual: its operation, operands, inputs") {
    ditto::problem p;
    const auto a = p.add_variable<vec2>({1, 2}), b = p.add_variable<vec2>({1, 3});
    p.add(rows, 2.0, p.add_variable<real>(1.0));
    const auto bad = p.add(gap, a, b);
    const auto found = p.diagnose();
    REQUIRE(found.size() == 1);
    const ditto::diagnosis& d = found[0];
    CHECK(d.residual == bad);
    CHECK(d.index == 1);
    CHECK(d.row == 3);
    CHECK(d.row == p.row(bad));
    CHECK(d.derivative_by.empty());
    CHECK(d.node == "log(a.x - b.x)");
    CHECK(d.value == -inf);
    REQUIRE(d.operands.size() == 1);
    CHECK(d.operands[0].name == "a.x - b.x");
    CHECK(d.operands[0].value == 0);
    REQUIRE(d.inputs.size() == 4);
    CHECK(d.inputs[1].name == "a.y");
    CHECK(d.inputs[1].value == 2);
    CHECK(d.inputs[3].name == "b.y");
    CHECK(d.inputs[3].value == 3);
    CHECK(d.message == "residual 1 (row 3): log(a.x - b.x) is -inf at a.x = 1, b.x = 1");
    p.set_value(a, {0.5, 2});
    CHECK(p.diagnose()[0].message == "residual 1 (row 3): log(a.x - b.x) is nan at a.x = 0.5, b.x = 1");
}

TEST_CASE("definitions that share a kernel keep their own names") {
    ditto::problem p;
    const auto a = p.add_variable<vec2>({1, 2}), b = p.add_variable<vec2>({1, 2});
    p.add(gap, a, b);
    p.add(swapped, 7.0, a, b);
    p.add(gap, b, a);
    CHECK(messages(p.diagnose()) == list{"residual 0 (row 0): log(a.x - b.x) is -inf at a.x = 1, b.x = 1",
                                         "residual 1 (row 1): log(c.y - b.y) is -inf at b.y = 2, c.y = 2",
                                         "residual 2 (row 2): log(a.x - b.x) is -inf at a.x = 1, b.x = 1"});
}

TEST_CASE("a row among several, and what select did not choose") {
    ditto::problem p;
    const auto zero = p.add_variable<real>(0.0), deep = p.add_variable<real>(-8.0);
    p.add(rows, 2.0, deep);  // sqrt(-3), not chosen
    p.add(rows, 2.0, zero);
    CHECK(messages(p.diagnose()) == list{"residual 1 (row 4): 1/b is inf at b = 0"});
}

TEST_CASE("what is not finite from the start is named, variable or given") {
    ditto::problem p;
    const auto x = p.add_variable<real>(not_a_number), y = p.add_variable<real>(2.0);
    p.add(rows, 2.0, x);
    const auto r = p.add(rows, 3.0, y);
    p.set_given(r, -inf);
    const auto found = p.diagnose();
    CHECK(messages(found) == list{"residual 0 (row 0): the variable b is nan itself",
                                  "residual 1 (row 3): the given a is -inf itself"});
    REQUIRE(found.size() == 2);
    CHECK(found[1].node == "a");
    CHECK(found[1].value == -inf);
    CHECK(found[1].operands.empty());
    CHECK(found[1].inputs[1].value == 2);
}

TEST_CASE("a derivative, unless its variable is fixed") {
    ditto::problem p;
    const auto x = p.add_variable<real>(1e-310), y = p.add_variable<real>(2.0);
    p.add(logarithm, x, y);
    const auto found = p.diagnose();
    REQUIRE(found.size() == 1);
    CHECK(found[0].derivative_by == "a");
    CHECK(found[0].message == "residual 0 (row 0), derivative by a: 1/a is inf at a = 1e-310");
    p.fix(x);
    CHECK(p.diagnose().empty());
}

TEST_CASE("long texts are cut, and operands take their place") {
    constexpr auto deep = ditto::residual<ditto::array<real, 20>>([](auto x) {
        auto sum = x[0];
        for (std::size_t i = 1; i < 20; ++i) sum = cos(sum * x[i] - 0.5);
        return sqrt(sum - 2.0);
    });
    ditto::problem p;
    p.add(deep, p.add_variable<ditto::array<real, 20>>({}));
    const auto found = p.diagnose();
    REQUIRE(found.size() == 1);
    CHECK(found[0].node.size() <= 100);
    CHECK(found[0].node.starts_with("sqrt(cos("));
    CHECK(found[0].inputs.size() == 20);
    REQUIRE(found[0].operands.size() == 1);
    const std::string& message = found[0].message;
    CHECK(message.find("is nan (operands -1.1") != std::string::npos);
    CHECK(message.ends_with(", a[11] = 0, and 8 more"));
}

TEST_CASE("many residuals: by row, as many as asked for, more than a batch, some removed") {
    ditto::problem p;
    std::vector<ditto::residual_handle> handles;
    for (int i = 0; i < 50; ++i) {
        handles.push_back(p.add(rows, 1.0, p.add_variable<real>(i % 10 == 7 ? 0.0 : i + 1.0)));
        handles.push_back(p.add(logarithm, p.add_variable<real>(i % 20 == 3 ? -1.0 : 1.0), p.add_variable<real>(1.0)));
    }
    p.remove(handles[0]);
    const auto found = p.diagnose();
    REQUIRE(found.size() == 8);
    CHECK(found[0].residual == handles[2 * 3 + 1]);
    CHECK(found[0].index == 2 * 3);
    CHECK(found[1].residual == handles[2 * 7]);
    CHECK(found[1].row == p.row(handles[2 * 7]) + 1);
    CHECK(found[7].residual == handles[2 * 47]);
    for (std::size_t k = 1; k < found.size(); ++k) CHECK(found[k - 1].row < found[k].row);
    CHECK(p.diagnose(3).size() == 3);
    CHECK(p.diagnose(3)[2].residual == found[2].residual);
    CHECK(p.diagnose(0).empty());
    CHECK(*p.first_non_finite() == found[0].residual);
    CHECK(std::as_const(p).diagnose().size() == 8);
}

TEST_CASE("single precision is judged in single precision") {
    ditto::basic_problem<float> p;
    constexpr auto square = ditto::residual<real, given<real>>([](auto x, auto y) { return exp(x * x) - y; });
    p.add(square, p.add_variable<real>(10.1f), 1.0f);
    CHECK(messages(p.diagnose()) == list{"residual 0 (row 0): exp(a*a) is inf at a = 10.1"});
}

TEST_CASE("a kernel made by hand has inputs but no text") {
    using kernel = test::dual_kernel<decltype([](const auto& x, const auto& g) { return log(x[0]) + x[1] * g[0]; }), 2, 1>;
    ditto::problem p;
    p.add_variable<real>(0.0);
    p.add_variable<real>(3.0);
    const std::array<std::uint32_t, 2> ids{0, 1};
    p.add_instance(kernel::table, ids, std::array{5.0}, kernel::definition);
    const auto found = p.diagnose();
    CHECK(messages(found) == list{"residual 0 (row 0): it is -inf at x0 = 0, x1 = 3, g0 = 5"});
    CHECK(found.at(0).node.empty());
    p.set_state(std::array{1e-310, 3.0});
    CHECK(messages(p.diagnose()) == list{"residual 0 (row 0), derivative by x0: it is inf at x0 = 1e-310, x1 = 3, g0 = 5"});
}

TEST_CASE("what only the kernel's arithmetic makes not finite is said to be so") {
    using kernel = test::dual_kernel<decltype([](const auto& x, const auto&) { return sqrt(x[0] - 10.0); }), 1, 0>;
    constexpr auto finite = ditto::residual<real>([](auto x) { return x * x; });
    ditto::problem p;
    p.add_variable<real>(3.0);
    const std::array<std::uint32_t, 1> ids{0};
    p.add_instance(kernel::table, ids, {}, ditto::description_of<decltype(finite)>);
    CHECK(messages(p.diagnose()) ==
          list{"residual 0 (row 0): a*a is nan (in the kernel, which rounds differently) at a = 3"});
}

TEST_CASE("a solve that cannot start says where to ask") {
    ditto::problem p;
    p.add(logarithm, p.add_variable<real>(-1.0), p.add_variable<real>(1.0));
    const auto s = ditto::solve(p);
    CHECK(s.termination == ditto::termination::non_finite_start);
    CHECK(s.message.find("problem.diagnose()") != std::string::npos);
    CHECK(*s.culprit == p.diagnose().at(0).residual);
}
