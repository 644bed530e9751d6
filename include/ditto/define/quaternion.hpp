#pragma once

#include <ditto/define/record.hpp>
#include <ditto/define/rotation.hpp>

namespace ditto {

/// w + x i + y j + z k, the real part first, with Hamilton's i j = k. Of length 1 it is the rotation by θ about the unit
/// axis u where w = cos(θ/2), (x, y, z) = sin(θ/2) u; its negative is the same rotation.
///
/// `record<quaternion>` is a kind whose four scalars are free: a definition that takes one starts with `normalise`.
template <class T>
struct quaternion {
    BOOST_HANA_DEFINE_STRUCT(quaternion, (T, w), (T, x), (T, y), (T, z));
};
template <class W, class X, class Y, class Z>
quaternion(W, X, Y, Z) -> quaternion<std::common_type_t<W, X, Y, Z>>;

namespace detail {
template <class T>
constexpr vec<T, 3> vector_part(const quaternion<T>& q) {
    return {{q.x, q.y, q.z}};
}
}  // namespace detail

/// The product of Hamilton: the rotation b, then a.
template <class T, class U>
constexpr auto operator*(const quaternion<T>& a, const quaternion<U>& b) {
    return quaternion{a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z, a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
                      a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x, a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w};
}

/// w - x i - y j - z k: of a unit quaternion, the inverse.
template <class T>
constexpr quaternion<T> conjugate(const quaternion<T>& q) {
    return {q.w, -q.x, -q.y, -q.z};
}

template <class T>
constexpr auto squared_norm(const quaternion<T>& q) {
    return q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z;
}
/// |q|. Its derivative at 0 is chosen to be 0.
template <class T>
constexpr auto norm(const quaternion<T>& q) {
    using std::sqrt;
    return sqrt(squared_norm(q));
}
/// q / |q|. 0 stays 0, and the derivatives there are chosen to be 0.
template <class T>
constexpr auto normalise(const quaternion<T>& q) {
    const auto scale = reciprocal_or_zero(norm(q));
    return quaternion{q.w * scale, q.x * scale, q.y * scale, q.z * scale};
}

/// v rotated by a unit quaternion: q v q*. By another one v is not merely scaled, but sheared: normalise first.
template <class T, class U>
constexpr auto rotate(const quaternion<T>& q, const vec<U, 3>& v) {
    const auto u = detail::vector_part(q);
    const auto t = 2.0 * cross(u, v);
    return v + q.w * t + cross(u, t);
}
template <class T, class U>
constexpr auto rotate(const quaternion<T>& q, const point<U, 3>& p) {
    return origin + rotate(q, p - origin);
}

/// The matrix of the rotation by a unit quaternion, whose columns are the rotated axes.
template <class T>
constexpr auto rotation_matrix(const quaternion<T>& q) {
    const auto x = 2.0 * q.x, y = 2.0 * q.y, z = 2.0 * q.z;
    return mat{vec{1.0 - (y * q.y + z * q.z), x * q.y - z * q.w, x * q.z + y * q.w},
               vec{x * q.y + z * q.w, 1.0 - (x * q.x + z * q.z), y * q.z - x * q.w},
               vec{x * q.z - y * q.w, y * q.z + x * q.w, 1.0 - (x * q.x + y * q.y)}};
}

/// The unit quaternion of the rotation by the angle |w| (radians) about the axis w / |w|. Value and derivatives at w = 0
/// are exact.
template <class T>
constexpr auto to_quaternion(const vec<T, 3>& w) {
    using std::cos;
    using std::sin;
    const auto angle = detail::smooth_norm(w);
    const auto u = w * (sin(0.5 * angle) / angle);
    return quaternion{cos(0.5 * angle), u[0], u[1], u[2]};
}

/// The matrix of the rotation by the angle |w| (radians) about the axis w / |w|.
template <class T>
constexpr auto rotation_matrix(const vec<T, 3>& w) {
    return rotation_matrix(to_quaternion(w));
}

/// The logarithm: axis times angle (radians) of the rotation by a quaternion of about unit length, the shorter way round.
/// Value and derivatives at the identity are exact. Where the angle is π the axis changes its sign, and the derivatives are
/// those of the side q.w > 0.
///
///   w = 2 atan2(|u|, q.w) u / |u|   for q = (q.w, u), q.w >= 0
template <class T>
constexpr auto to_angle_axis(const quaternion<T>& q) {
    using std::atan2;
    const T side = [&] {
        if constexpr (traced<T>) return select(q.w < 0, T(-1.0), T(1.0));
        else return q.w < 0 ? T(-1) : T(1);
    }();
    const auto u = detail::vector_part(q) * side;
    const auto sine = detail::smooth_norm(u);
    return u * (2.0 * atan2(sine, q.w * side) / sine);
}

}  // namespace ditto
