// The same residual a million times: a chain of a million links, evaluated with its Jacobian and solved.
//! [chain]
#include <ditto/ditto.hpp>

// Written once. Traced, differentiated and optimised by the compiler: one kernel, several instances at a time.
inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });

ditto::problem make_chain(int links) {
    ditto::problem chain;
    auto last = chain.add_variable<ditto::point2>({0, 0});
    for (int i = 1; i <= links; ++i) {
        auto next = chain.add_variable<ditto::point2>({0.9 * i, 0.1 * (i % 7)});
        chain.add(distance, last, next, 1.0);  // every link is one long
        last = next;
    }
    return chain;
}
//! [chain]

#include <chrono>
#include <cstdio>

int main() {
    const auto seconds = [](auto f) {
        const auto start = std::chrono::steady_clock::now();
        f();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    //! [use]
    ditto::problem chain = make_chain(1'000'000);
    ditto::evaluation at = chain.evaluate();  // residuals, and a sparse Jacobian of 1,000,000 x 2,000,002
    ditto::summary s = ditto::solve(chain);   // Levenberg-Marquardt, sparse Cholesky
    //! [use]
    const double again = seconds([&] { chain.evaluate(at); });
    const bool good = chain.kernel_count() == 1 && at.residuals.size() == 1'000'000 &&
                      at.jacobian.nonZeros() == 4'000'000 && s.converged() && s.final_cost < 1e-9;
    std::printf("a million links: %.1f ms for residuals and sparse Jacobian\n%schain %s\n", 1e3 * again,
                s.report().c_str(), good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
