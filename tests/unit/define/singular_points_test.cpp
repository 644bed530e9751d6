// The choices that docs/reference/singular_points.md states: value, first and second derivatives, by numbers and in every lane
// of a batch.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

#include <limits>
#include <vector>

namespace {

using ditto::given, ditto::length, ditto::point2, ditto::real, ditto::residual;
using row2 = std::array<double, 2>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double pi = 3.14159265358979323846;

/// A function's rows, each followed by its partial derivatives: as a definition, its Jacobian holds the second ones.
template <class Function>
struct with_gradients {
    template <class Number, class... More>
    constexpr auto operator()(const Number& first, const More&... more) const {
        constexpr std::size_t unknowns = 1 + sizeof...(More);
        const auto rows = Function{}(first, more...);
        ditto::graph& g = *first.traced().owner();
        const ditto::node_id inputs[] = {first.traced().id(), more.traced().id()...};
        std::array<Number, std::tuple_size_v<decltype(rows)> * (1 + unknowns)> result;
        std::size_t next = 0;
        for (const auto& row : rows) {
            const ditto::node_id value = row.in(g);
            result[next++] = Number(row);
            const auto active = ditto::depends_on(g, g.size(), inputs);
            for (const ditto::symbol& d : ditto::differentiate_reverse(g, value, inputs, active)) result[next++] = Number(d);
        }
        return result;
    }
};
constexpr auto rows_of = [](const auto&... row) { return std::array<ditto::symbol, sizeof...(row)>{row.traced()...}; };

/// What one row is to be at a point.
template <std::size_t N>
struct choice {
    std::string name;
    double value;
    std::array<double, N> gradient;
    std::array<std::array<double, N>, N> hessian{};
};

/// Values of a kernel for a batch of points: of each lane the definition's rows, each followed by its partial derivatives.
template <class Definition, std::size_t N>
std::vector<std::vector<double>> in_lanes(Definition definition, const std::vector<std::array<double, N>>& points) {
    const ditto::kernel_table<double>& kernel = definition.template kernel<double>();
    const ditto::kernel_shape& shape = kernel.shape;
    std::vector<double> state;
    std::vector<std::vector<std::int32_t>> offsets(N);
    for (const auto& point : points)
        for (std::size_t i = 0; i < N; ++i) {
            offsets[definition.places[i].index].push_back(static_cast<std::int32_t>(state.size()));
            state.push_back(point[i]);
        }
    std::vector<const std::int32_t*> planes;
    for (const auto& plane : offsets) planes.push_back(plane.data());
    const std::size_t outputs = shape.rows + shape.partials.size();
    struct alignas(64) line {
        double numbers[8];
    };
    std::vector<line> memory(outputs * shape.lanes / 8 + 1);
    double* out = memory.front().numbers;
    kernel.linearize(kernel.context, {state.data(), planes.data(), nullptr}, 0, 1, out);

    std::array<std::size_t, N> unknown_at{};
    for (std::size_t i = 0; i < N; ++i) unknown_at[definition.places[i].index] = i;
    std::vector<std::vector<double>> result(points.size(), std::vector<double>(shape.rows * (1 + N)));
    for (std::size_t lane = 0; lane < points.size(); ++lane) {
        for (std::size_t row = 0; row < shape.rows; ++row) result[lane][row * (1 + N)] = out[row * shape.lanes + lane];
        for (std::size_t k = 0; k < shape.partials.size(); ++k)
            result[lane][shape.partials[k].row * (1 + N) + 1 + unknown_at[shape.partials[k].variable]] =
                out[(shape.rows + k) * shape.lanes + lane];
    }
    return result;
}

template <class Definition, std::size_t N>
std::vector<double> of_numbers(Definition definition, const std::array<double, N>& point) {
    const auto at = std::apply([&](auto... x) { return definition.linearize(x...); }, point);
    std::vector<double> result;
    for (std::size_t row = 0; row < definition.rows(); ++row) {
        result.push_back(at.value[row]);
        result.insert(result.end(), at.jacobian[row].begin(), at.jacobian[row].end());
    }
    return result;
}

bool is_near(double got, double expected) { return std::abs(got - expected) <= 1e-15 * std::abs(expected); }

/// Rows as they come of `with_gradients`, each followed by its partial derivatives.
template <std::size_t N>
void check(const std::vector<double>& got, const std::vector<choice<N>>& choices) {
    REQUIRE(got.size() == choices.size() * (1 + N) * (1 + N));
    const double* next = got.data();
    for (const auto& [name, value, gradient, hessian] : choices) {
        INFO(name);
        CHECK(is_near(next[0], value));
        for (std::size_t i = 0; i < N; ++i) {
            CHECK(is_near(next[1 + i], gradient[i]));  // by the Jacobian of the value
            const double* of_derivative = next + (1 + i) * (1 + N);
            CHECK(is_near(of_derivative[0], gradient[i]));
            for (std::size_t j = 0; j < N; ++j) {
                INFO("second derivative " << i << ", " << j);
                CHECK(is_near(of_derivative[1 + j], hessian[i][j]));
            }
        }
        next += (1 + N) * (1 + N);
    }
}

/// Value and derivatives at a singular point are those chosen, by numbers and wherever the point stands in a batch; lanes
/// beside it do not notice.
template <class Definition, std::size_t N>
void check_singular(Definition definition, const std::array<double, N>& point, const std::array<double, N>& regular,
                    const std::vector<choice<N>>& choices) {
    INFO("at " << point[0] << ", " << point[N - 1]);
    check<N>(of_numbers(definition, point), choices);

    const std::size_t lanes = definition.template kernel<double>().shape.lanes;
    std::vector<std::array<double, N>> points(lanes, regular);
    for (std::size_t lane = 0; lane < lanes; ++lane)
        for (double& x : points[lane]) x *= 1 + 0.01 * static_cast<double>(lane);
    const auto all_regular = in_lanes(definition, points);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const auto numbers = of_numbers(definition, points[lane]);
        for (std::size_t k = 0; k < numbers.size(); ++k)
            CHECK(all_regular[lane][k] == Approx(numbers[k]).epsilon(1e-13).margin(1e-13));
    }
    for (std::size_t singular = 0; singular < lanes; ++singular) {
        INFO("lane " << singular);
        auto with_singular = points;
        with_singular[singular] = point;
        const auto result = in_lanes(definition, with_singular);
        check<N>(result[singular], choices);
        for (std::size_t lane = 0; lane < lanes; ++lane)
            if (lane != singular) CHECK(result[lane] == all_regular[lane]);
    }
}

