#include "catch.hpp"
#include "ulp.hpp"

#include <ditto/graph/operations/fused.hpp>
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
                        a, [](auto x) { return tan(x); }, [](T x) { return std::tan(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return asin(x); }, [](T x) { return std::asin(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return acos(x); }, [](T x) { return std::acos(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return atan(x); }, [](T x) { return std::atan(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return sinh(x); }, [](T x) { return std::sinh(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return cosh(x); }, [](T x) { return std::cosh(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return tanh(x); }, [](T x) { return std::tanh(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return asinh(x); }, [](T x) { return std::asinh(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return acosh(x); }, [](T x) { return std::acosh(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return atanh(x); }, [](T x) { return std::atanh(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return exp(x); }, [](T x) { return std::exp(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return exp2(x); }, [](T x) { return std::exp2(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return expm1(x); }, [](T x) { return std::expm1(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return log(x); }, [](T x) { return std::log(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return log2(x); }, [](T x) { return std::log2(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return log10(x); }, [](T x) { return std::log10(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return log1p(x); }, [](T x) { return std::log1p(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return cbrt(x); }, [](T x) { return std::cbrt(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return erf(x); }, [](T x) { return std::erf(x); }));
    CHECK_WITHIN(4, compare(
                        a, [](auto x) { return erfc(x); }, [](T x) { return std::erfc(x); }));
    const auto bases = awkward_numbers<T>(20000, 8);
    for (double c : {0.0, 0.5, -0.5, 1.0, -1.0, 2.0, 3.0, -3.0, 1.5, 2.2, -0.3, 100.7})
        CHECK_WITHIN(4, compare(
                            bases, [c](auto x) { return pow(x, decltype(x)(static_cast<T>(c))); },
                            [c](T x) { return std::pow(x, static_cast<T>(c)); }));
}

TEMPLATE_TEST_CASE("functions of two batches agree with the standard library within 4 ulp", "[kernel]", double, float) {
    using T = TestType;
    const auto [a, b] = awkward_pairs<T>(20000, 9);
    CHECK_WITHIN(4, compare(
                        a, b, [](auto x, auto y) { return atan2(x, y); }, [](T x, T y) { return std::atan2(x, y); }));
    CHECK_WITHIN(4, compare(
                        a, b, [](auto x, auto y) { return hypot(x, y); }, [](T x, T y) { return std::hypot(x, y); }));
    CHECK_WITHIN(4, compare(
                        a, b, [](auto x, auto y) { return pow(x, y); }, [](T x, T y) { return std::pow(x, y); }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return min(x, y); }, [](T x, T y) { return std::min(x, y); }));
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return max(x, y); }, [](T x, T y) { return std::max(x, y); }));
}

TEMPLATE_TEST_CASE("rounding is exact and keeps the sign of zero", "[kernel]", double, float) {
    using T = TestType;
    auto a = awkward_numbers<T>(100000, 10);
    for (int half = -40; half < 40; ++half)
        for (T x : {T(half) / 2, std::ldexp(T(half) / 2 + 1, std::numeric_limits<T>::digits - 6)})
            a.insert(a.end(), {x, std::nextafter(x, T(-1e30f)), std::nextafter(x, T(1e30f))});
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return floor(x); }, [](T x) { return std::floor(x); }));
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return ceil(x); }, [](T x) { return std::ceil(x); }));
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return trunc(x); }, [](T x) { return std::trunc(x); }));
    CHECK_WITHIN(0, compare(
                        a, [](auto x) { return round(x); }, [](T x) { return std::round(x); }));
}

TEMPLATE_TEST_CASE("the remainder has the sign of the dividend and is exact", "[kernel]", double, float) {
    using T = TestType;
    const auto [a, b] = awkward_pairs<T>(20000, 11);
    const auto of_numbers = [](T x, T y) { return std::fmod(x, y); };
    CHECK_WITHIN(0, compare(
                        a, b, [](auto x, auto y) { return fmod(x, y); }, of_numbers));
    std::mt19937_64 generate(12);
    std::uniform_real_distribution<double> anywhere(-100, 100);
    std::vector<T> near_a, near_b;  // batches that leave no lane to the standard library
    for (int i = 0; i < 20000; ++i) {
        near_b.push_back(static_cast<T>(anywhere(generate)));
        near_a.push_back(i % 2 == 0 ? static_cast<T>(anywhere(generate))
                                    : near_b.back() * static_cast<T>(i % 100 - 50));
        if (i % 3 == 0) near_a.back() = std::nextafter(near_a.back(), T(i % 5 - 2));
    }
    CHECK_WITHIN(0, compare(
                        near_a, near_b, [](auto x, auto y) { return fmod(x, y); }, of_numbers));
}
