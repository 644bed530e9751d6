// A pool that several threads use at once. Also built with the thread sanitizer, where that goes with nothing else.
#include "catch.hpp"

#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>

#include <cmath>
#include <thread>

namespace {

using ditto::graph, ditto::kernel_pool, ditto::symbol;

/// A structure for each depth.
symbol nested(graph& g, std::size_t depth) {
    symbol r = g.variable("x", 0.5) * g.variable("y", 0.25) - 0.75;
    for (std::size_t i = 0; i < depth; ++i) r = sin(r);
    return r;
}

TEST_CASE("a structure is built once, for all that ask") {
    kernel_pool pool;
    constexpr std::size_t threads = 8, structures = 40;
    const auto work = [&](std::size_t seed) {
        graph g;
        for (std::size_t k = 0; k < structures; ++k) {
            auto p = pool.assemble({nested(g, (k + seed) % structures)});
            if (!std::isfinite(p.evaluate().cost)) std::terminate();
        }
    };
    {
        std::vector<std::jthread> all;
        for (std::size_t t = 0; t < threads; ++t) all.emplace_back(work, 5 * t);
    }
    CHECK(pool.statistics().kernels_built == structures);
    CHECK(pool.statistics().distinct_structures == structures);
    CHECK(pool.statistics().interpreted == threads * structures);
    CHECK(pool.statistics().bytes > structures * 100);
}

TEST_CASE("eviction and use from many threads") {
    kernel_pool pool({.capacity = 2});
    {
        std::vector<std::jthread> all;
        for (std::size_t t = 0; t < 4; ++t)
            all.emplace_back([&pool, t] {
                graph g;
                for (std::size_t k = 0; k < 200; ++k) {
                    auto p = pool.assemble({nested(g, (k * 7 + t) % 6)});
                    if (!std::isfinite(p.evaluate().cost)) std::terminate();
                }
            });
    }
    CHECK(pool.statistics().interpreted_kernels == 2);
    CHECK(pool.statistics().interpreted == 800);
}

}  // namespace
