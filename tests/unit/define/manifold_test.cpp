// Laws of manifolds, for every kind: plus(x, 0) = x, plus(x, minus(y, x)) = y, minus(plus(x, d), x) = d, values stay on the
// manifold, and residuals are differentiated by the step, as central differences of plus say.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using ditto::vec;

struct cylinder : ditto::vec_of<ditto::real, 3> {  // a user's own: (radius, angle, height), where one cannot leave the surface
    static constexpr std::size_t degrees_of_freedom = 2;
    template <class T>
    static constexpr vec<T, 3> plus(const vec<T, 3>& x, const vec<T, 2>& step) {
        return {{x[0], x[1] + step[0] / x[0], x[2] + step[1]}};
    }
    template <class T>
    static constexpr vec<T, 2> minus(const vec<T, 3>& y, const vec<T, 3>& x) {
        return {{(y[1] - x[1]) * x[0], y[2] - x[2]}};
    }
    static vec<double, 3> project(const vec<double, 3>& x) { return {{2.5, x[1], x[2]}}; }
};

using pair = ditto::product<ditto::unit_quaternion, ditto::vec2>;
using nested = ditto::product<ditto::heading, ditto::product<ditto::unit_vector<3>, ditto::se2>>;

std::mt19937 source(11);
double number() { return std::uniform_real_distribution<double>(-2, 2)(source); }

template <class Kind>
std::vector<double> scalars_of(const ditto::value_t<Kind, double>& value) {
    std::vector<double> result(ditto::kind_size<Kind>);
    ditto::flatten<Kind>(value, result.data());
    return result;
}
template <class Kind>
auto random_value() {
    std::vector<double> scalars(ditto::kind_size<Kind>);
    for (double& s : scalars) s = number();
    const ditto::value_t<Kind, double> raw = ditto::unflatten<Kind, double>(scalars.data());
    // A problem projects what it is given, where the kind knows how; else a step from the kind's start does.
    vec<double, Kind::degrees_of_freedom> step{};
    if constexpr (requires { Kind::project(raw); }) {
        return Kind::project(raw);
    } else if constexpr (std::same_as<Kind, pair>) {
        return ditto::value_t<pair, double>{ditto::unit_quaternion::project(raw.first), raw.second};
    } else if constexpr (std::same_as<Kind, nested>) {
        return ditto::value_t<nested, double>{
            ditto::heading::project(raw.first),
            {ditto::unit_vector<3>::project(raw.second.first), ditto::se2::project(raw.second.second)}};
    } else if constexpr (std::same_as<Kind, ditto::array<ditto::unit_quaternion, 2>>) {
        return ditto::value_t<Kind, double>{ditto::unit_quaternion::project(raw[0]),
                                            ditto::unit_quaternion::project(raw[1])};
    } else {
        return Kind::plus(raw, step);
    }
}

template <class Kind>
double distance(const ditto::value_t<Kind, double>& a, const ditto::value_t<Kind, double>& b) {
    double worst = 0;
    const auto x = scalars_of<Kind>(a), y = scalars_of<Kind>(b);
    for (std::size_t i = 0; i < x.size(); ++i) worst = std::max(worst, std::abs(x[i] - y[i]));
    return worst;
}
// q and -q are one rotation.
double distance_of_rotations(const ditto::quaternion<double>& a, const ditto::quaternion<double>& b) {
    const auto c = conjugate(a) * b;
    return std::hypot(c.x, c.y, c.z);
}

// Every scalar of the value, mixed: its derivatives are those of plus.
template <class Kind>
constexpr auto probe = ditto::residual<Kind, ditto::given<ditto::real>>([](auto x, auto weight) {
    auto sum = weight;
    double factor = 0.7;
    ditto::for_each_scalar(x, [&](const auto& s) { sum = sum + sin(factor++ * s) * weight; });
    return sum;
});

}  // namespace

