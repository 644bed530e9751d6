#include "definitions.hpp"

#include <cmath>
#include <cstdio>

double residual_there();
const void* kernel_there();
std::size_t kernels_there(ditto::problem& shared);

// The same structure under another name, local to this unit.
static constexpr auto rod = ditto::residual<ditto::given<ditto::length>, ditto::point2, ditto::point2>(
    [](auto span, auto tail, auto head) { return norm(tail - head) - span; });

int main() {
    ditto::problem shared;
    const auto a = shared.add_variable<ditto::point2>({0, 0});
    const auto b = shared.add_variable<ditto::point2>({1, 0});
    shared.add(distance, a, b, 2.0);
    shared.add(rod, 3.0, a, b);
    const bool good = std::abs(distance({0, 0}, {3, 4}, 4.5) - residual_there()) < 1e-15 &&
                      &distance.kernel<double>() == kernel_there() && kernels_there(shared) == 1;
    std::printf("odr %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
