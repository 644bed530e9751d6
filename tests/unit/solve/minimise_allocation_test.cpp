#define EIGEN_RUNTIME_NO_MALLOC  // Eigen's own allocations do not go through operator new: an assertion refuses them

#include "catch.hpp"

#include <ditto/graph/run_time.hpp>
#include <ditto/kernel/compiled_objective.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include "../counted_allocations.hpp"
#include "../problem/dual_kernel.hpp"

#include <span>
#include <string>
#include <vector>

using test::allocations;

namespace {

struct valley {
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return T(g[0]) * (x[1] - x[0] * x[0]) + T(g[1]) * (T(1) - x[0]);
    }
};
using kernel = test::dual_kernel<valley, 2, 2>;

ditto::problem chain(std::uint32_t n) {
    ditto::problem p;
    for (std::uint32_t i = 0; i < n; ++i) p.add_variable<ditto::real>(i % 2 == 0 ? -1.2 : 1.0);
    for (std::uint32_t i = 0; i + 1 < n; ++i)
        for (const double which : {0.0, 1.0})
            p.add_instance(kernel::table, std::array{i, i + 1}, std::array{10 * which, 1 - which}, kernel::definition);
    return p;
}

// `run` minimises with the options that it is given.
template <class Method, class Run>
void allocates_nothing(Method method, Run&& run) {
    INFO(method.name());
    std::vector<std::size_t> counts;
    counts.reserve(1000);
    method.max_iterations = 200;
    method.callback = [&](const ditto::iteration&) {
        Eigen::internal::set_is_malloc_allowed(false);
        counts.push_back(allocations);
        return ditto::progress::proceed;
    };
    run(method);
    Eigen::internal::set_is_malloc_allowed(true);
    REQUIRE(counts.size() >= 50);
    CHECK(counts.front() > 0);
    for (const std::size_t count : counts) CHECK(count == counts.front());
}

template <class Run>
void with_all(Run&& run) {
    allocates_nothing(ditto::lbfgs{}, run);
    allocates_nothing(ditto::conjugate_gradient{}, run);
    allocates_nothing(ditto::sgd{.learning_rate = 1e-4, .momentum = 0.9, .clip = {.norm = 1}}, run);
    allocates_nothing(ditto::adam{.schedule = ditto::warm_up(10) * ditto::cosine_decay(100)}, run);
    allocates_nothing(ditto::adamw{}, run);
    allocates_nothing(ditto::rmsprop{.centered = true}, run);
    allocates_nothing(ditto::adagrad{}, run);
}

}  // namespace

TEST_CASE("iterations over a problem allocate nothing") {
    with_all([](const auto& method) {
        ditto::problem p = chain(100);
        ditto::solve(p, method);
    });
}

TEST_CASE("iterations over a function that was compiled at run time allocate nothing") {
    with_all([](const auto& method) {
        ditto::graph g;
        std::vector<ditto::symbol> x;
        for (int i = 0; i < 20; ++i) x.push_back(g.variable("x" + std::to_string(i), i % 2 == 0 ? -1.2 : 1.0));
        ditto::symbol f = 0.0;
        for (std::size_t i = 0; i + 1 < x.size(); ++i)
            f = f + 100.0 * square(x[i + 1] - x[i] * x[i]) + square(1.0 - x[i]);
        auto objective = ditto::compile_objective(f, x);
        std::vector<double> at(20, -1.2);
        ditto::minimise(objective, at, method);
    });
}

TEST_CASE("steps allocate nothing") {
    std::vector<double> x(100, 1.0), gradient(100, 2.0);
    ditto::stepper descent(ditto::adam{.clip = {.norm = 1}}, x.size());
    const auto before = allocations;
    bool good = true;
    for (int i = 0; i < 10; ++i) good = descent.step(x, gradient) && good;
    CHECK(allocations == before);
    CHECK(good);
}
