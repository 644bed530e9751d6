#include "catch.hpp"

#include <ditto/define.hpp>

#include "derivatives.hpp"

#include <random>

namespace {

using ditto::array, ditto::identity_matrix, ditto::mat, ditto::point2, ditto::point3, ditto::real, ditto::residual,
    ditto::vec;
using dense = std::vector<std::vector<test::real>>;  // a matrix, the plain way

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T, std::size_t R, std::size_t C>
dense plain(const mat<T, R, C>& m) {
    dense result(R, std::vector<test::real>(C));
    for (std::size_t i = 0; i < R; ++i)
        for (std::size_t j = 0; j < C; ++j) result[i][j] = m[i][j];
    return result;
}

// By expansion along the first row.
test::real plain_determinant(const dense& m) {
    if (m.size() == 1) return m[0][0];
    test::real sum = 0;
    for (std::size_t k = 0; k < m.size(); ++k) {
        dense minor;
        for (std::size_t i = 1; i < m.size(); ++i) {
            minor.push_back(m[i]);
            minor.back().erase(minor.back().begin() + static_cast<std::ptrdiff_t>(k));
        }
        sum += (k % 2 == 0 ? m[0][k] : -m[0][k]) * plain_determinant(minor);
    }
    return sum;
}

// By elimination with row exchanges.
dense plain_inverse(dense m) {
    const std::size_t n = m.size();
    dense inverse(n, std::vector<test::real>(n));
    for (std::size_t i = 0; i < n; ++i) inverse[i][i] = 1;
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k; i < n; ++i)
            if (std::abs(m[i][k]) > std::abs(m[pivot][k])) pivot = i;
        std::swap(m[k], m[pivot]);
        std::swap(inverse[k], inverse[pivot]);
        for (std::size_t i = 0; i < n; ++i) {
            const test::real factor = i == k ? (m[k][k] - 1) / m[k][k] : m[i][k] / m[k][k];
            for (std::size_t j = 0; j < n; ++j) {
                m[i][j] -= factor * m[k][j];
                inverse[i][j] -= factor * inverse[k][j];
            }
        }
    }
    return inverse;
}

double largest_difference(const dense& a, const dense& b) {
    test::real worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a[i].size(); ++j) worst = std::max(worst, std::abs(a[i][j] - b[i][j]));
    return static_cast<double>(worst);
}

template <std::size_t R, std::size_t C, class Engine>
mat<double, R, C> random_matrix(Engine& engine) {
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);
    mat<double, R, C> m{};
    for (auto& row : m.rows)
        for (double& entry : row.elements) entry = uniform(engine);
    return m;
}

// N² scalars as the rows of a matrix.
template <std::size_t N, class T, std::size_t Size>
constexpr mat<T, N, N> square(const std::array<T, Size>& x) {
    return ditto::detail::entrywise<N, N>([&](std::size_t i, std::size_t j) { return x[N * i + j]; });
}

TEST_CASE("rows, columns, sums and products") {
    constexpr auto m = mat{vec{1.0, 2.0, 3.0}, vec{4.0, 5.0, 6.0}};
    static_assert(std::same_as<decltype(m), const mat<double, 2, 3>>);
    static_assert(m[1][0] == 4.0 && transpose(m)[0][1] == 4.0 && transpose(m)[2][0] == 3.0);
    const auto [first, second] = m;
    CHECK(dot(first, second) == 32.0);
    constexpr auto applied = m * vec{1.0, 0.0, -1.0};
    static_assert(std::same_as<decltype(applied), const vec<double, 2>> && applied[0] == -2.0 && applied[1] == -2.0);
    static_assert((m - 0.5 * m - m / 2.0)[1][2] == 0.0 && (m + -m)[0][0] == 0.0);
    static_assert(trace(m * transpose(m)) == 91.0);
    constexpr auto outer = outer_product(vec{1.0, 2.0}, vec{3.0, 4.0, 5.0});
    static_assert(std::same_as<decltype(outer), const mat<double, 2, 3>> && outer[1][0] == 6.0 && outer[0][2] == 5.0);
    static_assert(trace(identity_matrix<3>) == 3.0 && (identity_matrix<2> * m)[1][1] == 5.0 &&
                  (m * identity_matrix<3>)[1][1] == 5.0);

    std::mt19937_64 engine(1);
    for (int n = 0; n < 20; ++n) {
        const auto a = random_matrix<2, 4>(engine);
        const auto b = random_matrix<4, 3>(engine);
        dense product(2, std::vector<test::real>(3));
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                for (std::size_t k = 0; k < 4; ++k) product[i][j] += static_cast<test::real>(a[i][k]) * b[k][j];
        CHECK(largest_difference(plain(a * b), product) < 1e-15);
    }
}

