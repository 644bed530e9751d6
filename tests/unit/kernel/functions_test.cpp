#include "catch.hpp"
#include "ulp.hpp"

#include <ditto/graph/operations/multiply_add.hpp>
#include <ditto/kernel/functions.hpp>

// A batch is its numbers, lane by lane: exactly for arithmetic, within 4 ulp of the standard library for functions.

TEMPLATE_TEST_CASE("arithmetic on a batch is arithmetic on its lanes", "[kernel]", double, float) {
    using T = TestType;
    const auto a = awkward_numbers<T>(20000, 1), b = awkward_numbers<T>(20000, 2);
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return x + y; }, [](T x, T y) { return x + y; }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return x - y; }, [](T x, T y) { return x - y; }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return x * y; }, [](T x, T y) { return x * y; }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return x / y; }, [](T x, T y) { return x / y; }));
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return -x; }, [](T x) { return -x; }));
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return sqrt(x); }, [](T x) { return std::sqrt(x); }));
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return abs(x); }, [](T x) { return std::abs(x); }));
}

TEMPLATE_TEST_CASE("multiplication and addition are rounded alike in batches and numbers", "[kernel]", double, float) {
    using T = TestType;
    const auto a = awkward_numbers<T>(20000, 3), b = awkward_numbers<T>(20000, 4);
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return multiply_add(x, y, x); },
                        [](T x, T y) { return ditto::multiply_add(x, y, x); }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return multiply_add(x, y, -y); },
                        [](T x, T y) { return ditto::multiply_add(x, y, -y); }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return multiply_add(-x, y, x); },
                        [](T x, T y) { return ditto::multiply_add(-x, y, x); }));
}

TEMPLATE_TEST_CASE("comparisons choose lane by lane, and NaN compares false", "[kernel]", double, float) {
    using T = TestType;
    auto a = awkward_numbers<T>(20000, 5), b = awkward_numbers<T>(20000, 6);
    for (std::size_t i = 0; i < a.size(); i += 3) b[i] = a[i];
    CHECK_WITHIN(0,
                 compare(
                     a, b, [](auto x, auto y) { return select(x < y, x, y); }, [](T x, T y) { return x < y ? x : y; }));
    CHECK_WITHIN(0,
                 compare(
                     a, b, [](auto x, auto y) { return select(x > y, x, y); }, [](T x, T y) { return x > y ? x : y; }));
    CHECK_WITHIN(
        0, compare(
               a, b, [](auto x, auto y) { return select(x <= y, x, -y); }, [](T x, T y) { return x <= y ? x : -y; }));
    CHECK_WITHIN(
        0, compare(
               a, b, [](auto x, auto y) { return select(x >= y, x, -y); }, [](T x, T y) { return x >= y ? x : -y; }));
    CHECK_WITHIN(
        0, compare(
               a, b, [](auto x, auto y) { return select(x == y, x, -y); }, [](T x, T y) { return x == y ? x : -y; }));
    CHECK_WITHIN(
        0, compare(
               a, b, [](auto x, auto y) { return select(x != y, x, -y); }, [](T x, T y) { return x != y ? x : -y; }));
}

TEMPLATE_TEST_CASE("functions of a batch agree with the standard library within 4 ulp", "[kernel]", double, float) {
    using T = TestType;
    const auto a = awkward_numbers<T>(100000, 7);
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return sin(x); }, [](T x) { return std::sin(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return cos(x); }, [](T x) { return std::cos(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return exp(x); }, [](T x) { return std::exp(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return log(x); }, [](T x) { return std::log(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return tanh(x); }, [](T x) { return std::tanh(x); }));
    const auto bases = awkward_numbers<T>(20000, 8);
    for (double c : {0.0, 0.5, -0.5, 1.0, -1.0, 2.0, 3.0, -3.0, 1.5, 2.2, -0.3, 100.7})
        CHECK_WITHIN(4, compare(
                            bases, [c](auto x) { return pow(x, decltype(x)(static_cast<T>(c))); },
                            [c](T x) { return std::pow(x, static_cast<T>(c)); }));
}