TEST_CASE("functions of one number at singular points") {
    constexpr auto roots = [](auto x) {
        return rows_of(sqrt(x), norm(ditto::vec{x, 2 * x}), cbrt(x), abs(x), sign(x), reciprocal_or_zero(x));
    };
    check_singular<>(residual<real>(with_gradients<decltype(roots)>{}), std::array{0.0}, std::array{1.7},
                     {{"sqrt", 0, {0}},
                      {"norm", 0, {0}},
                      {"cbrt", 0, {0}},
                      {"abs", 0, {0}},
                      {"sign", 0, {0}},
                      {"reciprocal_or_zero", 0, {0}}});

    constexpr auto powers = [](auto x) {
        return rows_of(pow(x, 0.3), pow(x, 1), pow(x, 1.3), pow(x, 1.5), pow(x, 2), pow(x, 2.5), pow(x, 3), pow(x, 17.5));
    };
    check_singular<>(residual<real>(with_gradients<decltype(powers)>{}), std::array{0.0}, std::array{1.7},
                     {{"pow(x, 0.3)", 0, {0}},
                      {"pow(x, 1)", 0, {1}},
                      {"pow(x, 1.3)", 0, {0}},
                      {"pow(x, 1.5)", 0, {0}},
                      {"pow(x, 2)", 0, {0}, {{{2}}}},
                      {"pow(x, 2.5)", 0, {0}},
                      {"pow(x, 3)", 0, {0}},
                      {"pow(x, 17.5)", 0, {0}}});

    constexpr auto units = [](auto x) { return rows_of(relu(x), leaky_relu(x, 0.25), clamp(x, 0, 3), clamp(x, -3, 0)); };
    check_singular<>(residual<real>(with_gradients<decltype(units)>{}), std::array{0.0}, std::array{1.7},
                     {{"relu", 0, {0}}, {"leaky_relu", 0, {0.25}}, {"clamp, low", 0, {0.5}}, {"clamp, high", 0, {0.5}}});

    constexpr auto steps = [](auto x) { return rows_of(floor(x), ceil(x), trunc(x), round(x + 0.5), mod(x, 2)); };
    check_singular<>(residual<real>(with_gradients<decltype(steps)>{}), std::array{4.0}, std::array{1.7},
                     {{"floor", 4, {0}}, {"ceil", 4, {0}}, {"trunc", 4, {0}}, {"round", 5, {0}}, {"mod", 0, {1}}});

    constexpr auto arcs = [](auto x) { return rows_of(asin(x), acos(x)); };
    check_singular<>(residual<real>(with_gradients<decltype(arcs)>{}), std::array{1.0}, std::array{0.7},
                     {{"asin", pi / 2, {0}}, {"acos", 0, {0}}});
    check_singular<>(residual<real>(with_gradients<decltype(arcs)>{}), std::array{-1.0}, std::array{0.7},
                     {{"asin", -pi / 2, {0}}, {"acos", pi, {0}}});

    constexpr auto area = [](auto x) { return rows_of(acosh(x)); };
    check_singular<>(residual<real>(with_gradients<decltype(area)>{}), std::array{1.0}, std::array{1.7}, {{"acosh", 0, {0}}});
}

