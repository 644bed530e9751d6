// Question: what does a gradient cost that is known at run time only, called from one scalar point, and over many points?
// Benchmarks are named <function>/<way to call>/<parameters>. Never time a wrong answer: gradients are compared with ones
// derived by hand before any is timed.
#include <ditto/graph.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using numbers = std::vector<double>;

struct workload {
    std::string name;
    ditto::compiled_function gradient;
    numbers at;
    numbers (*by_hand)(const numbers&);
};

double chain_step(std::size_t j, double r, double x) {
    return j % 4 == 0 ? r + x : j % 4 == 1 ? r - x : j % 4 == 2 ? r * x : r / x;
}
numbers chain_by_hand(const numbers& x) {
    numbers partial(x), gradient(x.size());
    for (std::size_t j = 1; j < x.size(); ++j) partial[j] = chain_step(j, partial[j - 1], x[j]);
    double by_r = 1;
    for (std::size_t j = x.size() - 1; j > 0; --j) {
        const double r = partial[j - 1];
        gradient[j] = by_r * (j % 4 == 0 ? 1 : j % 4 == 1 ? -1 : j % 4 == 2 ? r : -r / (x[j] * x[j]));
        by_r *= j % 4 == 2 ? x[j] : j % 4 == 3 ? 1 / x[j] : 1;
    }
    gradient[0] = by_r;
    return gradient;
}
numbers arm_by_hand(const numbers& angles) {
    double x = -3, y = -4, heading = 0;
    numbers cosines(angles), sines(angles), gradient(angles.size());
    for (std::size_t i = 0; i < angles.size(); ++i) {
        heading += angles[i];
        x += cosines[i] = std::cos(heading);
        y += sines[i] = std::sin(heading);
    }
    double sum = 0;
    for (std::size_t i = angles.size(); i-- > 0;) gradient[i] = sum += y * cosines[i] - x * sines[i];
    return gradient;
}

// x0 - x1 * x2 / x3 + x4 - ..., from left to right.
workload make_chain(std::size_t n) {
    ditto::graph g;
    std::vector<ditto::symbol> x;
    numbers at;
    for (std::size_t i = 0; i < n; ++i) {
        at.push_back(static_cast<double>(i) + 1.0);
        x.push_back(g.variable("x" + std::to_string(i), at.back()));
    }
    ditto::symbol r = x[0];
    for (std::size_t j = 1; j < n; ++j)
        r = j % 4 == 0 ? r + x[j] : j % 4 == 1 ? r - x[j] : j % 4 == 2 ? r * x[j] : r / x[j];
    return {"chain", ditto::compile_gradient(r, x), at, chain_by_hand};
}

// Half the squared distance of the end of a planar arm of unit links from (3, 4), by the angles of its joints.
workload make_arm(std::size_t n) {
    ditto::graph g;
    std::vector<ditto::symbol> angles;
    numbers at;
    ditto::symbol x = -3.0, y = -4.0, heading = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        at.push_back(0.1 + 0.01 * static_cast<double>(i));
        angles.push_back(g.variable("a" + std::to_string(i), at.back()));
        heading = heading + angles.back();
        x = x + cos(heading);
        y = y + sin(heading);
    }
    return {"arm", ditto::compile_gradient(0.5 * (x * x + y * y), angles), at, arm_by_hand};
}

bool agree(const double* got, const numbers& expected) {
    double scale = 0;
    for (const double d : expected) scale = std::max(scale, std::abs(d));
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (!(std::abs(got[i] - expected[i]) <= 1e-13 * scale)) return false;
    return true;
}

constexpr std::size_t many = 10'000;

numbers points_near(const numbers& at) {
    numbers points;
    for (std::size_t p = 0; p < many; ++p)
        for (const double x : at) points.push_back(x * (1 + 1e-5 * static_cast<double>(p)));
    return points;
}

bool verify(const workload& w) {
    const std::size_t n = w.at.size();
    const numbers points = points_near(w.at);
    numbers into(points.size()), alone(n);
    w.gradient.evaluate(points, into);
    w.gradient(w.at, alone);
    bool good = agree(alone.data(), w.by_hand(w.at));
    for (std::size_t p = 0; p < many; p += 7) {
        const auto first = points.begin() + static_cast<std::ptrdiff_t>(p * n);
        good = good && agree(&into[p * n], w.by_hand(numbers(first, first + static_cast<std::ptrdiff_t>(n))));
    }
    if (!good) std::fprintf(stderr, "%s/%zu is wrong: nothing is timed\n", w.name.c_str(), n);
    return good;
}

// A parameter changes from call to call, so that no call can be left out.
template <class F>
void time_calls(benchmark::State& state, numbers at, F call) {
    const double start = at[0];
    double shift = 0;
    for (auto _ : state) {
        at[0] = start + (shift += 1e-12);
        call(at);
        benchmark::ClobberMemory();
    }
}

void time_points(benchmark::State& state, const workload& w, std::size_t threads) {
    const numbers points = points_near(w.at);
    numbers into(points.size());
    for (auto _ : state) {
        w.gradient.evaluate(points, into, threads);
        benchmark::ClobberMemory();
    }
    state.counters["per_point"] = benchmark::Counter(
        static_cast<double>(many), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

template <class F>
void add(const workload& w, const std::string& way, F f) {
    benchmark::RegisterBenchmark((w.name + "/" + way + "/" + std::to_string(w.at.size())).c_str(), f);
}

void add_all(const workload& w) {
    add(w, "into", [&w](benchmark::State& state) {
        numbers into(w.at.size());
        time_calls(state, w.at, [&](const numbers& at) { w.gradient(at, into); });
    });
    add(w, "returned", [&w](benchmark::State& state) {
        time_calls(state, w.at, [&](const numbers& at) { benchmark::DoNotOptimize(w.gradient(at).data()); });
    });
    add(w, "by_hand", [&w](benchmark::State& state) {
        time_calls(state, w.at, [&](const numbers& at) { benchmark::DoNotOptimize(w.by_hand(at).data()); });
    });
    for (const std::size_t threads : {1u, 2u})
        add(w, "points_on_" + std::to_string(threads),
            [&w, threads](benchmark::State& state) { time_points(state, w, threads); });
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    std::vector<workload> workloads;
    for (const std::size_t n : {5u, 20u, 50u, 100u}) workloads.push_back(make_chain(n));
    workloads.push_back(make_arm(20));
    for (const workload& w : workloads) {
        if (!verify(w)) return 1;
        add_all(w);
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