TEMPLATE_TEST_CASE("plus and minus obey the laws of a manifold", "", ditto::unit_quaternion, ditto::rotation,
                   ditto::heading, ditto::se2, ditto::se3, ditto::unit_vector<2>, ditto::unit_vector<3>,
                   ditto::unit_vector<5>, cylinder, pair, nested, (ditto::array<ditto::unit_quaternion, 2>)) {
    constexpr std::size_t columns = ditto::kind_columns<TestType>;
    using step = vec<double, columns>;
    for (int round = 0; round < 200; ++round) {
        const auto x = random_value<TestType>();
        CHECK(distance<TestType>(TestType::plus(x, step{}), x) < 1e-15);
        step d{};
        for (double& c : d) c = 0.5 * number() / std::sqrt(static_cast<double>(columns));
        const auto y = TestType::plus(x, d);
        const step back = TestType::minus(y, x);
        for (std::size_t i = 0; i < columns; ++i) CHECK(std::abs(back[i] - d[i]) < 2e-14);
        CHECK(distance<TestType>(TestType::plus(x, back), y) < 2e-14);
    }
}

TEMPLATE_TEST_CASE("residuals on a manifold are differentiated by the step", "", ditto::unit_quaternion, ditto::rotation,
                   ditto::heading, ditto::se2, ditto::se3, ditto::unit_vector<2>, ditto::unit_vector<3>,
                   ditto::unit_vector<5>, cylinder, pair, nested, (ditto::array<ditto::unit_quaternion, 2>)) {
    constexpr std::size_t columns = ditto::kind_columns<TestType>;
    ditto::problem p;
    const auto x = p.add_variable<TestType>(random_value<TestType>());
    p.add(probe<TestType>, x, 1.5);
    const auto fixed = p.add_variable<TestType>(random_value<TestType>());
    p.add(probe<TestType>, fixed, 0.5);
    p.fix(fixed);
    REQUIRE(p.column_count() == columns);
    REQUIRE(p.unknown_count() == ditto::kind_size<TestType>);
    for (int round = 0; round < 20; ++round) {
        const auto at = random_value<TestType>();
        p.set_value(x, at);
        const auto e = p.evaluate();
        REQUIRE(e.jacobian.cols() == static_cast<int>(columns));
        const auto here = probe<TestType>.linearize(at, 1.5);
        CHECK(here.value[0] == Approx(e.residuals[0]).epsilon(1e-13));
        std::vector<double> gradient(columns);
        p.gradient(gradient);
        for (std::size_t c = 0; c < columns; ++c) {
            constexpr double h = 1e-5;
            vec<double, columns> up{}, down{};
            up[c] = h;
            down[c] = -h;
            const double difference =
                (probe<TestType>(TestType::plus(at, up), 1.5) - probe<TestType>(TestType::plus(at, down), 1.5)) / (2 * h);
            CHECK(std::abs(e.jacobian.coeff(0, static_cast<int>(c)) - difference) < 1e-8);
            CHECK(here.jacobian[0][c] == Approx(e.jacobian.coeff(0, static_cast<int>(c))).margin(1e-13));
            CHECK(gradient[c] == Approx(e.jacobian.coeff(0, static_cast<int>(c)) * e.residuals[0]).margin(1e-13));
        }
    }
}

TEST_CASE("values stay on their manifold, however far the step") {
    for (int round = 0; round < 100; ++round) {
        vec<double, 3> turn{{50 * number(), 50 * number(), 50 * number()}};
        const auto q = ditto::unit_quaternion::plus(random_value<ditto::unit_quaternion>(), turn);
        CHECK(std::abs(norm(q) - 1) < 1e-15);
        CHECK(norm(ditto::rotation::plus({{number(), number(), number()}}, turn)) <= 3.14159265358979324);
        const auto v = ditto::unit_vector<3>::plus(random_value<ditto::unit_vector<3>>(), {{turn[0], turn[1]}});
        CHECK(std::abs(norm(v) - 1) < 1e-15);
        CHECK(std::abs(ditto::heading::plus(number(), {{turn[0]}})) <= 3.14159265358979324);
    }
    // The other way round is the same rotation.
    const auto q = random_value<ditto::unit_quaternion>();
    const ditto::quaternion<double> minus_q{-q.w, -q.x, -q.y, -q.z};
    CHECK(norm(ditto::unit_quaternion::minus(minus_q, q)) < 1e-15);
    CHECK(distance_of_rotations(ditto::unit_quaternion::plus(q, ditto::unit_quaternion::minus(minus_q, q)), q) < 1e-15);
}

