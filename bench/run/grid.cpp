// Question: how long from points to a sketch that is solved? A square grid: every edge is 50 long, and horizontal or
// vertical; one corner is pinned, all others start displaced. Building the problem is part of what is timed.
// Benchmarks are named grid/<what>/<points>; the solution is checked before anything is timed.
#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace {

constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto horizontal = ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return q[1] - p[1]; });
constexpr auto vertical = ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return q[0] - p[0]; });

constexpr double edge = 50, displaced = 10;

std::vector<ditto::point<double, 2>> start(int side) {
    std::vector<ditto::point<double, 2>> points;
    std::uint64_t state = 1;
    const auto off = [&] {  // Knuth's linear congruential generator
        state = state * 6364136223846793005u + 1442695040888963407u;
        return displaced * static_cast<double>(static_cast<std::int64_t>(state)) / 9223372036854775808.0;
    };
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column)
            points.push_back({edge * column + (points.empty() ? 0 : off()), edge * row + (points.empty() ? 0 : off())});
    return points;
}

ditto::problem build(const std::vector<ditto::point<double, 2>>& from, int side) {
    ditto::problem p;
    std::vector<ditto::variable<ditto::point2>> points;
    points.reserve(from.size());
    for (const auto& x : from) points.push_back(p.add_variable<ditto::point2>(x));
    p.fix(points[0]);
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            const auto at = [&](int r, int c) { return points[static_cast<std::size_t>(r * side + c)]; };
            if (column + 1 < side) {
                p.add(distance, at(row, column), at(row, column + 1), edge);
                p.add(horizontal, at(row, column), at(row, column + 1));
            }
            if (row + 1 < side) {
                p.add(distance, at(row, column), at(row + 1, column), edge);
                p.add(vertical, at(row, column), at(row + 1, column));
            }
        }
    return p;
}

bool check(int side) {
    ditto::problem p = build(start(side), side);
    const auto s = ditto::solve(p);
    std::printf("%d x %d points: %zu residuals, %zu unknowns\n%s\n", side, side, p.residual_count(), p.unknown_count(),
                s.report().c_str());
    return s.converged() && s.final_cost < 1e-18;
}

void build_only(benchmark::State& state, int side) {
    const auto from = start(side);
    for (auto _ : state) benchmark::DoNotOptimize(build(from, side).unknown_count());
}
void build_and_solve(benchmark::State& state, int side) {
    const auto from = start(side);
    ditto::summary s;
    for (auto _ : state) {
        ditto::problem p = build(from, side);
        s = ditto::solve(p);
    }
    state.counters["iterations"] = static_cast<double>(s.iterations.size());
    state.counters["evaluation_ms"] = 1e3 * s.seconds.evaluation;
    state.counters["assembly_ms"] = 1e3 * s.seconds.assembly;
    state.counters["linear_solve_ms"] = 1e3 * s.seconds.linear_solve;
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    for (const int side : {10, 20}) {
        if (!check(side)) {
            std::fprintf(stderr, "grid: the sketch was not solved\n");
            return 1;
        }
        const std::string points = "/" + std::to_string(side * side);
        const auto time = [&](const char* what, auto* function) {
            benchmark::RegisterBenchmark((what + points).c_str(), function, side)->Unit(benchmark::kMillisecond);
        };
        time("grid/build", build_only);
        time("grid/build_and_solve", build_and_solve);
    }
    benchmark::RunSpecifiedBenchmarks();
}