TEST_CASE("functions of two numbers at singular points") {
    constexpr auto lengths = [](auto x, auto y) { return rows_of(norm(ditto::vec{x, y}), hypot(x, y), atan2(x, y)); };
    check_singular<>(residual<real, real>(with_gradients<decltype(lengths)>{}), std::array{0.0, 0.0}, std::array{1.7, -0.6},
                     {{"norm", 0, {0, 0}}, {"hypot", 0, {0, 0}}, {"atan2", 0, {0, 0}}});
    check_singular<>(residual<real, real>(with_gradients<decltype(lengths)>{}), std::array{0.0, -0.0}, std::array{1.7, -0.6},
                     {{"norm", 0, {0, 0}}, {"hypot", 0, {0, 0}}, {"atan2", pi, {0, 0}}});

    constexpr auto ties = [](auto x, auto y) {
        return rows_of(min(x, y), max(x, y), min(x, y) * max(x, y), select(x < y, 2 * x, 3 * y), select(x <= y, 2 * x, 3 * y));
    };
    constexpr std::array<row2, 2> product{{{0.5, 0.5}, {0.5, 0.5}}};
    check_singular<>(residual<real, real>(with_gradients<decltype(ties)>{}), std::array{4.0, 4.0}, std::array{1.7, -0.6},
                     {{"min", 4, {0.5, 0.5}},
                      {"max", 4, {0.5, 0.5}},
                      {"min max", 16, {4, 4}, product},
                      {"select, less", 12, {0, 3}},
                      {"select, less or equal", 8, {2, 0}}});

    constexpr auto remainder = [](auto x, auto y) { return rows_of(mod(x, y)); };
    check_singular<>(residual<real, real>(with_gradients<decltype(remainder)>{}), std::array{6.0, 2.0}, std::array{1.7, -0.6},
                     {{"mod", 0, {1, -3}}});
    check_singular<>(residual<real, real>(with_gradients<decltype(remainder)>{}), std::array{-6.0, 2.0}, std::array{1.7, -0.6},
                     {{"mod", 0, {1, 3}}});

    constexpr auto power = [](auto x, auto y) { return rows_of(pow(x, y)); };
    constexpr auto at_zero = [](double y, double value, double slope, std::array<row2, 2> hessian) {
        check_singular<>(residual<real, real>(with_gradients<decltype(power)>{}), std::array{0.0, y}, std::array{1.7, -0.6},
                         {{"pow", value, {slope, 0}, hessian}});
    };
    at_zero(0.0, 1, 0, {});
    at_zero(0.3, 0, 0, {});
    at_zero(1.0, 0, 1, {{{0, 1}, {0, 0}}});
    at_zero(1.3, 0, 0, {});
    at_zero(2.0, 0, 0, {{{2, 0}, {0, 0}}});
    at_zero(2.5, 0, 0, {});
    at_zero(3.0, 0, 0, {});

    constexpr auto bounded = [](auto x, auto low, auto high) { return rows_of(clamp(x, low, high)); };
    const auto definition = residual<real, real, real>(with_gradients<decltype(bounded)>{});
    check_singular<>(definition, std::array{1.0, 1.0, 3.0}, std::array{1.7, -0.6, 2.0}, {{"low", 1, {0.5, 0.5, 0}}});
    check_singular<>(definition, std::array{3.0, 1.0, 3.0}, std::array{1.7, -0.6, 2.0}, {{"high", 3, {0.5, 0, 0.5}}});
    check_singular<>(definition, std::array{1.0, 1.0, 1.0}, std::array{1.7, -0.6, 2.0}, {{"both", 1, {0.25, 0.5, 0.25}}});
}

