#pragma once

#include "sketch_constraints.hpp"

#include <array>
#include <cmath>

/// The sketch's constraints as one writes them without ditto: scalar, with the derivatives worked out on paper.
namespace by_hand {

using four_points = std::array<const double*, 4>;

/// e = b - a and f = d - c
struct two_edges {
    double ex, ey, fx, fy;
    explicit two_edges(const four_points& p)
        : ex(p[1][0] - p[0][0]), ey(p[1][1] - p[0][1]), fx(p[3][0] - p[2][0]), fy(p[3][1] - p[2][1]) {}
};

/// Writes the partials of four points, which are -e', e', -f', f' of a residual of e and f.
inline void write_edges(double* out, double ex, double ey, double fx, double fy) {
    out[0] = -ex, out[1] = -ey, out[2] = ex, out[3] = ey;
    out[4] = -fx, out[5] = -fy, out[6] = fx, out[7] = fy;
}

struct distance {
    static constexpr const auto& definition = ::distance;
    static void linearize(const std::array<const double*, 2>& p, const std::array<double, 1>& d, double* out) {
        const double dx = p[1][0] - p[0][0], dy = p[1][1] - p[0][1];
        const double norm = std::sqrt(dx * dx + dy * dy), inverse = 1 / norm;
        out[0] = norm - d[0];
        out[3] = dx * inverse, out[4] = dy * inverse;
        out[1] = -out[3], out[2] = -out[4];
    }
};

struct horizontal {
    static constexpr const auto& definition = ::horizontal;
    static void linearize(const std::array<const double*, 2>& p, const std::array<double, 0>&, double* out) {
        out[0] = p[1][1] - p[0][1];
        out[1] = 0, out[2] = -1, out[3] = 0, out[4] = 1;
    }
};

struct equal_length {
    static constexpr const auto& definition = ::equal_length;
    static void linearize(const four_points& p, const std::array<double, 0>&, double* out) {
        const two_edges t(p);
        const double e = std::sqrt(t.ex * t.ex + t.ey * t.ey), f = std::sqrt(t.fx * t.fx + t.fy * t.fy);
        out[0] = e - f;
        write_edges(out + 1, t.ex / e, t.ey / e, -t.fx / f, -t.fy / f);
    }
};

struct perpendicular {
    static constexpr const auto& definition = ::perpendicular;
    static void linearize(const four_points& p, const std::array<double, 0>&, double* out) {
        const two_edges t(p);
        out[0] = t.ex * t.fx + t.ey * t.fy;
        write_edges(out + 1, t.fx, t.fy, t.ex, t.ey);
    }
};

struct parallel {
    static constexpr const auto& definition = ::parallel;
    static void linearize(const four_points& p, const std::array<double, 0>&, double* out) {
        const two_edges t(p);
        out[0] = t.ex * t.fy - t.ey * t.fx;
        write_edges(out + 1, t.fy, -t.fx, -t.ey, t.ex);
    }
};

}  // namespace by_hand
