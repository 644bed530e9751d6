#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

// How many iterations it takes: where valleys are curved, where problems leave directions free, where columns are rounding.
namespace {

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal), (T, k1),
                             (T, k2));
};

inline constexpr auto projection =
    ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>([](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z;
        auto v = -y / z;
        auto r2 = u * u + v * v;
        auto d = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{d * u - seen[0], d * v - seen[1]};
    });
inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });

// Knuth's 64-bit linear congruential generator: the same numbers everywhere.
class numbers {
public:
    explicit numbers(std::uint64_t seed) : state_(seed) { uniform(); }
    double uniform() {  // in [-1, 1)
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(static_cast<std::int64_t>(state_)) / 9223372036854775808.0;
    }

private:
    std::uint64_t state_;
};

// Every camera sees every point, without noise; both start displaced. Three cameras and seven points leave as many
// directions free as constrain the rest: the valleys are long, narrow and curved.
ditto::problem scene(std::uint64_t seed, int cameras, int points, double displaced) {
    numbers next(seed);
    std::vector<camera<double>> truth;
    std::vector<ditto::vec<double, 3>> places;
    for (int i = 0; i < cameras; ++i)
        truth.push_back({{0.2 * next.uniform(), 0.4 * next.uniform(), 0.2 * next.uniform()},
                         {2 * next.uniform(), next.uniform(), -6 + next.uniform()},
                         500 + 100 * next.uniform(),
                         -0.05 * (1 + next.uniform()),
                         0.01 * next.uniform()});
    for (int i = 0; i < points; ++i) places.push_back({2 * next.uniform(), 2 * next.uniform(), 2 * next.uniform()});

    ditto::problem p;
    std::vector<ditto::variable<ditto::record<camera>>> cams;
    std::vector<ditto::variable<ditto::vec3>> corners;
    const auto off = [&](double x, double by) { return x + displaced * by * next.uniform(); };
    for (const auto& c : truth)
        cams.push_back(p.add_variable<ditto::record<camera>>(
            {{off(c.rotation[0], 0.5), off(c.rotation[1], 0.5), off(c.rotation[2], 0.5)},
             {off(c.translation[0], 1.7), off(c.translation[1], 1.7), off(c.translation[2], 1.7)},
             off(c.focal, 0.8 * c.focal),
             off(c.k1, 0.2),
             off(c.k2, 0.2)}));
    for (const auto& X : places)
        corners.push_back(p.add_variable<ditto::vec3>({off(X[0], 1.7), off(X[1], 1.7), off(X[2], 1.7)}));
    for (std::size_t c = 0; c < truth.size(); ++c)
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto seen = projection(truth[c], places[i], {0.0, 0.0});
            p.add(projection, cams[c], corners[i], {seen[0], seen[1]});
        }
    return p;
}

}  // namespace

TEST_CASE("curved valleys: scenes without noise are solved exactly in tens of iterations") {
    std::size_t iterations = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        ditto::problem p = scene(seed, 3, 7, 0.3);
        const auto s = ditto::solve(p);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(s.final_cost < 1e-18);
        CHECK(s.iterations.size() <= 50);
        iterations += s.iterations.size();
    }
    CHECK(iterations <= 12 * 18);  // steps that do not bend take twice as many, and 83 once
}

TEST_CASE("free directions: one distance between two places takes a handful of iterations, however it lies") {
    numbers next(1);
    for (int i = 0; i < 300; ++i) {
        const auto wide = [&] { return next.uniform() * std::pow(10.0, 3 * next.uniform()); };
        ditto::problem p;
        const auto a = p.add_variable<ditto::point2>({wide(), wide()});
        const auto b = p.add_variable<ditto::point2>({wide(), wide()});
        const double wanted = i % 5 == 0 ? 0.0 : std::abs(wide());
        p.add(distance, a, b, wanted);
        const auto s = ditto::solve(p);
        INFO(s.report());
        CHECK(s.converged());
        CHECK(s.final_cost < 1e-20);
        CHECK(s.iterations.size() <= 5);
    }
}

TEST_CASE("turned axes change nothing about steps between places") {
    const auto lengths = [](double turn) {
        const double c = std::cos(turn), s = std::sin(turn);
        const auto at = [&](double x, double y) { return ditto::point<double, 2>{c * x - s * y, s * x + c * y}; };
        ditto::problem p;
        const auto o = p.add_variable<ditto::point2>(at(0, 0));
        const auto a = p.add_variable<ditto::point2>(at(5, 0.1));
        const auto b = p.add_variable<ditto::point2>(at(1, 3));
        p.add(distance, o, a, 1.0);
        p.add(distance, a, b, 2.0);
        p.add(distance, b, o, 4.0);  // more than the others reach
        std::vector<double> steps;
        for (const auto& i : ditto::solve(p, {.max_iterations = 6}).iterations) steps.push_back(i.step_norm);
        return steps;
    };
    const auto straight = lengths(0), turned = lengths(0.7);
    REQUIRE(straight.size() == turned.size());
    for (std::size_t i = 0; i < straight.size(); ++i) CHECK(turned[i] == Approx(straight[i]).epsilon(1e-6));
}

TEST_CASE("contradictions: a chain pulled beyond its length ends straight, its links equally long") {
    for (const int links : {2, 3, 4, 6})
        for (const double pull : {1.2, 2.0, 4.0}) {
            ditto::problem p;
            const auto first = p.add_variable<ditto::point2>({0, 0});
            p.fix(first);
            auto last = first;
            for (int i = 1; i <= links; ++i) {
                const auto next = p.add_variable<ditto::point2>({0.8 * i, 0.3 * (i % 2) + 0.1 * std::sin(i * i)});
                p.add(distance, last, next, 1.0);
                last = next;
            }
            p.add(distance, first, last, pull * links);
            const auto s = ditto::solve(p);
            INFO(s.report());
            CHECK(s.converged());
            const double excess = (pull - 1) * links;  // which links and pull share
            CHECK(s.final_cost == Approx(excess * excess / (2 * (links + 1))));
            CHECK(s.iterations.size() <=
                  150);  // 230 where little gain does not raise the damping, which then ends nowhere
        }
}

TEST_CASE("a column that is nothing but rounding does not throw its variable away") {
    constexpr auto almost_free = ditto::residual<ditto::vec2, ditto::given<ditto::real>>(
        [](auto v, auto wanted) { return v[0] * v[0] + 1e-16 * v[1] - wanted; });
    ditto::problem p;
    const auto v = p.add_variable<ditto::vec2>({1.0, 2.0});
    p.add(almost_free, v, 4.0);
    const auto s = ditto::solve(p);
    INFO(s.report());
    CHECK(s.converged());
    CHECK(p.value(v)[0] == Approx(2.0));
    CHECK(std::abs(p.value(v)[1] - 2.0) < 1);
}
