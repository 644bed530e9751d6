// Moré, Garbow & Hillstrom, "Testing unconstrained optimization software", ACM TOMS 7 (1981): which minimum is reached from
// the usual starts, and from ten and a hundred times those?
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <numbers>

namespace {

using ditto::given;
using ditto::real;
using ditto::residual;
using ditto::vec;
using ditto::vec_of;
using nlohmann::json;

const json& records() {
    static const json all = [] {
        const char* folder = std::getenv("DITTO_DATA");
        const std::string path = std::string(folder != nullptr ? folder : "../shared/data") + "/mgh/mgh.json";
        std::ifstream file(path);
        if (!file) {
            std::cout << "skipped: no " << path << "; set DITTO_DATA" << std::endl;
            std::exit(77);
        }
        return json::parse(file);
    }();
    return all;
}

constexpr double sqrt_5 = 2.2360679774997896964, sqrt_10 = 3.1622776601683793320;

constexpr auto rosenbrock = residual<vec_of<real, 2>>([](auto x) {
    return vec{10.0 * (x[1] - square(x[0])), 1.0 - x[0]};
});
constexpr auto freudenstein_and_roth = residual<vec_of<real, 2>>([](auto x) {
    return vec{-13.0 + x[0] + ((5.0 - x[1]) * x[1] - 2.0) * x[1], -29.0 + x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1]};
});
constexpr auto powell_badly_scaled = residual<vec_of<real, 2>>([](auto x) {
    return vec{1e4 * x[0] * x[1] - 1.0, exp(-x[0]) + exp(-x[1]) - 1.0001};
});
constexpr auto beale = residual<vec_of<real, 2>>([](auto x) {
    return vec{1.5 - x[0] * (1.0 - x[1]), 2.25 - x[0] * (1.0 - square(x[1])), 2.625 - x[0] * (1.0 - cube(x[1]))};
});
constexpr auto helical_valley = residual<vec_of<real, 3>>([](auto x) {
    auto turn = atan(x[1] / x[0]) / (2 * std::numbers::pi) + select(x[0] < 0.0, 0.5, 0.0);
    return vec{10.0 * (x[2] - 10.0 * turn), 10.0 * (sqrt(square(x[0]) + square(x[1])) - 1.0), x[2]};
});
constexpr auto bard = residual<vec_of<real, 3>, given<real>, given<vec_of<real, 3>>>(
    [](auto x, auto y, auto u) { return y - (x[0] + u[0] / (u[1] * x[1] + u[2] * x[2])); });
constexpr auto meyer = residual<vec_of<real, 3>, given<real>, given<real>>(
    [](auto x, auto y, auto t) { return x[0] * exp(x[1] / (t + x[2])) - y; });
constexpr auto powell_singular = residual<vec_of<real, 4>>([](auto x) {
    return vec{x[0] + 10.0 * x[1], sqrt_5 * (x[2] - x[3]), square(x[1] - 2.0 * x[2]), sqrt_10 * square(x[0] - x[3])};
});
constexpr auto wood = residual<vec_of<real, 4>>([](auto x) {
    return vec{10.0 * (x[1] - square(x[0])),          1.0 - x[0],
               (3 * sqrt_10) * (x[3] - square(x[2])), 1.0 - x[2],
               sqrt_10 * (x[1] + x[3] - 2.0),         (x[1] - x[3]) / sqrt_10};
});
constexpr auto kowalik_and_osborne = residual<vec_of<real, 4>, given<real>, given<real>>(
    [](auto x, auto y, auto u) { return y - x[0] * (square(u) + u * x[1]) / (square(u) + u * x[2] + x[3]); });
constexpr auto osborne = residual<vec_of<real, 5>, given<real>, given<real>>(
    [](auto x, auto y, auto t) { return y - (x[0] + x[1] * exp(-t * x[3]) + x[2] * exp(-t * x[4])); });
constexpr auto watson = residual<vec_of<real, 6>, given<real>>([](auto x, auto t) {
    auto slope = x[1], value = x[0] + x[1] * t, power = t;
    for (std::size_t j = 2; j < 6; ++j) {
        slope = slope + static_cast<double>(j) * x[j] * power;
        power = power * t;
        value = value + x[j] * power;
    }
    return slope - square(value) - 1.0;
});
constexpr auto watson_end = residual<vec_of<real, 6>>([](auto x) { return vec{x[0], x[1] - square(x[0]) - 1.0}; });
constexpr auto brown_almost_linear = residual<vec_of<real, 10>>([](auto x) {
    auto sum = x[0], product = x[0];
    for (std::size_t j = 1; j < 10; ++j) {
        sum = sum + x[j];
        product = product * x[j];
    }
    auto rows = x;
    for (std::size_t i = 0; i < 9; ++i) rows[i] = x[i] + sum - 11.0;
    rows[9] = product - 1.0;
    return rows;
});
constexpr auto broyden_tridiagonal = residual<vec_of<real, 10>>([](auto x) {
    auto rows = x;
    for (std::size_t i = 0; i < 10; ++i) {
        rows[i] = (3.0 - 2.0 * x[i]) * x[i] + 1.0;
        if (i > 0) rows[i] = rows[i] - x[i - 1];
        if (i < 9) rows[i] = rows[i] - 2.0 * x[i + 1];
    }
    return rows;
});
constexpr auto linear_first = residual<vec_of<real, 5>>([](auto x) {
    auto rows = x;
    for (std::size_t i = 0; i < 5; ++i) rows[i] = x[i] - 0.04 * (x[0] + x[1] + x[2] + x[3] + x[4]) - 1.0;
    return rows;
});
constexpr auto linear_rest =
    residual<vec_of<real, 5>>([](auto x) { return -0.04 * (x[0] + x[1] + x[2] + x[3] + x[4]) - 1.0; });

