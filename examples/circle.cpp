// A first residual, a first problem, a first solve.
//! [include]
#include <ditto/ditto.hpp>
//! [include]

#include <array>
#include <cmath>
#include <cstdio>

//! [define]
// How far a point is from a circle around the origin. The radius is given, the point is solved for.
inline constexpr auto on_circle = ditto::residual<ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto radius) { return norm(p - ditto::origin) - radius; });
//! [define]

//! [static]
static_assert(on_circle.unknowns() == 2 && on_circle.givens() == 1 && on_circle.rows() == 1);
//! [static]

//! [expression]
inline constexpr auto on_circle_too =
    ditto::residual<ditto::given<ditto::length>, ditto::point2>([](auto r, auto place) {
        auto [x, y] = place - ditto::origin;
        return sqrt(y * y + x * x) - r;
    });
static_assert(ditto::same_kernel<on_circle, on_circle_too>);
//! [expression]

inline constexpr auto on_line = ditto::residual<ditto::point2>([](auto p) { return p[1] - 2.0 * p[0]; });

int main() {
    bool good = true;
    //! [call]
    double r = on_circle({3, 4}, 4.0);                // 5 - 4
    auto at = on_circle.linearize({3, 4}, 4.0);       // value and derivatives
    double by_x = at.jacobian[0][0];                  // 3 / 5: one row, and a column for each unknown scalar
    //! [call]
    good = good && std::abs(r - 1) < 1e-15 && std::abs(by_x - 0.6) < 1e-15 && std::abs(at.value[0] - 1) < 1e-15;

    //! [problem]
    ditto::problem drawing;
    auto p = drawing.add_variable<ditto::point2>({1, 1});
    drawing.add(on_circle, p, 5.0);
    drawing.add(on_line, p);  // y = 2 x
    //! [problem]

    //! [evaluate]
    ditto::evaluation now = drawing.evaluate();
    // now.residuals: two rows; now.jacobian: a sparse 2 x 2 matrix of Eigen; now.cost: half the sum of squares
    //! [evaluate]
    good = good && now.residuals.size() == 2 && now.jacobian.nonZeros() == 4;

    //! [solve]
    ditto::summary s = ditto::solve(drawing);
    auto [x, y] = drawing.value(p);  // (sqrt 5, 2 sqrt 5)
    if (!s.converged()) std::puts(s.report().c_str());
    //! [solve]
    good = good && s.converged() && std::abs(x - std::sqrt(5.0)) < 1e-12 && std::abs(y - 2 * std::sqrt(5.0)) < 1e-12;
    std::printf("circle %s: (%.12f, %.12f)\n", good ? "ok" : "WRONG", x, y);
    return good ? 0 : 1;
}
