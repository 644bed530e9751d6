// Expressions are types: the same structure, the same type.
#include "catch.hpp"

#include <ditto/define.hpp>

#include <type_traits>

namespace {

constexpr ditto::arg<0> x;
constexpr ditto::arg<1> y;
constexpr ditto::arg<2> z;
constexpr ditto::literal<0.0> zero;
constexpr ditto::literal<1.0> one;
constexpr ditto::literal<2.0> two;
constexpr ditto::literal<3.0> three;
constexpr ditto::literal<2.7> c;

template <auto A, auto B>  // a concept, not a bool: when it fails, both sides are printed
concept same_expression = std::same_as<decltype(A), decltype(B)>;

static_assert(same_expression<x * x + y * y, y * y + x * x>);
static_assert(same_expression<(x + y) * (z + x), (x + z) * (y + x)>);
static_assert(same_expression<sqrt(x) + (x - x), sqrt(x)>);
static_assert(same_expression<x + (two - y * zero), x + two>);
static_assert(same_expression<x + two, two + x>);
static_assert(same_expression<x + two * one, x + (one + one)>);
static_assert(same_expression<select(x < y, x, x), x>);
static_assert(same_expression<sin(x * y) + sin(y * x), two * sin(x * y)>);
static_assert(!same_expression<x - y, y - x>);
static_assert(!same_expression<x, y>);
static_assert(!same_expression<x + y, x + z>);
static_assert(!same_expression<x + two, x + three>);
static_assert(std::is_empty_v<decltype(sqrt(x * x + y * y) - z)>);

// Derivatives are expressions, of the simplified form one would write.
static_assert(same_expression<derivative(x, x) + y, y + one>);
static_assert(same_expression<derivative(x, y) + x, x>);
static_assert(same_expression<derivative(x * x, x), two * x>);
static_assert(same_expression<derivative(x * y, x), y>);
static_assert(same_expression<derivative(sin(x), x), cos(x)>);
static_assert(same_expression<derivative(cos(x), x), -sin(x)>);
static_assert(same_expression<derivative(exp(x), x), exp(x)>);
static_assert(same_expression<derivative(log(x), x), one / x>);
static_assert(same_expression<derivative(tanh(x), x), one - tanh(x) * tanh(x)>);
static_assert(same_expression<derivative(apply(ditto::op::pow{}, x, c), x), c * apply(ditto::op::pow{}, x, c - one)>);
static_assert(same_expression<derivative(one / x, x), -((one / x) * (one / x))>);
static_assert(same_expression<derivative(abs(x), x), sign(x)>);
static_assert(same_expression<derivative(select(x < y, x * z, y), x), select(x < y, z, zero)>);

// They are functions of as many numbers as they have arguments.
static_assert((x * y - z)(2.0, 3.0, 4.0) == 2.0);
static_assert((x + one)(2.0) == 3.0);
static_assert((y + one)(0.0, 2.0) == 3.0);
static_assert(select(x < y, one, two)(1.0, 2.0) == 1.0 && select(x < y, one, two)(2.0, 2.0) == 2.0);
static_assert(sqrt(x * x + y * y)(3.0, 4.0) == 5.0);

// With kinds they are definitions, and meet those that were traced.
constexpr auto circle = sqrt(x * x + y * y) - z;
constexpr auto composed = circle * circle;
using ditto::given, ditto::real;
constexpr auto by_type = ditto::residual<real, real, given<real>>(composed);
constexpr auto by_trace = ditto::residual<given<real>, real, real>([](auto r, auto b, auto a) {
    const auto d = sqrt(a * a + b * b) - r;
    return d * d;
});
static_assert(ditto::same_kernel<by_type, by_trace>);
static_assert(by_type.unknowns() == 2 && by_type.givens() == 1 && by_type.rows() == 1);

TEST_CASE("expressions compute at run time") {
    CHECK(composed(3.0, 4.0, 4.0) == 1.0);
    CHECK(by_type(3.0, 4.0, 4.0) == 1.0);
    CHECK(derivative(composed, x)(3.0, 4.0, 4.0) == Approx(1.2).epsilon(1e-15));
    CHECK(derivative(composed, z)(3.0, 4.0, 4.0) == Approx(-2.0).epsilon(1e-15));
    CHECK(sin(x)(0.5) == Approx(std::sin(0.5)).epsilon(1e-15));
}

}  // namespace
