// What a careful person writes by hand in scalar C++: derivatives on paper, shared subexpressions, one loop.
#include "block_kernel.hpp"

#include <cmath>

namespace bench {
namespace {

void distance(const planes& arrays, std::size_t count, double* out) {
    const inputs in(arrays, 2, 1);
    for (std::size_t i = 0; i < count; ++i, out += 5) {
        const double* p = in.state + in.offsets[0][i];
        const double* q = in.state + in.offsets[1][i];
        const double dx = q[0] - p[0], dy = q[1] - p[1];
        const double norm = std::sqrt(dx * dx + dy * dy);
        const double inverse = norm == 0.0 ? 0.0 : 1.0 / norm;
        const double gx = dx * inverse, gy = dy * inverse;
        out[0] = norm - in.givens[0][i];
        out[1] = -gx;
        out[2] = -gy;
        out[3] = gx;
        out[4] = gy;
    }
}

/// e = b - a and f = d - c of one instance.
struct two_edges {
    double ex, ey, fx, fy;
    two_edges(const inputs& in, std::size_t i) {
        const double* a = in.state + in.offsets[0][i];
        const double* b = in.state + in.offsets[1][i];
        const double* c = in.state + in.offsets[2][i];
        const double* d = in.state + in.offsets[3][i];
        ex = b[0] - a[0], ey = b[1] - a[1], fx = d[0] - c[0], fy = d[1] - c[1];
    }
};

void parallel(const planes& arrays, std::size_t count, double* out) {
    const inputs in(arrays, 4, 0);
    for (std::size_t i = 0; i < count; ++i, out += 9) {
        const two_edges t(in, i);
        out[0] = t.ex * t.fy - t.ey * t.fx;
        out[1] = -t.fy, out[2] = t.fx;
        out[3] = t.fy, out[4] = -t.fx;
        out[5] = t.ey, out[6] = -t.ex;
        out[7] = -t.ey, out[8] = t.ex;
    }
}

void perpendicular(const planes& arrays, std::size_t count, double* out) {
    const inputs in(arrays, 4, 0);
    for (std::size_t i = 0; i < count; ++i, out += 9) {
        const two_edges t(in, i);
        out[0] = t.ex * t.fx + t.ey * t.fy;
        out[1] = -t.fx, out[2] = -t.fy;
        out[3] = t.fx, out[4] = t.fy;
        out[5] = -t.ex, out[6] = -t.ey;
        out[7] = t.ex, out[8] = t.ey;
    }
}

// R X = X + w x (a X + b w x X) with a = sin(t)/t, b = (1 - cos t)/t^2, t = |w|, through half the angle, so that b
// loses no digits; R = cos(t) I + a [w] + b w w^T; d(R X)/dw = -[R X] (a I + b [w] + (1 - a)/t^2 w w^T).
void reprojection(const planes& arrays, std::size_t count, double* out) {
    const inputs in(arrays, 2, 2);
    for (std::size_t i = 0; i < count; ++i, out += 26) {
        const double* camera = in.state + in.offsets[0][i];
        const double* point = in.state + in.offsets[1][i];
        const double* w = camera;
        const double t2 = w[0] * w[0] + w[1] * w[1] + w[2] * w[2] + 1e-36;
        const double half = 0.5 * std::sqrt(t2);
        const double sine = std::sin(half), cosine = std::cos(half);
        const double inverse = 1.0 / half;
        const double a = sine * cosine * inverse;
        const double half_inverse2 = 0.5 * inverse * inverse;
        const double b = sine * sine * half_inverse2;
        const double cos_t = 1.0 - 2.0 * sine * sine;
        const double c = 0.5 * (1.0 - a) * half_inverse2;

        const double bw[3] = {b * w[0], b * w[1], b * w[2]};
        const double aw[3] = {a * w[0], a * w[1], a * w[2]};
        const double xy = bw[0] * w[1], xz = bw[0] * w[2], yz = bw[1] * w[2];
        const double r[3][3] = {{cos_t + bw[0] * w[0], xy - aw[2], xz + aw[1]},
                                {xy + aw[2], cos_t + bw[1] * w[1], yz - aw[0]},
                                {xz - aw[1], yz + aw[0], cos_t + bw[2] * w[2]}};
        double turned[3];
        for (int j = 0; j < 3; ++j) turned[j] = r[j][0] * point[0] + r[j][1] * point[1] + r[j][2] * point[2];

        const double inverse_z = -1.0 / (turned[2] + camera[5]);
        const double u = (turned[0] + camera[3]) * inverse_z, v = (turned[1] + camera[4]) * inverse_z;
        const double r2 = u * u + v * v;
        const double focal = camera[6], k1 = camera[7], k2 = camera[8];
        const double distortion = 1.0 + r2 * (k1 + k2 * r2);
        const double scale = focal * distortion;
        const double slope = 2.0 * focal * (k1 + 2.0 * k2 * r2) * inverse_z;  // d scale / d r2, twice, over -z
        const double plain = scale * inverse_z;
        const double along = plain + slope * r2;
        const double mixed = slope * u * v;
        const double g[2][3] = {{plain + slope * u * u, mixed, u * along}, {mixed, plain + slope * v * v, v * along}};
        const double image[2] = {u, v};

        for (int row = 0; row < 2; ++row) {
            out[row] = scale * image[row] - in.givens[row][i];
            double* d = out + 2 + 12 * row;
            const double* gr = g[row];
            const double q[3] = {turned[1] * gr[2] - turned[2] * gr[1], turned[2] * gr[0] - turned[0] * gr[2],
                                 turned[0] * gr[1] - turned[1] * gr[0]};
            const double cqw = c * (q[0] * w[0] + q[1] * w[1] + q[2] * w[2]);
            d[0] = a * q[0] + cqw * w[0] + (q[1] * bw[2] - q[2] * bw[1]);
            d[1] = a * q[1] + cqw * w[1] + (q[2] * bw[0] - q[0] * bw[2]);
            d[2] = a * q[2] + cqw * w[2] + (q[0] * bw[1] - q[1] * bw[0]);
            for (int j = 0; j < 3; ++j) d[3 + j] = gr[j];
            d[6] = distortion * image[row];
            d[7] = focal * r2 * image[row];
            d[8] = d[7] * r2;
            for (int j = 0; j < 3; ++j) d[9 + j] = gr[0] * r[0][j] + gr[1] * r[1][j] + gr[2] * r[2][j];
        }
    }
}

}  // namespace

prepared prepare_hand_scalar(const scene& s) {
    return bind_kernels(s, 1, [](structure kind) -> block_kernel {
        switch (kind) {
            case structure::distance: return distance;
            case structure::parallel: return parallel;
            case structure::perpendicular: return perpendicular;
            case structure::reprojection: return reprojection;
        }
        return nullptr;
    });
}

}  // namespace bench
