#pragma once

#include <ditto/define/quaternion.hpp>
#include <ditto/define/unit_vector.hpp>

#include <cmath>

namespace ditto {

namespace detail {

/// The angle from -π to π that differs by whole turns. A symbol stays as it is: that is the same to first order.
template <class T>
constexpr T wrapped(const T& angle) {
    if constexpr (traced<T>) {
        return angle;
    } else {
        return static_cast<T>(std::remainder(angle, T(6.283185307179586476925)));
    }
}

/// What formulas with literals yield, as the scalars they were given.
template <class T, class U>
constexpr quaternion<T> as_scalars(const quaternion<U>& q) {
    return {static_cast<T>(q.w), static_cast<T>(q.x), static_cast<T>(q.y), static_cast<T>(q.z)};
}
template <class T, class U>
constexpr vec<T, 3> as_scalars(const vec<U, 3>& v) {
    return {{static_cast<T>(v[0]), static_cast<T>(v[1]), static_cast<T>(v[2])}};
}

/// The unit quaternion of a rotation vector; of symbols, which stand for 0, to first order.
template <class T>
constexpr quaternion<T> turned_by(const vec<T, 3>& w) {
    if constexpr (traced<T>) return {T(1.0), 0.5 * w[0], 0.5 * w[1], 0.5 * w[2]};
    else return as_scalars<T>(normalise(to_quaternion(w)));
}

}  // namespace detail

/// Rotations of space as unit quaternions. A step is a rotation vector in the body's frame: q exp(step).
struct unit_quaternion : record<quaternion> {
    static constexpr std::size_t degrees_of_freedom = 3;
    template <class T>
    static constexpr quaternion<T> plus(const quaternion<T>& q, const vec<T, 3>& step) {
        if constexpr (traced<T>) return q * detail::turned_by(step);
        else return detail::as_scalars<T>(normalise(q * detail::turned_by(step)));
    }
    template <class T>
    static constexpr vec<T, 3> minus(const quaternion<T>& y, const quaternion<T>& x) {
        return detail::as_scalars<T>(to_angle_axis(conjugate(x) * y));
    }
    template <class T>
    static quaternion<T> project(const quaternion<T>& q) {
        const auto [w, x, y, z] = detail::of_unit_length(vec<T, 4>{{q.w, q.x, q.y, q.z}}, "a unit quaternion");
        return {w, x, y, z};
    }
};

/// Rotations of space as rotation vectors (axis times angle in radians). A step is a rotation vector in the body's frame:
/// log(exp(w) exp(step)), whose length is at most π.
struct rotation : vec_of<real, 3> {
    static constexpr std::size_t degrees_of_freedom = 3;
    template <class T>
    static constexpr vec<T, 3> plus(const vec<T, 3>& w, const vec<T, 3>& step) {
        return detail::as_scalars<T>(to_angle_axis(to_quaternion(w) * detail::turned_by(step)));
    }
    template <class T>
    static constexpr vec<T, 3> minus(const vec<T, 3>& y, const vec<T, 3>& x) {
        return detail::as_scalars<T>(to_angle_axis(conjugate(to_quaternion(x)) * to_quaternion(y)));
    }
};

/// An angle on the circle, in radians: it wraps around to stay within -π to π.
struct heading : angle {
    static constexpr std::size_t degrees_of_freedom = 1;
    static constexpr bool is_flat = true;
    template <class T>
    static constexpr T plus(const T& x, const vec<T, 1>& step) {
        return detail::wrapped(T(x + step[0]));
    }
    template <class T>
    static constexpr vec<T, 1> minus(const T& y, const T& x) {
        return {{detail::wrapped(T(y - x))}};
    }
    template <class T>
    static T project(const T& x) {
        return detail::wrapped(x);
    }
};

}  // namespace ditto
