// The best a careful expert writes for one register width: block loads and transposition in registers, derivatives on
// paper, fused multiply-add, outputs in batches, stores past the caches when the outputs exceed them.
#include "block_kernel.hpp"
#include "simd.hpp"

#include <algorithm>
#include <cmath>

namespace bench {
namespace {

using namespace simd;

template <bool Streaming>
void distance(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 2, 1);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const pairs d = pairs(in.state, in.offsets[1] + i) - pairs(in.state, in.offsets[0] + i);
        const vec dx = d.x(), dy = d.y();
        const vec norm = sqrt(fma(dx, dx, mul(dy, dy)));
        const vec inverse = reciprocal_or_zero(norm);
        const vec gx = mul(dx, inverse), gy = mul(dy, inverse);
        write(sub(norm, load(in.givens[0] + i)));
        write(negate(gx));
        write(negate(gy));
        write(gx);
        write(gy);
    }
}

/// e = b - a and f = d - c of one batch.
struct two_edges {
    pairs e, f;
    two_edges(const inputs& in, std::size_t i)
        : e(pairs(in.state, in.offsets[1] + i) - pairs(in.state, in.offsets[0] + i)),
          f(pairs(in.state, in.offsets[3] + i) - pairs(in.state, in.offsets[2] + i)) {}
};

template <bool Streaming>
void parallel(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 4, 0);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const two_edges t(in, i);
        const vec ex = t.e.x(), ey = t.e.y(), fx = t.f.x(), fy = t.f.y();
        write(fms(ex, fy, mul(ey, fx)));
        write(negate(fy));
        write(fx);
        write(fy);
        write(negate(fx));
        write(ey);
        write(negate(ex));
        write(negate(ey));
        write(ex);
    }
}

template <bool Streaming>
void perpendicular(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 4, 0);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const two_edges t(in, i);
        const vec ex = t.e.x(), ey = t.e.y(), fx = t.f.x(), fy = t.f.y();
        write(fma(ex, fx, mul(ey, fy)));
        write(negate(fx));
        write(negate(fy));
        write(fx);
        write(fy);
        write(negate(ex));
        write(negate(ey));
        write(ex);
        write(ey);
    }
}

/// Square of the sine, and product of sine and cosine. Both have period pi, so that the parity of the quadrant decides.
/// Cody-Waite reduction by pi/2 in two parts under fma, minimax polynomials on [-pi/4, pi/4] (fdlibm's, k_sin.c and k_cos.c).
struct half_angle {
    vec sine2, sine_cosine;

    [[gnu::always_inline]] explicit half_angle(vec h) {
        constexpr double reduced = 1 << 20;  // beyond, the second part is no longer enough
        const vec shifted = fma(h, set(0x1.45f306dc9c883p-1), set(0x1.8p52));
        const vec j = sub(shifted, set(0x1.8p52));
        const vec r = fnma(j, set(0x1.1a62633145c07p-54), fnma(j, set(0x1.921fb54442d18p0), h));
        const vec z = mul(r, r);
        const vec odd = low_bit_to_sign(shifted);

        vec p = fma(z, set(1.58969099521155010221e-10), set(-2.50507602534068634195e-08));
        vec q = fma(z, set(-1.13596475577881948265e-11), set(2.08757232129817482790e-09));
        p = fma(p, z, set(2.75573137070700676789e-06));
        q = fma(q, z, set(-2.75573143513906633035e-07));
        p = fma(p, z, set(-1.98412698298579493134e-04));
        q = fma(q, z, set(2.48015872894767294178e-05));
        p = fma(p, z, set(8.33333333332248946124e-03));
        q = fma(q, z, set(-1.38888888888741095749e-03));
        p = fma(p, z, set(-1.66666666666666324348e-01));
        q = fma(q, z, set(4.16666666666666019037e-02));
        const vec sine = fma(mul(p, z), r, r);
        const vec cosine = fma(fma(q, z, set(-0.5)), z, set(1.0));
        sine2 = choose(odd, mul(cosine, cosine), mul(sine, sine));
        sine_cosine = flip_sign(mul(sine, cosine), odd);
        if (any_not_below(h, reduced)) [[unlikely]] far(h);
    }

private:
    __attribute__((noinline, cold)) void far(vec h) {
        alignas(64) double x[lanes], s2[lanes], sc[lanes];
        store(x, h);
        for (std::size_t l = 0; l < lanes; ++l) {
            const double s = std::sin(x[l]);
            s2[l] = s * s;
            sc[l] = s * std::cos(x[l]);
        }
        sine2 = load(s2);
        sine_cosine = load(sc);
    }
};

