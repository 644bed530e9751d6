// Every operation: its value, its derivatives through the graph, its batches, its opcode.
#include "catch.hpp"
#include "operation_laws.hpp"

#include <ditto/kernel/functions.hpp>

#include <boost/mp11/algorithm.hpp>

#include <bit>

namespace {

using namespace laws;
using boost::mp11::mp_for_each;

// Operations that compute; leaves do not.
template <class F>
void for_each_operation(F f) {
    mp_for_each<ditto::operations>([&](auto op) {
        if constexpr (decltype(op)::arity > 0) {
            INFO(decltype(op)::name);
            f(op);
        }
    });
}

TEST_CASE("an opcode and its operation are one") {
    mp_for_each<ditto::operations>([](auto op) {
        using Op = decltype(op);
        static_assert(std::same_as<ditto::operation_at<ditto::opcode_of<Op>>, Op>);
        CHECK(ditto::facts_of[ditto::opcode_of<Op>].name == Op::name);
        CHECK(ditto::facts_of[ditto::opcode_of<Op>].arity == Op::arity);
        mp_for_each<ditto::operations>(
            [](auto other) { CHECK((Op::name == decltype(other)::name) == std::same_as<Op, decltype(other)>); });
    });
}

TEST_CASE("values agree with the reference") {
    for_each_operation([](auto op) {
        using Op = decltype(op);
        std::mt19937_64 engine(1);
        for (int i = 0; i < 4000; ++i) {
            const auto a = operands_in_domain<Op>(engine);
            const real expected = reference_at<Op, real>(converted<real>(a));
            real largest = std::abs(expected);  // a sum is as accurate as its terms
            if (Op::arity == 3) largest += std::abs(static_cast<real>(a[0]) * a[1 % Op::arity]);
            const int ulps = std::same_as<Op, ditto::op::cbrt> ? 4 : 2;  // glibc's cbrt
            CHECK(std::abs(value_at<Op>(a) - expected) <= 2.3e-16L * ulps * largest);
        }
    });
}

TEST_CASE("commutative operations commute, others do not") {
    for_each_operation([](auto op) {
        using Op = decltype(op);
        if constexpr (Op::arity > 1) {
            std::mt19937_64 engine(2);
            bool commutes = true;
            for (int i = 0; i < 100; ++i) {
                const auto a = operands_in_domain<Op>(engine);
                auto b = a;
                std::swap(b[0], b[1]);
                const double u = value_at<Op>(a), v = value_at<Op>(b);
                commutes = commutes && (u == v || (std::isnan(u) && std::isnan(v)));
            }
            CHECK(commutes == Op::commutative);
        }
    });
}

// A graph of one operation on three inputs, its partials by both accumulations.
template <class Op>
struct differentiated {
    ditto::graph g;
    std::array<ditto::node_id, Op::arity> inputs;
    ditto::node_id value;
    std::array<ditto::symbol, Op::arity> reverse;
    std::array<ditto::symbol, Op::arity> forward;