template <std::size_t N>
auto variable(ditto::problem& p, const double* x) {
    vec<double, N> at{};
    for (std::size_t i = 0; i < N; ++i) at[i] = x[i];
    return p.add_variable<vec_of<real, N>>(at);
}
template <std::size_t N, auto Definition>
void alone(ditto::problem& p, const std::vector<double>& x, const json&) {
    p.add(Definition, variable<N>(p, x.data()));
}

using builder = void (*)(ditto::problem&, const std::vector<double>&, const json&);
const std::map<int, builder> builders{
    {1, alone<2, rosenbrock>},
    {2, alone<2, freudenstein_and_roth>},
    {3, alone<2, powell_badly_scaled>},
    {5, alone<2, beale>},
    {7, alone<3, helical_valley>},
    {8,
     [](ditto::problem& p, const std::vector<double>& x, const json& data) {
         const auto v = variable<3>(p, x.data());
         for (int i = 1; i <= 15; ++i)
             p.add(bard, v, data["y"][static_cast<std::size_t>(i) - 1].get<double>(),
                   {1.0 * i, 16.0 - i, 1.0 * std::min(i, 16 - i)});
     }},
    {10,
     [](ditto::problem& p, const std::vector<double>& x, const json& data) {
         const auto v = variable<3>(p, x.data());
         for (int i = 1; i <= 16; ++i)
             p.add(meyer, v, data["y"][static_cast<std::size_t>(i) - 1].get<double>(), 45.0 + 5 * i);
     }},
    {13, alone<4, powell_singular>},
    {14, alone<4, wood>},
    {15,
     [](ditto::problem& p, const std::vector<double>& x, const json& data) {
         const auto v = variable<4>(p, x.data());
         for (std::size_t i = 0; i < 11; ++i)
             p.add(kowalik_and_osborne, v, data["y"][i].get<double>(), data["u"][i].get<double>());
     }},
    {17,
     [](ditto::problem& p, const std::vector<double>& x, const json& data) {
         const auto v = variable<5>(p, x.data());
         for (std::size_t i = 0; i < 33; ++i)
             p.add(osborne, v, data["y"][i].get<double>(), 10.0 * static_cast<double>(i));
     }},
    {20,
     [](ditto::problem& p, const std::vector<double>& x, const json&) {
         const auto v = variable<6>(p, x.data());
         for (int i = 1; i <= 29; ++i) p.add(watson, v, i / 29.0);
         p.add(watson_end, v);
     }},
    {21,
     [](ditto::problem& p, const std::vector<double>& x, const json&) {
         for (std::size_t i = 0; i < x.size(); i += 2) p.add(rosenbrock, variable<2>(p, x.data() + i));
     }},
    {27, alone<10, brown_almost_linear>},
    {30, alone<10, broyden_tridiagonal>},
    {32,
     [](ditto::problem& p, const std::vector<double>& x, const json&) {
         const auto v = variable<5>(p, x.data());
         p.add(linear_first, v);
         for (int i = 6; i <= 50; ++i) p.add(linear_rest, v);
     }},
};

struct result {
    bool reached;
    ditto::summary summary;
};

result solved(const json& record, double times) {
    std::vector<double> x = record.at("x0");
    for (double& scalar : x) scalar *= times;
    ditto::problem p;
    builders.at(record.at("no"))(p, x, record.value("data", json::object()));
    if (times == 1) CHECK(2 * p.cost() == Approx(record.at("sum_of_squares_at_x0").get<double>()).epsilon(1e-13));
    auto s = ditto::solve(p);
    bool reached = false;
    for (const json& minimum : record.at("minima")) {  // as printed: six digits at most
        const double known = minimum.at("sum_of_squares");
        reached = reached || std::abs(2 * s.final_cost - known) <= 1e-5 * known + 1e-15;
    }
    if (std::getenv("DITTO_VERBOSE") != nullptr)
        std::printf("%-28s %4g x0: %s %.9e, %zu iterations, %s\n", record.at("name").get<std::string>().c_str(), times,
                    reached ? "  " : "NO", 2 * s.final_cost, s.iterations.size(), s.message.c_str());
    return {reached, s};
}

TEST_CASE("all problems reach a minimum that is listed") {
    for (const json& record : records()) {
        const auto [reached, s] = solved(record, 1);
        INFO(record.at("name") << "\n" << s.report());
        CHECK(reached);
        CHECK(s.converged());
    }
}

TEST_CASE("most do from far away, too") {
    for (const double times : {10.0, 100.0}) {
        std::size_t reached = 0;
        for (const json& record : records()) reached += solved(record, times).reached;
        CHECK(10 * reached >= (times == 10 ? 8 : 6) * records().size());
    }
}

}  // namespace