TEST_CASE("dead branches, whose derivatives do not exist") {
    constexpr auto guarded = [](auto x) {
        return rows_of(select(0 < x, log(x) / x, x * x), select(x == 0, 3 * x, sqrt(x) * exp(1 / x)),
                       select(x * x < 1, x * x * x + 2 * x, log(x * x - 1)), select(0 < x, pow(x, -1.5), cos(x)),
                       select(x <= 0, 1, 0) * x + select(0 < x, select(x < 1, asin(x), acosh(x)), x));
    };
    check_singular<>(residual<real>(with_gradients<decltype(guarded)>{}), std::array{0.0}, std::array{1.7},
                     {{"logarithm", 0, {0}, {{{2}}}},
                      {"pole", 0, {3}},
                      {"negative logarithm", 0, {2}},
                      {"power", 1, {0}, {{{-1}}}},
                      {"nested", 0, {2}}});
}

TEST_CASE("second derivatives of a rotation by nothing") {
    constexpr auto rotated = [](auto a, auto b, auto c) {
        const auto place = rotate_angle_axis(ditto::vec{a, b, c}, ditto::vec{2.0, 3.0, 5.0});
        return rows_of(place[0], place[1], place[2]);
    };
    // x + w × x + w × (w × x) / 2
    check_singular<>(residual<real, real, real>(with_gradients<decltype(rotated)>{}), std::array{0.0, 0.0, 0.0},
                     std::array{0.3, -0.6, 1.1},
                     {{"x", 2, {0, 5, -3}, {{{0, 1.5, 2.5}, {1.5, -2, 0}, {2.5, 0, -2}}}},
                      {"y", 3, {-5, 0, 2}, {{{-3, 1, 0}, {1, 0, 2.5}, {0, 2.5, -3}}}},
                      {"z", 5, {3, -2, 0}, {{{-5, 0, 1}, {0, -5, 1.5}, {1, 1.5, 0}}}}});
}

TEST_CASE("norm and square root at zero") {
    constexpr auto distance = residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
    const auto at = distance.linearize({{1, 2}}, {{1, 2}}, 3.0);
    CHECK(at.value[0] == -3.0);
    CHECK(at.jacobian[0] == std::array<double, 4>{});
    static_assert(distance.linearize({{1, 2}}, {{1, 2}}, 3.0).jacobian[0] == std::array<double, 4>{});

    constexpr auto root = residual<real>([](auto x) { return sqrt(x); });
    CHECK(root.linearize(0.0).value[0] == 0.0);
    CHECK(root.linearize(0.0).jacobian[0][0] == 0.0);
    CHECK(root.linearize(4.0).jacobian[0][0] == 0.25);
    CHECK(std::isnan(root.linearize(-1.0).value[0]));

    // One point on top of another in a longer chain: the other terms keep their derivatives.
    constexpr auto triangle = residual<ditto::vec2, ditto::vec2>([](auto p, auto q) {
        return norm(q - p) * norm(p) + norm(q);
    });
    const auto t = triangle.linearize({{3, 4}}, {{3, 4}});
    CHECK(t.value[0] == 5.0);
    const std::array<double, 4> expected{0, 0, 0.6, 0.8};
    for (std::size_t i = 0; i < 4; ++i) CHECK(t.jacobian[0][i] == Approx(expected[i]).epsilon(1e-15));
}

