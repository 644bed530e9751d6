#include "catch.hpp"
#include "exact.hpp"
#include "ulp.hpp"

#include <ditto/graph/operations/logistic.hpp>
#include <ditto/kernel/functions.hpp>

// Every function of a batch against 100 digits, over its whole domain. What is infinite or not a number is compared with the
// standard library in functions_test.cpp, and so is what is exact: remainders, the smaller and the larger.

namespace {

using namespace laws;

template <class Scalar>
double error_in_ulp(Scalar got, const exact& reference) {
    using limits = std::numeric_limits<Scalar>;
    if (abs(reference) > exact(limits::max())) return 0;  // which rounds to infinity, or to the number before
    if (!std::isfinite(got)) return HUGE_VAL;
    const auto size = static_cast<long double>(abs(reference));
    auto below = static_cast<Scalar>(std::min(size, static_cast<long double>(limits::max())));
    if (static_cast<long double>(below) > size) below = std::nextafter(below, Scalar(0));
    const Scalar unit = below == limits::max() ? below - std::nextafter(below, Scalar(0))
                                               : std::nextafter(below, limits::infinity()) - below;
    return static_cast<double>(abs(exact(got) - reference) / exact(unit));
}

/// A few hundred awkward numbers and as many random ones: 100 digits take their time.
template <class Scalar>
std::vector<Scalar> sample(double lowest, double highest) {
    std::vector<Scalar> numbers;
    const auto awkward = awkward_numbers<Scalar>(300, 21);
    for (std::size_t i = 0; i < awkward.size(); i += i < 120 ? 1 : 11) numbers.push_back(awkward[i]);
    std::mt19937_64 generate(22);
    std::uniform_real_distribution<double> anywhere(0, 1);
    for (int i = 0; i < 500; ++i) {
        const double high = std::min(highest, 800.0), low = std::max(lowest, -800.0), u = anywhere(generate);
        numbers.push_back(static_cast<Scalar>(low + (high - low) * u));
        numbers.push_back(static_cast<Scalar>(std::ldexp(u - 0.5, -i % 30 + 3)));
        numbers.push_back(static_cast<Scalar>(1 + std::ldexp(u - 0.5, -i % 24)));
    }
    std::erase_if(numbers, [&](Scalar x) {
        return !(std::abs(x) <= std::numeric_limits<Scalar>::max()) || !(x >= lowest) || !(x <= highest);
    });
    return numbers;
}

/// The greatest error over an interval: of numbers.
template <class Scalar, class OfNumber, class Reference>
double worst_of_numbers(double lowest, double highest, OfNumber of_number, Reference reference) {
    double worst = 0;
    for (const Scalar x : sample<Scalar>(lowest, highest)) {
        worst = std::max(worst, error_in_ulp(of_number(x), reference(exact(x))));
    }
    return worst;
}
/// Of batches.
template <class Scalar, class OfBatch, class Reference>
double worst(double lowest, double highest, OfBatch of_batch, Reference reference) {
    using batch = ditto::batch<Scalar>;
    const auto numbers = sample<Scalar>(lowest, highest);
    double worst = 0;
    for (std::size_t i = 0; i < numbers.size(); i += batch::size) {
        batch x;
        for (std::size_t lane = 0; lane < batch::size; ++lane) x.lanes[lane] = numbers[(i + lane) % numbers.size()];
        const batch result = of_batch(x);
        for (std::size_t lane = 0; lane < batch::size; ++lane)
            worst = std::max(worst, error_in_ulp(Scalar(result.lanes[lane]), reference(exact(Scalar(x.lanes[lane])))));
    }
    return worst;
}
template <class Scalar, class OfBatch, class Reference>
double worst_of_pairs(OfBatch of_batch, Reference reference) {
    auto second = sample<Scalar>(-1e300, 1e300);
    std::shuffle(second.begin(), second.end(), std::mt19937_64(23));
    std::size_t next = 0;
    double worst_error = 0;
    for (Scalar y : sample<Scalar>(-1e300, 1e300)) {
        const Scalar x = second[next++];
        const Scalar result = of_batch(ditto::batch<Scalar>(y), ditto::batch<Scalar>(x)).lanes[0];
        if (y != 0 && x != 0)
            worst_error = std::max(worst_error, error_in_ulp(result, reference(exact(y), exact(x))));
    }
    return worst_error;
}

constexpr double any = std::numeric_limits<double>::max();

/// What operations compute themselves, of batches and numbers.
template <class T>
    requires(!std::same_as<T, exact>)
T sigmoid(T x) {
    return ditto::op::sigmoid::value(x);
}
template <class T>
    requires(!std::same_as<T, exact>)
T softplus(T x) {
    return ditto::op::softplus::value(x);
}

}  // namespace

