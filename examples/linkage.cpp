// A four-bar linkage: its crank is driven through a turn, its rocker follows, and one bar that does not fit is found.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "sketch_constraints.hpp"

namespace {

//! [angles]
// The direction of pq, counter-clockwise from the x axis, by the sine of what it is off: full turns are no matter.
inline constexpr auto direction =
    ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::angle>>([](auto p, auto q, auto a) {
        auto v = q - p;
        return (v[1] * cos(a) - v[0] * sin(a)) / norm(v);
    });
// The angle from ap to aq, counter-clockwise. Both rows vanish at that angle only, not also at the opposite one.
inline constexpr auto angle_at =
    ditto::residual<ditto::point2, ditto::point2, ditto::point2, ditto::given<ditto::angle>>(
        [](auto a, auto p, auto q, auto wanted) {
            auto u = p - a, v = q - a;
            auto lengths = norm(u) * norm(v);
            return ditto::vec{cross(u, v) / lengths - sin(wanted), dot(u, v) / lengths - cos(wanted)};
        });
//! [angles]

constexpr double pi = std::numbers::pi;

struct linkage {
    ditto::problem bars;
    ditto::variable<ditto::point2> o, c, a, b, tip;
    ditto::residual_handle crank;

    linkage() {
        //! [build]
        o = bars.add_variable<ditto::point2>({0, 0});
        c = bars.add_variable<ditto::point2>({4, 0});
        a = bars.add_variable<ditto::point2>({0.8, 0.9});
        b = bars.add_variable<ditto::point2>({3.5, 2.5});
        tip = bars.add_variable<ditto::point2>({1, 3});
        bars.fix(o);
        bars.fix(c);
        bars.add(distance, o, a, 1.0);  // crank
        bars.add(distance, a, b, 3.5);  // coupler
        bars.add(distance, b, c, 3.0);  // rocker
        bars.add(distance, a, tip, 2.0);
        bars.add(angle_at, a, b, tip, pi / 6);  // the tip is a part of the coupler
        crank = bars.add(direction, o, a, pi / 4);
        //! [build]
    }

    /// Whether the tip is where intersecting circles by hand finds it.
    bool agrees(int degrees) {
        const double at = degrees * pi / 180, dx = 4 - std::cos(at), dy = -std::sin(at), apart = std::hypot(dx, dy);
        const double along = (3.5 * 3.5 - 3.0 * 3.0 + apart * apart) / (2 * apart);
        const double arm = std::atan2(dy, dx) + std::acos(along / 3.5) + pi / 6;
        const auto [x, y] = bars.value(tip);
        if (degrees % 45 == 0) std::printf("%3d degrees: tip at %8.5f %8.5f\n", degrees, x, y);
        return bars.cost() < 1e-24 &&
               std::hypot(x - std::cos(at) - 2 * std::cos(arm), y - std::sin(at) - 2 * std::sin(arm)) < 1e-9;
    }
};

}  // namespace

int main() {
    linkage l;
    bool good = true;
    //! [drive]
    for (int degrees = 45; degrees <= 405; degrees += 5) {
        l.bars.set_given(l.crank, degrees * pi / 180);
        ditto::solve(l.bars);  // starts from the last position, and stays on its branch
        good = good && l.agrees(degrees);
    }
    //! [drive]

    // A rod that does not reach. What contradicts is a loop: all in it is left over, until one of it goes.
    const auto rod = l.bars.add(distance, l.o, l.tip, 5.0);
    const ditto::summary torn = ditto::solve(l.bars);
    const double left_over = l.bars.evaluate().residuals[static_cast<Eigen::Index>(l.bars.row(rod))];
    std::printf("a rod of 5: %s after %d iterations, cost %.3f, the rod is off by %.3f\n",
                ditto::to_string(torn.termination), static_cast<int>(torn.iterations.size()), torn.final_cost,
                left_over);
    good = good && torn.converged() && torn.final_cost > 0.5 && std::abs(left_over) > 0.5;
    l.bars.remove(rod);
    good = good && ditto::solve(l.bars).final_cost < 1e-24;

    if (!good) std::puts("linkage: a check failed");
    return good ? 0 : 1;
}
