// Question: what does it cost to meet a kernel at run time? Signatures, look-ups while others insert, assembly, evaluation.
#include <ditto/ditto.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using ditto::graph, ditto::kernel_pool, ditto::symbol;

constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });

symbol distance_between(const symbol& x, const symbol& y, const symbol& u, const symbol& v, double d) {
    const symbol dx = u - x, dy = v - y;
    return sqrt(dx * dx + dy * dy) - d;
}

/// Distances between points of their own.
struct distances {
    graph g{};
    std::vector<symbol> residuals{};
    explicit distances(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            symbol x[4];
            for (std::size_t k = 0; k < 4; ++k)
                x[k] = g.variable("x" + std::to_string(4 * i + k), 0.1 * static_cast<double>(i) + static_cast<double>(k * k));
            residuals.push_back(distance_between(x[0], x[1], x[2], x[3], 0.013 * static_cast<double>(i)));
        }
    }
};

/// A residual whose graph has about that many nodes.
symbol chain(graph& g, std::size_t nodes) {
    const symbol x = g.variable("x", 0.5), y = g.variable("y", 0.25);
    symbol r = x;
    for (std::size_t i = 0; i + 4 < nodes; i += 2) r = sin(r) * (i % 4 == 0 ? x : y);
    return r - 0.37;
}

void signature(benchmark::State& state) {
    graph g;
    const symbol r = chain(g, static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(kernel_pool::signature(r));
    state.counters["nodes"] = static_cast<double>(g.size());
    state.counters["per_node"] = benchmark::Counter(static_cast<double>(g.size()), benchmark::Counter::kIsIterationInvariantRate |
                                                                                      benchmark::Counter::kInvert);
}
BENCHMARK(signature)->Arg(20)->Arg(200)->Arg(2000)->Arg(20000);

/// Two threads look up structures that the pool knows, while a third one makes it learn others.
class lookups : public benchmark::Fixture {
public:
    void SetUp(benchmark::State& state) override {
        if (state.thread_index() != 0) return;
        pool_ = std::make_unique<kernel_pool>(ditto::pool_options{.capacity = 100});
        graph g;
        known_.clear();
        for (std::size_t n = 20; n < 52; n += 2) {
            const symbol r = chain(g, n);
            (void)pool_->assemble({r});
            known_.push_back(kernel_pool::signature(r));
        }
        inserting_ = true;
        writer_ = std::jthread([this] {
            graph others;
            symbol r = others.variable("x", 0.5);
            for (std::size_t n = 0; inserting_ && n < 20000; ++n) {
                r = n % 7 == 0 ? cos(r) : n % 3 == 0 ? sin(r) : r * r;
                if (n % 40 == 39) r = others.variable("x") + static_cast<double>(n);
                (void)pool_->assemble({r});
            }
        });
    }
    void TearDown(benchmark::State& state) override {
        if (state.thread_index() != 0) return;
        inserting_ = false;
        writer_.join();
        pool_.reset();
    }

protected:
    std::unique_ptr<kernel_pool> pool_;
    std::vector<ditto::structure_signature> known_;
    std::atomic<bool> inserting_ = false;
    std::jthread writer_;
};
BENCHMARK_DEFINE_F(lookups, while_another_inserts)(benchmark::State& state) {
    bool all = true;
    for (auto _ : state)
        for (const auto& s : known_) all &= pool_->contains(s);
    if (!all) state.SkipWithError("a known structure was not found");
    state.counters["per_lookup"] = benchmark::Counter(
        static_cast<double>(known_.size()), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert |
                                                benchmark::Counter::kAvgThreads);
}
BENCHMARK_REGISTER_F(lookups, while_another_inserts)->Threads(2);

void assemble(benchmark::State& state) {
    kernel_pool pool;
    pool.precompile<distance>();
    const distances all(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        auto p = pool.assemble(all.residuals);
        p.prepare();
        benchmark::DoNotOptimize(p);
    }
}
BENCHMARK(assemble)->Arg(100)->Arg(100'000)->Unit(benchmark::kMicrosecond);

void evaluate(benchmark::State& state) {
    kernel_pool pool;
    pool.precompile<distance>();
    const distances all(static_cast<std::size_t>(state.range(0)));
    auto p = pool.assemble(all.residuals);
    auto at = p.evaluate();
    for (auto _ : state) {
        p.evaluate(at);
        benchmark::DoNotOptimize(at.cost);
    }
}
BENCHMARK(evaluate)->Arg(100)->Arg(100'000);

}  // namespace

BENCHMARK_MAIN();
