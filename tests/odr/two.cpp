// The other way round than ditto.hpp: the order of headers makes no difference.
#include <ditto/solve.hpp>
#include <ditto/problem.hpp>
#include <ditto/kernel.hpp>
#include <ditto/graph.hpp>
#include <ditto/define.hpp>

#include "definitions.hpp"

// Another spelling, local to this unit: it still meets the kernel of the other unit.
static constexpr auto span = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) {
        auto [x, y] = q - p;
        return sqrt(y * y + x * x) - d;
    });

double residual_there() { return span({0, 0}, {3, 4}, 4.5); }

const void* kernel_there() { return &distance.kernel<double>(); }

std::size_t kernels_there(ditto::problem& shared) {
    const auto a = shared.add_variable<ditto::point2>({5, 0});
    const auto b = shared.add_variable<ditto::point2>({1, 7});
    shared.add(span, a, b, 1.0);
    return shared.kernel_count();
}