/// What depends on the rotation vector alone: a = sin(t)/t, b = (1 - cos t)/t^2, c = (1 - a)/t^2, and cos t.
struct rotation {
    vec w0, w1, w2, a, b, c, cosine;

    rotation() = default;
    [[gnu::always_inline]] rotation(const inputs& in, std::size_t i) {
        const pairs xy(in.state, in.offsets[0] + i), yz(in.state + 1, in.offsets[0] + i);
        w0 = xy.x(), w1 = xy.y(), w2 = yz.y();
        const vec t2 = fma(w0, w0, fma(w1, w1, fma(w2, w2, set(1e-36))));
        const vec h = mul(set(0.5), sqrt(t2));
        const vec inverse = div(set(1.0), h);
        const half_angle half(h);
        const vec half_inverse2 = mul(mul(set(0.5), inverse), inverse);
        a = mul(half.sine_cosine, inverse);
        b = mul(half.sine2, half_inverse2);
        c = mul(half_inverse2, fnma(set(0.5), a, set(0.5)));
        cosine = fnma(set(2.0), half.sine2, set(1.0));
    }
};

/// R = cos(t) I + a [w] + b w w^T, y = R X, the image (u, v), and g = d residual / d y, whose middle entries are equal.
struct projection {
    vec r00, r01, r02, r10, r11, r12, r20, r21, r22, y0, y1, y2;
    vec u, v, r2, distortion, focal_r2, g00, g01, g11, g02, g12;

    projection() = default;
    template <bool Streaming>
    [[gnu::always_inline]] projection(const inputs& in, std::size_t i, const rotation& turn, writer<Streaming>& write) {
        const vec w0 = turn.w0, w1 = turn.w1, w2 = turn.w2;
        const vec bw0 = mul(turn.b, w0), bw1 = mul(turn.b, w1), bw2 = mul(turn.b, w2);
        const vec aw0 = mul(turn.a, w0), aw1 = mul(turn.a, w1), aw2 = mul(turn.a, w2);
        r00 = fma(bw0, w0, turn.cosine), r11 = fma(bw1, w1, turn.cosine), r22 = fma(bw2, w2, turn.cosine);
        r01 = fms(bw0, w1, aw2), r10 = fma(bw0, w1, aw2);
        r02 = fma(bw0, w2, aw1), r20 = fms(bw0, w2, aw1);
        r12 = fms(bw1, w2, aw0), r21 = fma(bw1, w2, aw0);
        const std::int32_t* camera = in.offsets[0] + i;
        const std::int32_t* point = in.offsets[1] + i;
        const pairs x01(in.state, point), x12(in.state + 1, point);
        const vec x0 = x01.x(), x1 = x01.y(), x2 = x12.y();
        y0 = fma(r00, x0, fma(r01, x1, mul(r02, x2)));
        y1 = fma(r10, x0, fma(r11, x1, mul(r12, x2)));
        y2 = fma(r20, x0, fma(r21, x1, mul(r22, x2)));

        const pairs wt(in.state + 2, camera), t12(in.state + 4, camera), fk(in.state + 6, camera), kk(in.state + 7, camera);
        const vec inverse_z = div(set(-1.0), add(y2, t12.y()));
        u = mul(add(y0, wt.y()), inverse_z), v = mul(add(y1, t12.x()), inverse_z);
        r2 = fma(u, u, mul(v, v));
        const vec focal = fk.x(), k1 = fk.y(), k2r2 = mul(kk.y(), r2);
        distortion = fma(r2, add(k1, k2r2), set(1.0));
        const vec scale = mul(focal, distortion);
        write(fms(scale, u, load(in.givens[0] + i)));
        write(fms(scale, v, load(in.givens[1] + i)));

        const vec focal_z = mul(focal, inverse_z);
        const vec slope = mul(add(focal_z, focal_z), fma(set(2.0), k2r2, k1));
        const vec plain = mul(scale, inverse_z);
        const vec along = fma(slope, r2, plain);
        const vec slope_u = mul(slope, u);
        g00 = fma(slope_u, u, plain), g01 = mul(slope_u, v), g11 = fma(mul(slope, v), v, plain);
        g02 = mul(u, along), g12 = mul(v, along);
        focal_r2 = mul(focal, r2);
    }
};

