// += and its like on vectors, places and what they are made of, against the operators that they stand for; iteration.
#include "catch.hpp"

#include <ditto/define.hpp>

namespace {

using ditto::given, ditto::point, ditto::point2, ditto::residual, ditto::vec;

constexpr vec<double, 2> assigned() {
    vec v{1.0, 2.0};
    v += vec{3.0, 4.0};
    v *= 2.0;
    v -= vec{1, 1};
    v /= 7;
    return v;
}
static_assert(assigned()[0] == 1.0 && assigned()[1] == 11.0 / 7);

constexpr point<double, 2> moved() {
    point p{1.0, 2.0};
    p += vec{3.0, 4.0};
    p -= vec{1.0, 0.5};
    for (double& coordinate : p) coordinate *= 2;
    return p;
}
static_assert(moved()[0] == 6.0 && moved()[1] == 11.0);

constexpr double total(const point<double, 2>& p) {
    double result = 0;
    for (const double coordinate : p) result += coordinate;
    return result;
}
static_assert(total(moved()) == 17.0);

constexpr auto by_assignment = residual<point2, given<ditto::vec_of<ditto::speed, 2>>, given<ditto::duration>>(
    [](auto p, auto v, auto t) {
        auto way = v * t;
        way *= 0.5;
        way += v * t;
        way -= 0.25 * way;
        way /= 2.0;
        for (auto& component : way) component *= 3.0;
        p += way;
        return p - ditto::origin;
    });
constexpr auto by_operators = residual<point2, given<ditto::vec_of<ditto::speed, 2>>, given<ditto::duration>>(
    [](auto p, auto v, auto t) {
        auto way = 0.5 * (v * t) + v * t;
        way = (way - 0.25 * way) / 2.0;
        return p + way * 3.0 - ditto::origin;
    });

TEST_CASE("assignments are the operators that they are named for") {
    STATIC_REQUIRE(ditto::same_kernel<by_assignment, by_operators>);
    CHECK(assigned()[1] == 11.0 / 7);
    CHECK(moved()[1] == 11.0);
}

TEST_CASE("origin minus a place") {
    constexpr auto opposite = residual<point2>([](auto p) { return ditto::origin - p; });
    CHECK(opposite({{3, 4}})[0] == -3.0);
    constexpr auto there = residual<point2>([](auto p) { return distance(p, ditto::origin); });
    constexpr auto back = residual<point2>([](auto p) { return distance(ditto::origin, p); });
    CHECK(there({{3, 4}}) == 5.0);
    CHECK(back({{3, 4}}) == 5.0);
}

}  // namespace
