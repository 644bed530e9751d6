// One small definition and its kernel, values and Jacobian: the least that a translation unit with a definition costs.
#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });

int main() { return distance.kernel<double>().linearize == nullptr; }
