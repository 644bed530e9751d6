#include "catch.hpp"
#include "ulp.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <ditto/kernel/functions.hpp>

// Every function of a batch against 100 digits, over its whole domain. What is infinite or not a number is compared with the
// standard library in functions_test.cpp.

namespace {

using exact = boost::multiprecision::cpp_bin_float_100;

template <class Scalar>
double error_in_ulp(Scalar got, const exact& reference) {
    using limits = std::numeric_limits<Scalar>;
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

/// The greatest error over an interval.
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
            if (std::isfinite(Scalar(result.lanes[lane])))
                worst =
                    std::max(worst, error_in_ulp(Scalar(result.lanes[lane]), reference(exact(Scalar(x.lanes[lane])))));
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
        if (std::isfinite(result) && y != 0 && x != 0)
            worst_error = std::max(worst_error, error_in_ulp(result, reference(exact(y), exact(x))));
    }
    return worst_error;
}

bool tiny(const exact& x) { return abs(x) < exact("1e-25"); }  // where two terms of a series are 75 digits

exact expm1_of(const exact& x) { return tiny(x) ? x + x * x / 2 : exact(exp(x) - 1); }
exact log1p_of(const exact& x) { return tiny(x) ? x - x * x / 2 : exact(log(1 + x)); }
exact sinh_of(const exact& x) { return tiny(x) ? x + x * x * x / 6 : exact((exp(x) - exp(-x)) / 2); }
exact asinh_of(const exact& x) {
    const exact a = abs(x);
    const exact result = log1p_of(a + a * a / (1 + sqrt(1 + a * a)));
    return x < 0 ? exact(-result) : result;
}
exact acosh_of(const exact& x) { return log1p_of(x - 1 + sqrt((x - 1) * (x + 1))); }
exact atanh_of(const exact& x) { return log1p_of(2 * x / (1 - x)) / 2; }
exact cbrt_of(const exact& x) {
    if (x == 0) return 0;
    const exact root = exp(log(exact(abs(x))) / 3);
    return x < 0 ? exact(-root) : root;
}
/// By the series of positive terms (Abramowitz and Stegun 7.1.6).
exact erf_of(const exact& x) {
    exact term = x, sum = x;
    for (int n = 1; abs(term) > abs(sum) * exact("1e-60"); ++n) sum += term *= 2 * x * x / (2 * n + 1);
    return sum * exp(-x * x) * 2 / sqrt(boost::math::constants::pi<exact>());
}
/// By the continued fraction (7.1.14), which has 30 digits beyond 2.
exact erfc_of(const exact& x) {
    if (x < 2) return x < -7 ? exact(2 - erfc_of(-x)) : exact(1 - erf_of(x));
    exact fraction = x;
    for (int n = 300; n > 0; --n) fraction = x + exact(n) / 2 / fraction;
    return exp(-x * x) / fraction / sqrt(boost::math::constants::pi<exact>());
}

constexpr double any = std::numeric_limits<double>::max();

}  // namespace

#define WORST(function, lowest, highest, reference) \
    worst<TestType>(                                \
        lowest, highest, [](auto x) { return function(x); }, [](const exact& x) { return exact(reference); })

TEMPLATE_TEST_CASE("exponentials and logarithms are accurate", "[kernel]", double, float) {
    CHECK(WORST(exp, -800, 800, exp(x)) <= 1.5);
    CHECK(WORST(exp2, -1200, 1200, exp(x * boost::math::constants::ln_two<exact>())) <= 1.5);
    CHECK(WORST(expm1, -800, 800, expm1_of(x)) <= 2);
    CHECK(WORST(log, 1e-323, any, log(x)) <= 1);
    CHECK(WORST(log2, 1e-323, any, log(x) / boost::math::constants::ln_two<exact>()) <= 1);
    CHECK(WORST(log10, 1e-323, any, log10(x)) <= 1);
    CHECK(WORST(log1p, -0.99999999, any, log1p_of(x)) <= 1);
}

TEMPLATE_TEST_CASE("trigonometric functions and their inverses are accurate", "[kernel]", double, float) {
    const double limit = 8192;  // of sincos for float; beyond 1e5 the standard library
    CHECK(WORST(sin, -limit, limit, sin(x)) <= 2.5);
    CHECK(WORST(cos, -limit, limit, cos(x)) <= 2.5);
    CHECK(WORST(tan, -limit, limit, tan(x)) <= 1.5);
    CHECK(WORST(asin, -1, 1, asin(x)) <= 1.5);
    CHECK(WORST(acos, -1, 1, acos(x)) <= 1.5);
    CHECK(WORST(atan, -any, any, atan(x)) <= 2);
    CHECK(worst_of_pairs<TestType>([](auto y, auto x) { return atan2(y, x); },
                                   [](const exact& y, const exact& x) { return exact(atan2(y, x)); }) <= 2);
}

TEMPLATE_TEST_CASE("hyperbolic functions and their inverses are accurate", "[kernel]", double, float) {
    CHECK(WORST(sinh, -800, 800, sinh_of(x)) <= 2);
    CHECK(WORST(cosh, -800, 800, (exp(x) + exp(-x)) / 2) <= 2);
    CHECK(WORST(tanh, -800, 800, sinh_of(x) * 2 / (exp(x) + exp(-x))) <= 1.5);
    CHECK(WORST(asinh, -any, any, asinh_of(x)) <= 1);
    CHECK(WORST(acosh, 1, any, acosh_of(x)) <= 1.5);
    CHECK(WORST(atanh, -0.9999999999, 0.9999999999, atanh_of(x)) <= 1);
}

TEMPLATE_TEST_CASE("roots and error functions are accurate", "[kernel]", double, float) {
    CHECK(WORST(cbrt, -any, any, cbrt_of(x)) <= 1);
    CHECK(WORST(erf, -8, 8, erf_of(x)) <= 2);
    CHECK(WORST(erfc, -8, 30, erfc_of(x)) <= (ditto::fuses_multiply_add ? 2 : 2.1));
    CHECK(worst_of_pairs<TestType>([](auto y, auto x) { return hypot(y, x); },
                                   [](const exact& y, const exact& x) { return exact(sqrt(y * y + x * x)); }) <= 1.5);
    CHECK(worst_of_pairs<TestType>([](auto y, auto x) { return pow(abs(y), x); },
                                   [](const exact& y, const exact& x) { return exact(exp(log(exact(abs(y))) * x)); }) <=
          1.5);
}