#define WORST(function, lowest, highest) \
    worst<TestType>(                     \
        lowest, highest, [](auto x) { return function(x); }, [](const exact& x) { return exact(function(x)); })
#define WORST_OF_NUMBERS(function, lowest, highest) \
    worst_of_numbers<TestType>(                     \
        lowest, highest, [](auto x) { return function(x); }, [](const exact& x) { return exact(function(x)); })

TEMPLATE_TEST_CASE("exponentials and logarithms are accurate", "[kernel]", double, float) {
    CHECK(WORST(exp, -800, 800) <= 1.5);
    CHECK(WORST(exp2, -1200, 1200) <= 1.5);
    CHECK(WORST(expm1, -800, 800) <= 2);
    CHECK(WORST(log, 1e-323, any) <= 1);
    CHECK(WORST(log2, 1e-323, any) <= 1);
    CHECK(WORST(log10, 1e-323, any) <= 1);
    CHECK(WORST(log1p, -0.99999999, any) <= 1);
}

TEMPLATE_TEST_CASE("trigonometric functions and their inverses are accurate", "[kernel]", double, float) {
    const double limit = 8192;  // of sincos for float; beyond 1e5 the standard library
    CHECK(WORST(sin, -limit, limit) <= 2);
    CHECK(WORST(cos, -limit, limit) <= 2);
    CHECK(WORST(tan, -limit, limit) <= 1.5);
    CHECK(WORST(asin, -1, 1) <= 1.5);
    CHECK(WORST(acos, -1, 1) <= 1.5);
    CHECK(WORST(atan, -any, any) <= 2);
    CHECK(worst_of_pairs<TestType>([](auto y, auto x) { return atan2(y, x); },
                                   [](const exact& y, const exact& x) { return atan2(y, x); }) <= 2);
}

TEMPLATE_TEST_CASE("hyperbolic functions and their inverses are accurate", "[kernel]", double, float) {
    CHECK(WORST(sinh, -800, 800) <= 2);
    CHECK(WORST(cosh, -800, 800) <= 2);
    CHECK(WORST(tanh, -800, 800) <= 1.5);
    CHECK(WORST(asinh, -any, any) <= 1);
    CHECK(WORST(acosh, 1, any) <= 1.5);
    CHECK(WORST(atanh, -0.9999999999, 0.9999999999) <= 1);
}

TEMPLATE_TEST_CASE("roots and error functions are accurate", "[kernel]", double, float) {
    CHECK(WORST(cbrt, -any, any) <= 1);
    CHECK(WORST(erf, -8, 8) <= 2);
    CHECK(WORST(erfc, -8, 30) <= (ditto::fuses_multiply_add ? 2 : 2.1));
    CHECK(worst_of_pairs<TestType>([](auto y, auto x) { return hypot(y, x); },
                                   [](const exact& y, const exact& x) { return hypot(y, x); }) <= 1.5);
    CHECK(worst_of_pairs<TestType>([](auto y, auto x) { return pow(abs(y), x); },
                                   [](const exact& y, const exact& x) { return pow(exact(abs(y)), x); }) <=
          1.5);
}

TEMPLATE_TEST_CASE("rounding to whole numbers is exact", "[kernel]", double, float) {
    CHECK(WORST(floor, -any, any) <= 0);
    CHECK(WORST(ceil, -any, any) <= 0);
    CHECK(WORST(round, -any, any) <= 0);
    CHECK(WORST(trunc, -any, any) <= 0);
}

TEMPLATE_TEST_CASE("the logistic function and its integral are accurate", "[kernel]", double, float) {
    CHECK(WORST(sigmoid, -800, 800) <= 2);
    CHECK(WORST(softplus, -800, 800) <= 2);
    CHECK(WORST_OF_NUMBERS(sigmoid, -800, 800) <= 2);
    CHECK(WORST_OF_NUMBERS(softplus, -800, 800) <= 2);
}
