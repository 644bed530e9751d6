// Orientations found from relative ones, some of which are wrong: manifolds, losses, weights, bounds, and what is asked after.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

//! [between]
// How far the turn from a to b is from the one that was measured: a rotation vector, in radians.
inline constexpr auto between =
    ditto::residual<ditto::unit_quaternion, ditto::unit_quaternion, ditto::given<ditto::unit_quaternion>>(
        [](auto a, auto b, auto measured) { return ditto::unit_quaternion::minus(b, a * measured); });
//! [between]

//! [own]
// A point on a cylinder: it moves around, in units of length, and up, and cannot leave the surface.
struct on_cylinder : ditto::vec_of<ditto::real, 3> {  // radius, angle, height
    static constexpr std::size_t degrees_of_freedom = 2;
    template <class T>
    static constexpr ditto::vec<T, 3> plus(const ditto::vec<T, 3>& x, const ditto::vec<T, 2>& step) {
        return {{x[0], x[1] + step[0] / x[0], x[2] + step[1]}};
    }
    template <class T>
    static constexpr ditto::vec<T, 2> minus(const ditto::vec<T, 3>& y, const ditto::vec<T, 3>& x) {
        return {{(y[1] - x[1]) * x[0], y[2] - x[2]}};
    }
};
inline constexpr auto away_from = ditto::residual<on_cylinder, ditto::given<ditto::vec3>>([](auto p, auto place) {
    return ditto::vec{p[0] * cos(p[1]), p[0] * sin(p[1]), p[2]} - place;
});
//! [own]

//! [own_loss]
// Welsch's: what is far away costs width², wherever it is.
struct welsch {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) { return -width * width * expm1(-s / (width * width)); }
    std::array<double, 1> parameters() const { return {width}; }
};
//! [own_loss]

int main() {
    std::mt19937 random(3);
    const auto number = [&](double size) { return std::normal_distribution<double>(0.0, size)(random); };
    const auto turned = [&](double size) { return ditto::to_quaternion(ditto::vec{number(size), number(size), number(size)}); };
    constexpr std::size_t count = 12;
    std::vector<ditto::quaternion<double>> truth;
    for (std::size_t i = 0; i < count; ++i) truth.push_back(normalise(turned(1.0)));

    //! [problem]
    ditto::problem p;
    std::vector<ditto::variable<ditto::unit_quaternion>> q;
    for (std::size_t i = 0; i < count; ++i)
        q.push_back(p.add_variable<ditto::unit_quaternion>(truth[i] * turned(0.2)));  // made of length 1
    p.set_value(q[0], truth[0]);
    p.fix(q[0]);  // all could turn together
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 1; k <= 4; ++k) {
            const std::size_t j = (i + k) % count;
            const bool is_wrong = (i + k) % 9 == 0;
            const auto measured = conjugate(truth[i]) * truth[j] * turned(is_wrong ? 1.0 : 0.001);
            const auto r = p.add(between, q[i], q[j], measured);
            p.set_loss(r, ditto::cauchy{0.005});       // ½ρ(‖r‖²) instead of ½‖r‖²
            p.set_weight(r, k == 1 ? 2.0 : 1.0);       // neighbours are measured better
        }
    //! [problem]
    const ditto::summary s = ditto::solve(p);
    std::puts(s.report().c_str());
    double worst = 0;
    for (std::size_t i = 0; i < count; ++i)
        worst = std::max(worst, norm(ditto::unit_quaternion::minus(p.value(q[i]), truth[i])));
    std::printf("rotations: worst angle %.2e, %zu columns for %zu scalars\n", worst, p.column_count(), p.unknown_count());
    bool good = s.converged() && worst < 0.005 && p.column_count() == 3 * (count - 1);

    //! [bounds]
    ditto::problem walk;
    const auto spot = walk.add_variable<on_cylinder>({2.0, 0.3, 0.0});
    walk.add(away_from, spot, {0.0, 2.5, 1.0});  // as near to there as the surface lets it
    const auto height = walk.add_variable<ditto::real>(9.0);
    walk.add(ditto::residual<ditto::real>([](auto h) { return h * h - 2.0; }), height);
    walk.set_bounds(height, -3.0, 1.0);
    good = good && ditto::solve(walk).converged();
    //! [bounds]
    const auto [radius, angle, z] = walk.value(spot);
    good = good && radius == 2.0 && std::abs(angle - 1.5707963267948966) < 1e-6 && std::abs(z - 1.0) < 1e-6 &&
           walk.value(height) == 1.0;

    //! [weighty]
    ditto::problem line;
    const auto level = line.add_variable<ditto::real>(0.0);
    for (int i = 0; i < 9; ++i)
        line.set_loss(line.add(ditto::residual<ditto::real, ditto::given<ditto::real>>([](auto x, auto y) { return x - y; }),
                               level, i == 4 ? 100.0 : 0.01 * i),
                      ditto::scaled{welsch{0.5}, 2.0});
    //! [weighty]
    good = good && ditto::solve(line).converged() && std::abs(line.value(level) - 0.04) < 1e-3;
    std::printf("rotations %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
