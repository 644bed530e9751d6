// A problem is edited in place: constraints come, change and go, and nothing is compiled or traced again.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>

inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });

int main() {
    //! [triangle]
    ditto::problem sketch;
    auto a = sketch.add_variable<ditto::point2>({0, 0});
    auto b = sketch.add_variable<ditto::point2>({2, 0.1});
    auto c = sketch.add_variable<ditto::point2>({1, 1});
    sketch.fix(a);

    auto ab = sketch.add(distance, a, b, 3.0);  // add() returns a handle
    auto bc = sketch.add(distance, b, c, 4.0);
    auto ca = sketch.add(distance, c, a, 5.0);
    ditto::solve(sketch);
    //! [triangle]
    const auto apart = [&](auto p, auto q) {
        auto [px, py] = sketch.value(p);
        auto [qx, qy] = sketch.value(q);
        return std::hypot(qx - px, qy - py);
    };
    bool good = std::abs(apart(a, b) - 3) < 1e-9 && std::abs(apart(b, c) - 4) < 1e-9 && std::abs(apart(c, a) - 5) < 1e-9;

    //! [edit]
    sketch.set_given(ab, 6.0);  // other data for a constraint that stands
    sketch.remove(bc);
    sketch.add(distance, b, c, 2.0);
    ditto::solve(sketch);  // starts from where the last solve ended
    //! [edit]
    good = good && std::abs(apart(a, b) - 6) < 1e-9 && std::abs(apart(b, c) - 2) < 1e-9 && std::abs(apart(c, a) - 5) < 1e-9;

    //! [gone]
    bool refused = false;
    try {
        sketch.set_given(bc, 1.0);
    } catch (const ditto::invalid_handle& e) {
        std::puts(e.what());  // ditto: the residual was removed from this problem
        refused = true;
    }
    //! [gone]
    good = good && refused && sketch.contains(ca) && sketch.residual_count() == 3 && sketch.kernel_count() == 1;

    //! [free]
    sketch.free(a);
    sketch.fix(b);
    sketch.set_value(b, {10, 0});
    ditto::solve(sketch);
    //! [free]
    good = good && sketch.value(b)[0] == 10 && std::abs(apart(a, b) - 6) < 1e-9;
    std::printf("edit %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
