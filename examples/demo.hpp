#pragma once

#include "measure.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

/// What the three programs of the demo have in common.
namespace demo {

/// The row that `tools/demo` puts into its table, and above it what the row is made of.
inline void print_row(const std::string& name, const ditto::problem& of, const measure::comparison& took,
                      const std::filesystem::path& picture) {
    std::printf("\nkernels over the %zu residuals of the problem, with Jacobian: %.2f ns each; scalar code by hand, equal to "
                "1e-10: %.2f ns\n",
                of.residual_count(), took.kernel_nanoseconds, took.hand_nanoseconds);
    std::printf("demo:\t%s\t%zu\t%zu\t%.1f\t%.2f\t%.1fx\t%s\n", name.c_str(), of.residual_count(), of.kernel_count(),
                of.kernel_reuse_factor(), took.kernel_nanoseconds, took.speed_up(), picture.string().c_str());
}

/// Says now and then, on standard error, that a long solve is alive: pass it as a solver's callback.
class heartbeat {
public:
    ditto::progress operator()(const ditto::iteration& i) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ > std::chrono::seconds(1)) {
            std::fprintf(stderr, "  ... iteration %d, cost %.6e after %.1f s\n", i.number, i.cost, i.seconds);
            last_ = now;
        }
        return ditto::progress::proceed;
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace demo
