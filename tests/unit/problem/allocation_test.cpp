#define EIGEN_RUNTIME_NO_MALLOC  // Eigen's own allocations do not go through operator new: an assertion refuses them

#include "catch.hpp"

#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include "../counted_allocations.hpp"
#include "dual_kernel.hpp"

#include <new>
#include <vector>

using test::allocations;
using test::fails_at;

namespace {

struct rosenbrock {
    template <class X, class G>
    auto operator()(const X& x, const G& g) const {
        using T = std::decay_t<decltype(x[0])>;
        return T(g[0]) * (x[1] - x[0] * x[0]) + T(g[1]) * (T(1) - x[0]);
    }
};
using kernel = test::dual_kernel<rosenbrock, 2, 2>;

ditto::problem chain(std::uint32_t n) {
    ditto::problem p;
    for (std::uint32_t i = 0; i < n; ++i) p.add_variable<ditto::real>(i % 2 == 0 ? -1.2 : 1.0);
    for (std::uint32_t i = 0; i + 1 < n; ++i)
        for (const double which : {0.0, 1.0}) {
            const std::uint32_t ids[] = {i, i + 1};
            const double givens[] = {10 * which, 1 - which};
            p.add_instance(kernel::table, ids, givens, kernel::definition);
        }
    return p;
}

}  // namespace

TEST_CASE("evaluating again allocates nothing") {
    ditto::problem p = chain(500);
    ditto::evaluation e;
    p.evaluate(e);
    std::vector<double> state(p.state().begin(), p.state().end()), gradient(p.unknown_count()),
        residuals(p.row_count());
    const auto before = allocations;
    Eigen::internal::set_is_malloc_allowed(false);
    for (int i = 0; i < 5; ++i) {
        state[3] += 0.1;
        p.set_state(state);
        p.evaluate(e);
        p.gradient(gradient);
        p.evaluate_residuals(residuals);
        (void)p.cost();
    }
    Eigen::internal::set_is_malloc_allowed(true);
    CHECK(allocations == before);
}

TEST_CASE("new given values and new state allocate nothing") {
    ditto::problem p = chain(10);
    const std::uint32_t ids[] = {0, 1};
    const double givens[] = {1.0, 2.0};
    const auto h = p.add_instance(kernel::table, ids, givens, kernel::definition);
    ditto::evaluation e;
    p.evaluate(e);
    const auto before = allocations;
    p.set_given(h, 3.0, 4.0);
    p.evaluate(e);
    CHECK(allocations == before);
}

TEST_CASE("iterations with the dense solver allocate nothing") {
    ditto::problem p = chain(40);
    std::vector<std::size_t> counts;
    counts.reserve(1000);
    const auto s = ditto::solve(p, {.max_iterations = 100,
                                    .linear_solver = ditto::linear_solver::dense_cholesky,
                                    .callback = [&](const ditto::iteration&) {
                                        Eigen::internal::set_is_malloc_allowed(false);
                                        counts.push_back(allocations);
                                        return ditto::progress::proceed;
                                    }});
    Eigen::internal::set_is_malloc_allowed(true);
    REQUIRE(s.iterations.size() >= 5);
    for (const std::size_t count : counts) CHECK(count == counts.front());
}

TEST_CASE("iterations with the sparse solver allocate nothing after the first") {
    ditto::problem p = chain(400);
    std::vector<std::size_t> counts;
    counts.reserve(1000);
    const auto s = ditto::solve(p, {.max_iterations = 30, .callback = [&](const ditto::iteration&) {
                                        counts.push_back(allocations);
                                        return ditto::progress::proceed;
                                    }});
    REQUIRE(s.solver == "sparse Cholesky");
    REQUIRE(counts.size() > 3);
    for (std::size_t i = 2; i < counts.size(); ++i) CHECK(counts[i] == counts[i - 1]);
}

TEST_CASE("adding that runs out of memory leaves the problem as it was") {
    ditto::problem p;
    std::size_t added = 0;
    const auto try_until_done = [&](auto&& add) {
        for (std::size_t later = 1;; ++later) {
            const std::size_t variables = p.unknown_count(), residuals = p.residual_count();
            fails_at = allocations + later;
            try {
                add();
                fails_at = 0;
                return;
            } catch (const std::bad_alloc&) {
                fails_at = 0;
            }
            REQUIRE(p.unknown_count() == variables);
            REQUIRE(p.residual_count() == residuals);
            const auto e = p.evaluate();
            REQUIRE(e.residuals.size() == static_cast<Eigen::Index>(added));
            for (std::size_t i = 0; i < added; ++i)
                REQUIRE(e.residuals[static_cast<Eigen::Index>(i)] == static_cast<double>(i));
        }
    };
    for (std::uint32_t n = 0; n < 40; ++n) {
        try_until_done([&] { p.add_variable<ditto::real>(0.0); });
        if (n == 0) continue;
        try_until_done([&] {
            const std::uint32_t ids[] = {n, n - 1};
            const double givens[] = {10.0, static_cast<double>(added)};  // where all is 0, that is the residual
            p.add_instance(kernel::table, ids, givens, kernel::definition);
        });
        ++added;
    }
    CHECK(p.kernel_count() == 1);
}
