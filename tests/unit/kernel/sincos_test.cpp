#include "catch.hpp"
#include "ulp.hpp"

#include <ditto/kernel/sincos.hpp>

namespace {

/// Error in ulp of the result, against the function in extended precision.
template <class Scalar>
double error_of(Scalar got, long double exact) {
    const Scalar nearest = static_cast<Scalar>(exact);
    const Scalar size = std::abs(nearest);
    return static_cast<double>(std::abs(static_cast<long double>(got) - exact) /
                               static_cast<long double>(std::nextafter(size, Scalar(2)) - size));
}

template <class Scalar>
double worst_error(double range) {
    using batch = ditto::batch<Scalar>;
    std::mt19937_64 generate(11);
    std::uniform_real_distribution<double> anywhere(-range, range);
    std::uniform_int_distribution<int> shrink(0, 60);
    double worst = 0;
    for (int i = 0; i < 100000; ++i) {
        batch x;
        for (std::size_t lane = 0; lane < batch::size; ++lane) {
            const double v = anywhere(generate);
            const double zero = std::nearbyint(v / 1.57079632679489662) * 1.57079632679489662;  // of sine or cosine
            x.lanes[lane] = static_cast<Scalar>(i % 3 == 0 ? v : i % 3 == 1 ? zero : std::ldexp(v, -shrink(generate)));
        }
        const auto both = ditto::sincos(x);
        for (std::size_t lane = 0; lane < batch::size; ++lane) {
            const auto exact = static_cast<long double>(x.lanes[lane]);
            worst = std::max({worst, error_of(Scalar(both.sin.lanes[lane]), std::sin(exact)),
                              error_of(Scalar(both.cos.lanes[lane]), std::cos(exact))});
        }
    }
    return worst;
}

}  // namespace

TEST_CASE("sine and cosine together are accurate to 1.6 ulp", "[kernel]") {
    CHECK(worst_error<double>(4) <= 1.6);
    CHECK(worst_error<double>(1e5) <= 1.6);
    CHECK(worst_error<float>(4) <= 1.6);
    CHECK(worst_error<float>(8000) <= (ditto::fuses_multiply_add ? 1.6 : 2.5));
}

TEMPLATE_TEST_CASE("one lane beyond the polynomials' reach spoils no other", "[kernel]", double, float) {
    using T = TestType;
    using batch = ditto::batch<T>;
    for (T wild : {T(1e6), T(-1e30), std::numeric_limits<T>::infinity(), std::numeric_limits<T>::quiet_NaN()})
        for (std::size_t at = 0; at < batch::size; ++at) {
            batch x(T(-1.25));
            x.lanes[at] = wild;
            const auto both = ditto::sincos(x);
            for (std::size_t lane = 0; lane < batch::size; ++lane) {
                CHECK(ulp_between(T(both.sin.lanes[lane]), std::sin(T(x.lanes[lane]))) <= 2);
                CHECK(ulp_between(T(both.cos.lanes[lane]), std::cos(T(x.lanes[lane]))) <= 2);
            }
        }
}

TEMPLATE_TEST_CASE("sine keeps the sign of zero and of small numbers", "[kernel]", double, float) {
    using T = TestType;
    for (T x :
         {T(0), std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::min(), std::numeric_limits<T>::epsilon()})
        for (T signed_x : {x, -x}) {
            const auto both = ditto::sincos(ditto::batch<T>(signed_x));
            CHECK(ulp_between(T(both.sin.lanes[0]), signed_x) == 0);
            CHECK(both.cos.lanes[0] == T(1));
        }
}
