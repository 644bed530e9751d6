#pragma once

#include "implementation.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>

/// What the benches of kernels have in common: all implementations are compared with each other before any is timed.
namespace bench {

struct implementation {
    const char* name;
    prepared (*prepare)(const scene&);
    bool compared = true;         ///< traffic computes nothing
    bool singular_points = true;  ///< has ditto's finite choice of derivative there
    const char* only = "";        ///< the one workload in which it differs from others
};

struct workload {
    const char* name;
    scene (*make)(std::size_t);
    std::vector<std::size_t> sizes;
};

inline constexpr double tolerance = 1e-9;

/// Whether two implementations agree on every output of every instance: to `tolerance`, relative to the value or to the
/// mean magnitude of that output, whichever is larger. NaN agrees with nothing.
inline bool agree(const scene& s, const prepared& a, const double* from_a, const prepared& b,
           const double* from_b) {
    for (std::size_t n = 0; n < s.blocks.size(); ++n) {
        const std::size_t instances = s.blocks[n].instances;
        for (std::size_t k = 0; k < shape_of(s.blocks[n].kind).outputs(); ++k) {
            double mean = 0;
            for (std::size_t i = 0; i < instances; ++i) mean += std::abs(a.at(s, from_a, n, i, k));
            mean /= static_cast<double>(instances);
            for (std::size_t i = 0; i < instances; ++i) {
                const double x = a.at(s, from_a, n, i, k), y = b.at(s, from_b, n, i, k);
                if (!(std::abs(x - y) <= tolerance * std::max(mean, std::abs(x)))) {
                    std::fprintf(stderr, "block %zu, instance %zu, output %zu: %.17g and %.17g\n", n, i, k, x, y);
                    return false;
                }
            }
        }
    }
    return true;
}

/// Compares all implementations on a scene with the first that is compared.
inline bool verify(std::span<const implementation> implementations, const char* name, const scene& s, bool singular) {
    const implementation* first = nullptr;
    prepared expected;
    aligned_vector<double> reference(s.output_doubles()), out(s.output_doubles());
    for (const implementation& each : implementations) {
        if (!each.compared || (singular && !each.singular_points)) continue;
        prepared p = each.prepare(s);
        std::fill(out.begin(), out.end(), std::nan(""));
        p.run(out.data());
        if (first == nullptr) {
            first = &each;
            expected = std::move(p);
            reference.swap(out);
        } else if (!agree(s, expected, reference.data(), p, out.data())) {
            std::fprintf(stderr, "%s/%zu: %s disagrees with %s: nothing is timed\n", name, s.instances(), each.name, first->name);
            return false;
        }
    }
    return true;
}

/// A scene and room for its outputs, made when first needed and shared by all implementations of that workload and size.
struct stage {
    bench::scene scene;
    aligned_vector<double> out;
    explicit stage(bench::scene s) : scene(std::move(s)), out(scene.output_doubles()) {}
};

inline void time(benchmark::State& state, const prepared& p, stage& on) {
    for (auto _ : state) {
        p.run(on.out.data());
        benchmark::ClobberMemory();
    }
    const auto instances = static_cast<double>(on.scene.instances());
    state.counters["per_instance"] =
        benchmark::Counter(instances, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// The whole program of a bench.
inline int compare_and_time(int argc, char** argv, std::span<const implementation> implementations,
                            std::span<const workload> workloads) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    bool good = verify(implementations, "singular distance", make_singular_distance_scene(), true) &&
                verify(implementations, "singular reprojection", make_singular_reprojection_scene(), true);
    for (const workload& w : workloads) {
        for (std::size_t size : w.sizes) {
            auto on = std::make_shared<stage>(w.make(size));
            good = good && verify(implementations, w.name, on->scene, false);
            for (const implementation& each : implementations) {
                if (*each.only != '\0' && std::strcmp(each.only, w.name) != 0) continue;
                const std::string name = std::string(w.name) + "/" + each.name + "/" + std::to_string(size);
                auto made = std::make_shared<prepared>();
                benchmark::RegisterBenchmark(name.c_str(), [on, made, prepare = each.prepare](benchmark::State& state) {
                    if (!made->run) *made = prepare(on->scene);
                    time(state, *made, *on);
                });
            }
        }
    }
    if (!good) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

}  // namespace bench
