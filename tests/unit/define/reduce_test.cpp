#include "catch.hpp"

#include <ditto/define.hpp>

#include "derivatives.hpp"

#include <span>
#include <vector>

namespace {

using ditto::array, ditto::length, ditto::point, ditto::point2, ditto::point3, ditto::real, ditto::residual, ditto::vec;
using ditto::mean, ditto::sum;  // of standard ranges of numbers, whose namespaces are not ditto's

// The dimension of what a definition computes.
template <class T>
using of = ditto::quantity<T>;
using an_area = ditto::dimension<12, 0>;

TEST_CASE("sums and means of numbers and of vectors") {
    static_assert(sum(std::array{1.0, 2.0, 4.0}) == 7.0);
    static_assert(sum(std::array{1, 2, 4}) == 7);
    static_assert(sum(vec{1.0, 2.0, 4.0}) == 7.0);
    static_assert(sum(std::array<double, 0>{}) == 0.0);
    static_assert(mean(std::array{1.0, 2.0, 6.0}) == 3.0);
    static_assert(mean(std::array{1, 2}) == 1.5);
    static_assert(mean(vec{1.0, 2.0}) == 1.5);
    constexpr auto total = sum(std::array{vec{1.0, 2.0}, vec{10.0, 20.0}, vec{100.0, 200.0}});
    static_assert(total[0] == 111.0 && total[1] == 222.0);
    constexpr auto middle = mean(std::array{vec{1.0, 2.0}, vec{3.0, -2.0}});
    static_assert(std::same_as<decltype(middle), const vec<double, 2>> && middle[0] == 2.0 && middle[1] == 0.0);

    std::vector<double> many;
    for (int i = 1; i <= 1000; ++i) many.push_back(i);
    CHECK(sum(many) == 500500.0);
    CHECK(mean(std::span(many).first(9)) == 5.0);
    CHECK(sum(std::vector<double>{}) == 0.0);
}

TEST_CASE("the mean of points is a point, wherever the origin") {
    constexpr std::array corners{point{0.0, 0.0, 1.0}, point{3.0, 0.0, 1.0}, point{0.0, 6.0, 1.0}};
    constexpr auto centre = mean(corners);
    static_assert(std::same_as<decltype(centre), const point<double, 3>>);
    static_assert(centre[0] == 1.0 && centre[1] == 2.0 && centre[2] == 1.0);
    auto moved = corners;
    for (auto& p : moved) p = p + vec{8.0, -4.0, 0.5};
    for (std::size_t i = 0; i < 3; ++i) CHECK((mean(moved) - centre)[i] == vec{8.0, -4.0, 0.5}[i]);

    constexpr auto centroid = residual<array<point3, 3>>([](auto p) {
        static_assert(std::same_as<decltype(mean(p)), point<of<ditto::length_dimension>, 3>>);
        return mean(p);
    });
    const auto at = centroid.linearize(corners);
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t i = 0; i < 9; ++i)
            CHECK(at.jacobian[row][i] == Approx(i % 3 == row ? 1.0 / 3 : 0.0).epsilon(1e-15));
}

TEST_CASE("dot and norm of ranges") {
    constexpr std::array a{1.0, 2.0, 3.0}, b{4.0, -5.0, 6.0};
    static_assert(ditto::dot(a, b) == 12.0);
    static_assert(ditto::dot(a, vec{4.0, -5.0, 6.0}) == 12.0);
    static_assert(ditto::squared_norm(a) == 14.0);
    CHECK(ditto::norm(std::vector{3.0, 4.0, 12.0}) == 13.0);
    CHECK(ditto::norm(vec{3.0, 4.0, 12.0}) == 13.0);
    CHECK_THROWS_AS(ditto::dot(a, std::vector{1.0, 2.0}), ditto::size_mismatch);
    CHECK_THROWS_AS(ditto::dot(std::vector<double>{}, a), ditto::size_mismatch);
    CHECK_THROWS_AS(mean(std::vector<double>{}), ditto::size_mismatch);
}

TEST_CASE("reductions in definitions know their dimension") {
    constexpr auto spread = residual<array<length, 4>>([](auto l) {
        static_assert(std::same_as<decltype(sum(l)), of<ditto::length_dimension>>);
        static_assert(std::same_as<decltype(mean(l)), of<ditto::length_dimension>>);
        static_assert(std::same_as<decltype(dot(l, l)), of<an_area>>);
        static_assert(std::same_as<decltype(norm(l)), of<ditto::length_dimension>>);
        const auto m = mean(l);
        return norm(std::array{l[0] - m, l[1] - m, l[2] - m, l[3] - m});
    });
    // The norm of what is left of l beside its mean: d/dl is that, normalised.
    const std::array l{1.0, 2.0, 4.0, 9.0};
    const auto at = spread.linearize(l);
    CHECK(at.value[0] == Approx(std::sqrt(9.0 + 4.0 + 0.0 + 25.0)));
    for (std::size_t i = 0; i < 4; ++i) CHECK(at.jacobian[0][i] == Approx((l[i] - 4) / std::sqrt(38.0)).margin(1e-15));

    // Where all are equal the norm is singular: its derivative is the choice for the norm.
    const auto none = spread.linearize({5.0, 5.0, 5.0, 5.0});
    CHECK(none.value[0] == 0.0);
    CHECK(none.jacobian[0] == std::array<double, 4>{});
}

TEST_CASE("reductions over symbols that are made at run time") {
    ditto::graph g;
    std::vector<ditto::symbol> x;
    for (std::uint32_t i = 0; i < 50; ++i) x.emplace_back(g, g.input(i, ditto::input_role::unknown));
    const auto length = norm(x), average = mean(x);
    std::vector<double> at(50);
    for (std::size_t i = 0; i < 50; ++i) at[i] = static_cast<double>(i);
    const auto values = laws::values_of_nodes<double>(g, at);
    CHECK(values[length.id()] == Approx(std::sqrt(49.0 * 50 * 99 / 6)));
    CHECK(values[average.id()] == 24.5);
}

TEST_CASE("second derivatives of a norm, and at zero") {
    const auto length = [](const auto& x) { return norm(x); };
    const std::array at{1.0, -2.0, 0.5};
    const auto expected =
        test::differences<1>([](auto x) { return std::array{std::sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2])}; }, at);
    const auto worst = test::between(test::differentiate_twice<1>(length, at), expected);
    CHECK(worst.value < 1e-15);
    CHECK(worst.first < 1e-13);
    CHECK(worst.second < 1e-11);
    const auto zero = test::differentiate_twice<1>(length, std::array{0.0, 0.0, 0.0});
    CHECK(test::between(zero, {}) == test::disagreement{});
}

}  // namespace