TEST_CASE("a problem puts values on their manifold, and refuses those without direction") {
    ditto::problem p;
    const auto q = p.add_variable<ditto::unit_quaternion>({0, 0, 3, 4});
    CHECK(p.value(q).y == Approx(0.6));
    p.set_value(q, {1e300, 0, 0, 1e300});
    CHECK(p.value(q).w == Approx(std::sqrt(0.5)));
    CHECK_THROWS_AS((p.add_variable<ditto::unit_quaternion>({0, 0, 0, 0})), ditto::error);
    CHECK_THROWS_AS((p.set_value(q, {0, 0, 0, 0})), ditto::error);
    CHECK(p.value(q).w == Approx(std::sqrt(0.5)));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    p.set_value(q, {nan, 0, 0, 0});  // kept, for diagnosis to name
    CHECK(std::isnan(p.value(q).w));
    const double infinity = std::numeric_limits<double>::infinity();
    const auto d = p.add_variable<ditto::unit_vector<3>>({-infinity, 0, 0});
    CHECK(p.value(d)[0] == -infinity);
    const auto two = p.add_variable<ditto::product<ditto::unit_vector<3>, ditto::real>>({{{0, 3, 4}}, 5.0});
    CHECK(p.value(two).first[1] == Approx(0.6));
    CHECK(p.value(two).second == 5.0);
    const auto many = p.add_variable<ditto::array<ditto::unit_vector<2>, 2>>({{{{3, 4}}, {{0, 2}}}});
    CHECK(p.value(many)[1][1] == 1.0);
    const auto c = p.add_variable<cylinder>({1, 0.5, 7});
    CHECK(p.value(c)[0] == 2.5);
    const auto h = p.add_variable<ditto::heading>(7.0);
    CHECK(p.value(h) == Approx(7.0 - 2 * 3.14159265358979324));
}

TEMPLATE_TEST_CASE("manifolds in single precision", "", ditto::unit_quaternion, ditto::rotation, ditto::heading, ditto::se2,
                   ditto::se3, ditto::unit_vector<3>, pair) {
    constexpr std::size_t columns = ditto::kind_columns<TestType>;
    ditto::basic_problem<float> p;
    ditto::value_t<TestType, float> value{};
    float next = 0.3f;
    ditto::for_each_scalar(value, [&](float& s) { s = next += 0.2f; });
    const auto x = p.add_variable<TestType>(value);
    p.add(probe<TestType>, x, 1.5f);
    const auto e = p.evaluate();
    REQUIRE(e.jacobian.cols() == static_cast<int>(columns));
    for (std::size_t c = 0; c < columns; ++c) {
        vec<float, columns> up{}, down{};
        up[c] = 1e-2f;
        down[c] = -1e-2f;
        const auto before = p.value(x);
        p.set_value(x, TestType::plus(before, up));
        const float high = p.evaluate().residuals[0];
        p.set_value(x, TestType::plus(before, down));
        CHECK(e.jacobian.coeff(0, static_cast<int>(c)) == Approx((high - p.evaluate().residuals[0]) / 2e-2f).margin(2e-2));
        p.set_value(x, before);
    }
}

TEST_CASE("a circle's angle shares the kernel of a plain one") {
    constexpr auto f = [](auto a, auto b) { return sin(a) - b; };
    static constexpr auto flat = ditto::residual<ditto::angle, ditto::given<ditto::real>>(f);
    static constexpr auto round = ditto::residual<ditto::heading, ditto::given<ditto::real>>(f);
    static_assert(ditto::same_kernel<flat, round>);
    static_assert(!ditto::manifold<ditto::angle> && ditto::manifold<ditto::heading> && !ditto::manifold<ditto::vec3>);
    static_assert(!ditto::manifold<ditto::array<ditto::real, 3>> &&
                  ditto::manifold<ditto::array<ditto::unit_quaternion, 3>>);
    static_assert(ditto::kind_columns<ditto::given<ditto::unit_quaternion>> == 0);
}