TEST_CASE("absolute value and sign at zero") {
    constexpr auto absolute = residual<real, real>([](auto x, auto y) { return abs(x - y) + 2 * sign(x - y); });
    const auto at = absolute.linearize(1.5, 1.5);
    CHECK(at.value[0] == 0.0);
    CHECK(at.jacobian[0] == row2{0, 0});
    CHECK(absolute.linearize(2.0, 1.5).jacobian[0] == row2{1, -1});
    CHECK(absolute.linearize(1.0, 1.5).jacobian[0] == row2{-1, 1});
}

TEST_CASE("the dead branch of a select does not leak") {
    constexpr auto guarded = residual<real, real>(
        [](auto x, auto y) { return y * select(0 < x, log(x) / x, sqrt(1 - x) * exp(-1000 * x)); });
    const auto low = guarded.linearize(0.0, 2.0);  // log(0) / 0 is dead
    CHECK(low.value[0] == 2.0);
    CHECK(low.jacobian[0][0] == Approx(2 * (-0.5 - 1000)));
    CHECK(low.jacobian[0][1] == 1.0);
    const auto high = guarded.linearize(4.0, 2.0);  // sqrt(-3) is dead
    CHECK(high.value[0] == Approx(2 * std::log(4.0) / 4));
    CHECK(high.jacobian[0][0] == Approx(2 * (1 - std::log(4.0)) / 16));
    const auto far = guarded.linearize(-1.0, 2.0);  // exp overflows here, and the value may
    CHECK(far.value[0] == infinity);

    constexpr auto nested = residual<real>([](auto x) {
        auto inner = select(x < 1, 1 / (x - 1), log(x - 1));
        return select(x == 1, x, inner * inner);
    });
    CHECK(nested.linearize(1.0).value[0] == 1.0);
    CHECK(nested.linearize(1.0).jacobian[0][0] == 1.0);
    CHECK(nested.linearize(0.5).jacobian[0][0] == Approx(16.0));
    CHECK(nested.linearize(3.0).jacobian[0][0] == Approx(std::log(2.0)));
}

TEST_CASE("poles are not singular points: outside the domain nothing is chosen") {
    constexpr auto pole = residual<real>([](auto x) { return 1 / x; });
    CHECK(pole.linearize(0.0).value[0] == infinity);
    CHECK(pole.linearize(0.0).jacobian[0][0] == -infinity);
}

TEST_CASE("rotation by nothing") {
    constexpr auto rotated = residual<ditto::vec3, given<ditto::vec3>>(
        [](auto w, auto x) { return rotate_angle_axis(w, x); });
    const auto at = rotated.linearize({{0, 0, 0}}, {{2, 3, 5}});
    CHECK(at.value == std::array<double, 3>{2, 3, 5});
    CHECK(at.jacobian[0] == std::array<double, 3>{0, 5, -3});  // w × x
    CHECK(at.jacobian[1] == std::array<double, 3>{-5, 0, 2});
    CHECK(at.jacobian[2] == std::array<double, 3>{3, -2, 0});

    // Near nothing, and far: against the formula with sines in extended precision.
    for (const double angle : {1e-12, 1e-8, 1e-4, 0.1, 1.0, 3.0, 6.0}) {
        const double w[] = {angle * 2 / 7, angle * 3 / 7, -angle * 6 / 7}, x[] = {2, 3, 5};
        const auto value = rotated({{w[0], w[1], w[2]}}, {{x[0], x[1], x[2]}});
        const long double t = std::sqrt(static_cast<long double>(w[0]) * w[0] + static_cast<long double>(w[1]) * w[1] +
                                        static_cast<long double>(w[2]) * w[2]);
        const long double k[] = {w[0] / t, w[1] / t, w[2] / t};
        const long double kx = k[0] * x[0] + k[1] * x[1] + k[2] * x[2];
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t j = (i + 1) % 3, l = (i + 2) % 3;
            const long double expected = x[i] * std::cos(t) + (k[j] * x[l] - k[l] * x[j]) * std::sin(t) + k[i] * kx * (1 - std::cos(t));
            CHECK(std::abs(value[i] - expected) < 4e-15L);
        }
    }
}

}  // namespace