TEST_CASE("determinants and inverses") {
    constexpr auto m = mat{vec{1.0, 2.0}, vec{3.0, 4.0}};
    static_assert(determinant(m) == -2.0 && inverse(m)[0][0] == -2.0 && inverse(m)[0][1] == 1.0);
    static_assert(inverse(m)[1][0] == 1.5 && inverse(m)[1][1] == -0.5);
    static_assert(determinant(mat{vec{0.0, 2.0, 0.0}, vec{0.0, 0.0, 3.0}, vec{4.0, 0.0, 0.0}}) == 24.0);

    std::mt19937_64 engine(2);
    const auto hold = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
        for (int n = 0; n < 50; ++n) {
            const auto a = random_matrix<N, N>(engine);
            const double expected = static_cast<double>(plain_determinant(plain(a)));
            CHECK(determinant(a) == Approx(expected).margin(4e-16));
            if (std::abs(expected) < 0.05) continue;
            CHECK(largest_difference(plain(inverse(a)), plain_inverse(plain(a))) < 1e-13);
            CHECK(largest_difference(plain(a * inverse(a)), plain(identity_matrix<N>)) < 1e-13);
        }
    };
    hold(std::integral_constant<std::size_t, 2>{});
    hold(std::integral_constant<std::size_t, 3>{});
}

TEST_CASE("derivatives of determinants and inverses") {
    std::mt19937_64 engine(3);
    const auto hold = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
        constexpr std::size_t size = N * N;
        constexpr auto definition = residual<array<real, size>>([](auto x) {
            const auto a = square<N>(x);
            return std::array{determinant(a), sum(inverse(a) * vec<double, N>{{1.0, 2.0}}), trace(inverse(a) * a * a)};
        });
        for (int n = 0; n < 10; ++n) {
            std::array<double, size> at{};
            const auto a = random_matrix<N, N>(engine);
            for (std::size_t k = 0; k < size; ++k) at[k] = a[k / N][k % N] + (k % (N + 1) == 0 ? 2.0 : 0.0);
            const auto expected = test::differences<3>(
                [](const std::array<test::real, size>& x) {
                    dense b(N, std::vector<test::real>(N));
                    for (std::size_t k = 0; k < size; ++k) b[k / N][k % N] = x[k];
                    const dense inverse = plain_inverse(b);
                    std::array<test::real, 3> rows{plain_determinant(b), 0, 0};
                    for (std::size_t i = 0; i < N; ++i) {
                        rows[1] += inverse[i][0] + 2 * inverse[i][1];
                        rows[2] += b[i][i];
                    }
                    return rows;
                },
                at);
            const auto found = definition.linearize(at);
            for (std::size_t row = 0; row < 3; ++row) {
                CHECK(found.value[row] ==
                      Approx(static_cast<double>(expected.value[row])).epsilon(1e-14).margin(1e-14));
                for (std::size_t k = 0; k < size; ++k)
                    CHECK(found.jacobian[row][k] ==
                          Approx(static_cast<double>(expected.first[row][k])).epsilon(1e-12).margin(1e-12));
            }
        }
    };
    hold(std::integral_constant<std::size_t, 2>{});
    hold(std::integral_constant<std::size_t, 3>{});
}