/// One row of the Jacobian: g d(R X)/dw = a q + b q x w + c (q . w) w with q = y x g; then g; focal, k1, k2; then g R.
template <bool Streaming>
[[gnu::always_inline]] inline void row(const rotation& t, const projection& p, vec g0, vec g1, vec g2, vec image,
                                       writer<Streaming>& write) {
    const vec q0 = fms(p.y1, g2, mul(p.y2, g1)), q1 = fms(p.y2, g0, mul(p.y0, g2)), q2 = fms(p.y0, g1, mul(p.y1, g0));
    const vec qw = mul(t.c, fma(q0, t.w0, fma(q1, t.w1, mul(q2, t.w2))));
    const vec bw0 = mul(t.b, t.w0), bw1 = mul(t.b, t.w1), bw2 = mul(t.b, t.w2);
    write(fma(qw, t.w0, fma(t.a, q0, fms(q1, bw2, mul(q2, bw1)))));
    write(fma(qw, t.w1, fma(t.a, q1, fms(q2, bw0, mul(q0, bw2)))));
    write(fma(qw, t.w2, fma(t.a, q2, fms(q0, bw1, mul(q1, bw0)))));
    write(g0);
    write(g1);
    write(g2);
    write(mul(p.distortion, image));
    const vec by_k1 = mul(p.focal_r2, image);
    write(by_k1);
    write(mul(by_k1, p.r2));
    write(fma(g0, p.r00, fma(g1, p.r10, mul(g2, p.r20))));
    write(fma(g0, p.r01, fma(g1, p.r11, mul(g2, p.r21))));
    write(fma(g0, p.r02, fma(g1, p.r12, mul(g2, p.r22))));
}

template <bool Streaming>
void reprojection(const planes& arrays, std::size_t batches, double* out) {
    const inputs in(arrays, 2, 2);
    writer<Streaming> write{out};
    for (std::size_t i = 0; i < batches * lanes; i += lanes) {
        const rotation t(in, i);
        const projection p(in, i, t, write);
        row(t, p, p.g00, p.g01, p.g02, p.u, write);
        row(t, p, p.g01, p.g11, p.g12, p.v, write);
    }
}

/// The same in three passes over a few batches. One batch is a chain of some 200 cycles (square root, division, sine,
/// division) and longer than a processor looks ahead; in passes, the chains of several batches overlap.
template <bool Streaming>
void reprojection_in_passes(const planes& arrays, std::size_t batches, double* out) {
    constexpr std::size_t chunk = 8;
    const inputs in(arrays, 2, 2);
    rotation t[chunk];
    projection p[chunk];
    for (std::size_t first = 0; first < batches; first += chunk) {
        const std::size_t count = std::min(chunk, batches - first);
        double* at = out + 26 * lanes * first;
        for (std::size_t n = 0; n < count; ++n) t[n] = rotation(in, (first + n) * lanes);
        for (std::size_t n = 0; n < count; ++n) {
            writer<Streaming> write{at + 26 * lanes * n};
            p[n] = projection(in, (first + n) * lanes, t[n], write);
        }
        for (std::size_t n = 0; n < count; ++n) {
            writer<Streaming> write{at + (26 * n + 2) * lanes};
            row(t[n], p[n], p[n].g00, p[n].g01, p[n].g02, p[n].u, write);
            row(t[n], p[n], p[n].g01, p[n].g11, p[n].g12, p[n].v, write);
        }
    }
}

template <bool Streaming, bool InPasses>
block_kernel kernel_of(structure kind) {
    switch (kind) {
        case structure::distance: return distance<Streaming>;
        case structure::parallel: return parallel<Streaming>;
        case structure::perpendicular: return perpendicular<Streaming>;
        case structure::reprojection: return InPasses ? reprojection_in_passes<Streaming> : reprojection<Streaming>;
    }
    return nullptr;
}

template <bool InPasses>
prepared prepare(const scene& s) {
    const bool streaming = s.output_doubles() * sizeof(double) > streaming_bytes;
    prepared p = bind_kernels(s, lanes, streaming ? kernel_of<true, InPasses> : kernel_of<false, InPasses>);
    if (streaming)
        p.run = [run = std::move(p.run)](double* out) {
            run(out);
            _mm_sfence();
        };
    return p;
}

}  // namespace

prepared prepare_hand_batch(const scene& s) { return prepare<false>(s); }
prepared prepare_hand_batch_passes(const scene& s) { return prepare<true>(s); }

}  // namespace bench
