#pragma once

#include <ditto/define/rotation_kinds.hpp>

#include <cmath>

namespace ditto {

/// A rotation of the plane and a displacement: p goes to R(heading) p + position.
template <class T>
struct pose2 {
    BOOST_HANA_DEFINE_STRUCT(pose2, (ditto::vec<T, 2>, position), (T, heading));
};
/// A rotation of space, as a unit quaternion, and a displacement: p goes to R p + position.
template <class T>
struct pose3 {
    BOOST_HANA_DEFINE_STRUCT(pose3, (ditto::vec<T, 3>, position), (ditto::quaternion<T>, rotation));
};
/// Rigid motions of the plane. A step (x, y, heading) is a twist in the body's frame: pose exp(step).
struct se2 : record<pose2> {
    static constexpr std::size_t degrees_of_freedom = 3;
    template <class T>
    static constexpr pose2<T> plus(const pose2<T>& x, const vec<T, 3>& step) {
        using std::cos;
        using std::sin;
        const T c = cos(x.heading), s = sin(x.heading);
        // The arc that a constant twist leads along, by its chord: sinc(θ/2) (cos(θ/2), sin(θ/2)); 1 at θ = 0.
        vec<T, 2> chord{{step[0], step[1]}};
        if constexpr (!traced<T>) {
            const T half = step[2] / 2, sinc = half == 0 ? T(1) : sin(half) / half;
            const T a = sinc * cos(half), b = sinc * sin(half);
            chord = {{a * step[0] - b * step[1], b * step[0] + a * step[1]}};
        }
        return {{{x.position[0] + c * chord[0] - s * chord[1], x.position[1] + s * chord[0] + c * chord[1]}},
                detail::wrapped(T(x.heading + step[2]))};
    }
    template <class T>
    static constexpr vec<T, 3> minus(const pose2<T>& y, const pose2<T>& x) {
        using std::cos;
        using std::sin;
        const T c = cos(x.heading), s = sin(x.heading), dx = y.position[0] - x.position[0],
                dy = y.position[1] - x.position[1], turn = detail::wrapped(T(y.heading - x.heading)), half = turn / 2,
                cotangent = half == 0 ? T(1) : half * cos(half) / sin(half);  // θ/2 cot(θ/2)
        const T u = c * dx + s * dy, v = c * dy - s * dx;
        return {{cotangent * u + half * v, cotangent * v - half * u, turn}};
    }
    template <class T>
    static pose2<T> project(const pose2<T>& x) {
        return {x.position, detail::wrapped(x.heading)};
    }
};

/// Rigid motions of space. A step (displacement, rotation vector) is taken in the body's frame: the rotation goes to
/// R exp(step), the position to position + R displacement.
struct se3 : record<pose3> {
    static constexpr std::size_t degrees_of_freedom = 6;
    template <class T>
    static constexpr pose3<T> plus(const pose3<T>& x, const vec<T, 6>& step) {
        const vec<T, 3> by{{step[0], step[1], step[2]}}, turn{{step[3], step[4], step[5]}};
        return {detail::as_scalars<T>(x.position + rotate(x.rotation, by)), unit_quaternion::plus(x.rotation, turn)};
    }
    template <class T>
    static constexpr vec<T, 6> minus(const pose3<T>& y, const pose3<T>& x) {
        const vec<T, 3> by = detail::as_scalars<T>(rotate(conjugate(x.rotation), vec<T, 3>(y.position - x.position))),
                        turn = unit_quaternion::minus(y.rotation, x.rotation);
        return {{by[0], by[1], by[2], turn[0], turn[1], turn[2]}};
    }
    template <class T>
    static pose3<T> project(const pose3<T>& x) {
        return {x.position, unit_quaternion::project(x.rotation)};
    }
};

}  // namespace ditto
