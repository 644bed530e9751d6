// A rod of given length between a fixed and a free point, solved.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>

inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });

int main() {
    ditto::problem sketch;
    const auto a = sketch.add_variable<ditto::point2>({0, 0});
    const auto b = sketch.add_variable<ditto::point2>({2, 0.1});
    sketch.fix(a);
    sketch.add(distance, a, b, 3.0);
    const ditto::summary summary = ditto::solve(sketch);
    const auto [x, y] = sketch.value(b);
    const bool good = summary.converged() && std::abs(std::hypot(x, y) - 3.0) < 1e-9;
    std::printf("consumer %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
