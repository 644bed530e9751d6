// A point kept on a circle.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>

inline constexpr auto on_circle = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto center, auto radius) { return norm(p - center) - radius; });

int main() {
    const bool good = std::abs(on_circle({3, 4}, {0, 0}, 5.0)) < 1e-12;
    std::printf("ditto package %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
