// A chain of 300 operations in a definition is no burden to the compilers' default limits, given what ditto::ditto sets.
#include "catch.hpp"

#include <ditto/define.hpp>

namespace {

constexpr auto chain = ditto::residual<ditto::real, ditto::real>([](auto x, auto y) {
    auto z = x;
    for (int i = 0; i < 100; ++i) z = sin(z * y + x);
    return z;
});
static_assert(chain.rows() == 1 && chain.unknowns() == 2);
static_assert(ditto::operation_count<chain> >= 300);

TEST_CASE("a chain of 300 operations is differentiated") {
    const double x = 0.3, y = 0.7;
    double value = x, by_x = 1, by_y = 0;
    for (int i = 0; i < 100; ++i) {
        const double slope = std::cos(value * y + x);
        by_x = slope * (by_x * y + 1);
        by_y = slope * (by_y * y + value);
        value = std::sin(value * y + x);
    }
    const auto at = chain.linearize(x, y);
    CHECK(at.value[0] == Approx(value).epsilon(1e-13));
    CHECK(at.jacobian[0][0] == Approx(by_x).epsilon(1e-12));
    CHECK(at.jacobian[0][1] == Approx(by_y).epsilon(1e-12));
}

}  // namespace