    // The second operand is a literal or, as all others are, an input.
    differentiated(const operands_of<Op>& at, bool literal) {
        std::array<ditto::symbol, Op::arity> operands;
        for (std::size_t i = 0; i < Op::arity; ++i) {
            inputs[i] = literal && i == 1 ? g.constant(at[i])
                                          : g.input(static_cast<std::uint32_t>(i), ditto::input_role::unknown);
            operands[i] = ditto::symbol(g, inputs[i]);
        }
        value = std::apply([](auto... x) { return apply(Op{}, x...); }, operands).in(g);
        const auto active = ditto::depends_on(g, g.size(), inputs);
        const auto backwards = ditto::differentiate_reverse(g, value, inputs, active);
        const ditto::node_id outputs[] = {value};
        for (std::size_t i = 0; i < Op::arity; ++i) {
            reverse[i] = backwards[i];
            forward[i] = ditto::differentiate_forward(g, outputs, inputs[i])[0];
        }
    }
    double evaluate(const ditto::symbol& s, const operands_of<Op>& at) {
        const ditto::node_id id = s.in(g);
        return values_of_nodes<double>(g, at)[id];
    }
};

// Exponents are literals every other time: another derivative, and often no power at all. Where the base is not positive,
// the derivative by the exponent is chosen.
template <class Op>
bool is_differentiable(const operands_of<Op>& a, std::size_t i, bool literal) {
    return !std::same_as<Op, ditto::op::pow> || i == 0 || (!literal && a[0] > 0);
}

TEST_CASE("partials agree with central differences of the value") {
    for_each_operation([](auto op) {
        using Op = decltype(op);
        std::mt19937_64 engine(3);
        for (int n = 0; n < 500; ++n) {
            const auto a = operands_in_domain<Op>(engine);
            const bool literal = std::same_as<Op, ditto::op::pow> && n % 4 >= 2;
            differentiated<Op> d(a, literal);
            const double value = static_cast<double>(reference_at<Op, real>(converted<real>(a)));
            CHECK(d.evaluate(ditto::symbol(d.g, d.value), a) == Approx(value).epsilon(1e-13).margin(1e-12));
            const double noise = 1e-12 + 1e-13 * std::abs(value);  // of the quotient: cancellation over the step
            for (std::size_t i = 0; i < Op::arity; ++i) {
                if (!is_differentiable<Op>(a, i, literal)) continue;
                if (Op::dimensions == ditto::dimension_rule::choice && i == 0) continue;  // a condition
                const double expected = static_cast<double>(difference_quotient<Op>(a, i));
                INFO("operand " << i << " at " << a[0] << ", " << a[Op::arity - 1]);
                CHECK(d.evaluate(d.reverse[i], a) == Approx(expected).epsilon(1e-11).margin(noise));
                CHECK(d.evaluate(d.forward[i], a) == Approx(expected).epsilon(1e-11).margin(noise));
            }
        }
    });
}

// Whether the calculus on numbers is that on symbols: `partials` is written once for both.
TEST_CASE("partials of numbers agree with those of symbols") {
    for_each_operation([](auto op) {
        using Op = decltype(op);
        if constexpr (!std::same_as<Op, ditto::op::select>) {
            std::mt19937_64 engine(4);
            for (int n = 0; n < 100; ++n) {
                const auto a = operands_in_domain<Op>(engine);
                const bool literal = std::same_as<Op, ditto::op::pow> && n % 4 >= 2;
                differentiated<Op> d(a, literal);
                const auto partials =
                    std::apply([&](auto... x) { return Op::partials(Op::value(x...), x...); }, a);
                for (std::size_t i = 0; i < Op::arity; ++i)
                    if (is_differentiable<Op>(a, i, literal))
                        // The margin: 1 - v v cancels near v = 1, differently where it is contracted to one operation.
                        CHECK(d.evaluate(d.reverse[i], a) == Approx(partials[i]).epsilon(1e-13).margin(1e-15));
            }
        }
    });
}

// The worst disagreement of lanes with scalars.
struct worst_lane {
    double ulps = 0.0;
    double first = 0.0, last = 0.0;  // operands
    double batch = 0.0, scalar = 0.0;
};

template <class Scalar>
using point_of = std::array<Scalar, 3>;

// The one part that every operation needs an instance of: the rest is shared, which compiles in a fraction of the time.
template <class Op, class T>
[[gnu::noinline]] T value_of_first(const point_of<T>& a) {
    if constexpr (Op::arity == 1) return Op::value(a[0]);
    else if constexpr (Op::arity == 2) return Op::value(a[0], a[1]);
    else return Op::value(a[0], a[1], a[2]);
}

template <class Scalar>
worst_lane compare_lanes(Scalar (*scalar_value)(const point_of<Scalar>&),
                         ditto::batch<Scalar> (*batch_value)(const point_of<ditto::batch<Scalar>>&),
                         const std::vector<point_of<Scalar>>& points) {
    using batch = ditto::batch<Scalar>;
    constexpr std::size_t lanes = ditto::lanes<batch>;
    worst_lane worst;
    for (std::size_t first = 0; first < points.size(); first += lanes) {
        std::array<batch, 3> operands{};
        const auto point = [&](std::size_t lane) { return points[std::min(first + lane, points.size() - 1)]; };
        for (std::size_t i = 0; i < 3; ++i) {
            std::array<Scalar, lanes> each;
            for (std::size_t lane = 0; lane < lanes; ++lane) each[lane] = point(lane)[i];
            operands[i] = batch(std::bit_cast<typename batch::vector_type>(each));
        }
        const batch result = batch_value(operands);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto p = point(lane);
            const Scalar expected = scalar_value(p), actual = result.lanes[lane];
            const double ulps = ulps_between(actual, expected);
            if (!(ulps <= worst.ulps)) worst = {ulps, p[0], p[1], actual, expected};
        }
    }
    return worst;
}

void check(const worst_lane& worst) {
    INFO("operands " << worst.first << ", " << worst.last << ": batch " << worst.batch << ", scalar " << worst.scalar);
    CHECK(worst.ulps <= 4.0);
}

TEMPLATE_TEST_CASE("a batch computes what its lanes would", "", double, float) {
    for_each_operation([](auto op) {
        using Op = decltype(op);
        std::mt19937_64 engine(5);
        std::vector<point_of<TestType>> points(20000);
        for (auto& point : points) {
            const auto operands = operands_in_domain<Op>(engine);
            for (std::size_t i = 0; i < Op::arity; ++i) point[i] = static_cast<TestType>(operands[i]);
        }
        check(compare_lanes<TestType>(value_of_first<Op, TestType>, value_of_first<Op, ditto::batch<TestType>>, points));
    });
}

// Neither domain nor kinks are heeded: what a scalar makes of zeros, infinities and NaNs, a batch makes of them too.
TEMPLATE_TEST_CASE("a batch treats special values as its lanes would", "", double, float) {
    using limits = std::numeric_limits<TestType>;
    const TestType special[] = {0, TestType(-0.0), 1, -1, 2, TestType(0.5), TestType(-2.5), limits::min(), -limits::min(),
                                limits::max(), limits::lowest(), limits::infinity(), -limits::infinity(),
                                limits::quiet_NaN(), 100, -100, TestType(1e6), TestType(-3e9)};
    std::vector<point_of<TestType>> points;
    for (const TestType a : special)
        for (const TestType b : special)
            for (const TestType c : {TestType(0), TestType(1), TestType(-3), limits::infinity(), limits::quiet_NaN()})
                points.push_back({a, b, c});
    for_each_operation([&](auto op) {
        using Op = decltype(op);
        check(compare_lanes<TestType>(value_of_first<Op, TestType>, value_of_first<Op, ditto::batch<TestType>>, points));
    });
}

TEST_CASE("conditions are 1 or 0, and a NaN compares false") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(ditto::op::less::value(1.0, 2.0) == 1.0);
    CHECK(ditto::op::less::value(2.0, 2.0) == 0.0);
    CHECK(ditto::op::less_equal::value(2.0, 2.0) == 1.0);
    CHECK(ditto::op::equal::value(0.0, -0.0) == 1.0);
    CHECK(ditto::op::less::value(nan, 1.0) == 0.0);
    CHECK(ditto::op::less_equal::value(nan, nan) == 0.0);
    CHECK(ditto::op::equal::value(nan, nan) == 0.0);
}

}  // namespace
