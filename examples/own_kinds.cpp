// Kinds of one's own: other dimensions, vectors and records of them, and rows that differ.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>

//! [scalars]
struct stiffness : ditto::quotient_of<ditto::force, ditto::length> {};
struct gravitation : ditto::quotient_of<ditto::power_of<ditto::length, 3>,
                                        ditto::product_of<ditto::mass, ditto::power_of<ditto::duration, 2>>> {};
//! [scalars]

//! [spring]
// How far to draw a spring that throws a ball: (k / 2) x² = (m / 2) v².
inline constexpr auto energy_balance =
    ditto::residual<ditto::length, ditto::given<stiffness>, ditto::given<ditto::mass>, ditto::given<ditto::speed>>(
        [](auto x, auto k, auto m, auto v) { return 0.5 * k * x * x - 0.5 * m * v * v; });
//! [spring]

// The speed of a circular orbit: v² = G m / r.
inline constexpr auto circular_orbit =
    ditto::residual<ditto::speed, ditto::given<gravitation>, ditto::given<ditto::mass>, ditto::given<ditto::length>>(
        [](auto v, auto G, auto m, auto r) { return v * v - G * m / r; });

//! [vectors]
struct velocity2 : ditto::vec_of<ditto::speed, 2> {};
struct acceleration2 : ditto::vec_of<ditto::acceleration, 2> {};
// The velocity at which to leave `from` to be at `target` after t, under a constant acceleration.
inline constexpr auto intercept = ditto::residual<velocity2, ditto::given<ditto::point2>, ditto::given<ditto::point2>,
                                                  ditto::given<ditto::duration>, ditto::given<acceleration2>>(
    [](auto v, auto from, auto target, auto t, auto g) { return from + v * t + 0.5 * t * t * g - target; });
//! [vectors]

//! [pose]
template <class Make>
struct pose_values {
    BOOST_HANA_DEFINE_STRUCT(pose_values, (ditto::point2::value<Make>, at), (ditto::angle::value<Make>, heading));
};
struct pose {
    template <class Make>
    using value = pose_values<Make>;
};
//! [pose]

//! [rows]
// What a robot's wheels say of its way from a to b, in the frame of a: each row in units of its standard deviation.
inline constexpr auto odometry =
    ditto::residual<pose, pose, ditto::given<ditto::vec_of<ditto::length, 2>>, ditto::given<ditto::angle>,
                    ditto::given<ditto::length>, ditto::given<ditto::angle>>(
        [](auto a, auto b, auto way, auto turn, auto way_deviation, auto turn_deviation) {
            auto d = b.at - a.at;
            auto c = cos(a.heading), s = sin(a.heading);
            auto ahead = c * d[0] + s * d[1] - way[0], aside = c * d[1] - s * d[0] - way[1];
            auto turned = b.heading - a.heading - turn;
            return ditto::vec{ahead / way_deviation, aside / way_deviation, turned / turn_deviation};
        });
//! [rows]

//! [opt_out]
inline constexpr auto at_pose = ditto::residual<pose, ditto::given<ditto::point2>, ditto::given<ditto::angle>>(
    [](auto p, auto place, auto heading) {
        auto d = p.at - place;
        return as_real(ditto::vec{d[0], d[1], p.heading - heading});  // a metre weighs as much as a radian
    });
//! [opt_out]

namespace {

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * (1 + std::abs(b));
}

bool scalars() {
    ditto::problem p;
    auto draw = p.add_variable<ditto::length>(0.1);
    auto around = p.add_variable<ditto::speed>(1000.0);
    p.add(energy_balance, draw, 200.0, 0.5, 6.0);
    p.add(circular_orbit, around, 6.6743e-11, 5.972e24, 7e6);
    return ditto::solve(p).converged() && near(p.value(draw), 6 * std::sqrt(0.5 / 200)) &&
           near(p.value(around), std::sqrt(6.6743e-11 * 5.972e24 / 7e6));
}

bool vectors() {
    ditto::problem p;
    auto v = p.add_variable<velocity2>({1, 1});
    p.add(intercept, v, {0, 0}, {6, 2}, 2.0, {0, -9.81});
    return ditto::solve(p).converged() && near(p.value(v)[0], 3) && near(p.value(v)[1], 1 + 9.81);
}

bool records() {
    //! [use]
    ditto::problem p;
    auto start = p.add_variable<pose>({{0, 0}, 0.5});
    auto end = p.add_variable<pose>({{1, 0}, 0});
    p.add(at_pose, start, {1, 2}, 0.25);
    p.add(odometry, start, end, {3, 1}, 0.5, 0.05, 0.01);
    ditto::solve(p);
    auto [place, heading] = p.value(end);
    //! [use]
    const double c = std::cos(0.25), s = std::sin(0.25);
    return near(place[0], 1 + 3 * c - s) && near(place[1], 2 + 3 * s + c) && near(heading, 0.75);
}

}  // namespace

int main() {
    const bool good = scalars() && vectors() && records();
    std::printf("own_kinds %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