TEST_CASE("what a singular matrix gives") {
    const auto inverted = inverse(mat{vec{1.0, 2.0}, vec{2.0, 4.0}});
    CHECK(inverted[0][0] == infinity);
    CHECK(inverted[0][1] == -infinity);
    const auto of_rank_one = inverse(outer_product(vec{1.0, 2.0, 3.0}, vec{1.0, 1.0, 1.0}));
    CHECK(std::isnan(of_rank_one[0][0]));  // 0 / 0

    // A determinant of 0 is a number like others, with derivatives.
    constexpr auto area = residual<array<real, 4>>([](auto x) { return determinant(square<2>(x)); });
    CHECK(area.linearize({1, 2, 2, 4}).value[0] == 0.0);
    CHECK(area.linearize({1, 2, 2, 4}).jacobian[0] == std::array<double, 4>{4, -2, -2, 1});
}

TEST_CASE("matrices in definitions") {
    constexpr auto definition = residual<point2, point2, real>([](auto p, auto q, auto s) {
        const auto m = mat{p - ditto::origin, q - ditto::origin};
        static_assert(std::same_as<decltype(determinant(m)), ditto::quantity<ditto::dimension<12, 0>>>);
        static_assert(std::same_as<decltype(inverse(m)), mat<ditto::quantity<ditto::dimension<-6, 0>>, 2, 2>>);
        return m * s;  // a row for each entry, row by row
    });
    static_assert(definition.rows() == 4);
    const auto rows = definition({1, 2}, {3, 4}, 10.0);
    for (std::size_t i = 0; i < 4; ++i) CHECK(rows[i] == 10.0 * (static_cast<double>(i) + 1));

    // Known zeros and ones cost nothing.
    constexpr auto untouched = residual<point3>([](auto p) { return identity_matrix<3> * (p - ditto::origin); });
    static_assert(ditto::operation_count<untouched> == 0);
}

//! [matrix]
// A linear map of the plane, fitted so that it takes `from` to `to`, and weighed so that it keeps areas.
template <class T>
struct linear_map {
    BOOST_HANA_DEFINE_STRUCT(linear_map, (ditto::mat<T, 2, 2>, m));
};
constexpr auto takes = ditto::residual<ditto::record<linear_map>, ditto::given<ditto::vec2>, ditto::given<ditto::vec2>>(
    [](auto map, auto from, auto to) { return map.m * from - to; });
constexpr auto keeps_areas =
    ditto::residual<ditto::record<linear_map>>([](auto map) { return determinant(map.m) - 1.0; });
//! [matrix]

template <class T>
struct affine {
    BOOST_HANA_DEFINE_STRUCT(affine, (mat<T, 2, 2>, linear), (ditto::vec<T, 2>, offset));
};

TEST_CASE("a matrix as a field of a record") {
    static_assert(takes.unknowns() == 4 && takes.rows() == 2);
    const linear_map<double> stretch{mat{vec{2.0, 0.0}, vec{1.0, 0.5}}};
    CHECK(takes.linearize(stretch, {3, 4}, {6, 5}).value == std::array<double, 2>{});
    CHECK(takes.linearize(stretch, {3, 4}, {6, 5}).jacobian[1] == std::array<double, 4>{0, 0, 3, 4});
    CHECK(keeps_areas.linearize(stretch).value[0] == 0.0);
    CHECK(keeps_areas.linearize(stretch).jacobian[0] == std::array<double, 4>{0.5, -1, 0, 2});

    static_assert(ditto::kind_size<ditto::record<affine>> == 6);
    constexpr auto moved = residual<ditto::record<affine>, ditto::given<ditto::vec2>>(
        [](auto map, auto x) { return map.linear * x + map.offset; });
    const auto at = moved.linearize({mat{vec{1.0, 2.0}, vec{3.0, 4.0}}, vec{5.0, 6.0}}, {10, 20});
    CHECK(at.value == std::array<double, 2>{55, 116});
    CHECK(at.jacobian[0] == std::array<double, 6>{10, 20, 0, 0, 1, 0});
    CHECK(at.jacobian[1] == std::array<double, 6>{0, 0, 10, 20, 0, 1});
}

}  // namespace
