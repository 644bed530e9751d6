#pragma once

#include <ditto/define/manifold.hpp>
#include <ditto/error.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace ditto {

namespace detail {
/// v / |v|; what is not finite stays, for solvers to name as the culprit.
template <class T, std::size_t N>
vec<T, N> of_unit_length(const vec<T, N>& v, const char* what) {
    T largest = 0;
    for (const T& x : v) {
        if (!std::isfinite(x)) return v;  // solvers name it as the culprit
        largest = std::max(largest, std::abs(x));
    }
    if (!(largest > 0)) throw error(std::string("ditto: ") + what + " of length 0 has no direction");
    T squares = 0;
    for (const T& x : v) squares += (x / largest) * (x / largest);
    vec<T, N> result = v;
    for (T& x : result) x = x / largest / std::sqrt(squares);
    return result;
}
}  // namespace detail

/// Directions in N dimensions. A step has N - 1 coordinates along axes at right angles to x, and leads along a great circle
/// as far as it is long (in radians). The axes are columns of the reflection that takes x to ∓ the last axis:
///
///   b_j = e_j − (x ± e_N) x_j / (1 + |x_N|)
template <std::size_t N>
struct unit_vector : vec_of<real, N> {
    static_assert(N >= 2, "ditto: a direction needs two dimensions at least");
    static constexpr std::size_t degrees_of_freedom = N - 1;
    template <class T>
    static constexpr vec<T, N> plus(const vec<T, N>& x, const vec<T, N - 1>& step) {
        using std::cos;
        using std::sin;
        using std::sqrt;
        const vec<T, N> along = along_axes(x, step);
        vec<T, N> result{};
        if constexpr (traced<T>) {
            for (std::size_t i = 0; i < N; ++i) result[i] = x[i] + along[i];
            return result;
        } else {
            T squares = 0;
            for (const T& s : step) squares += s * s;
            const T length = sqrt(squares), c = cos(length), s = length > 0 ? sin(length) / length : T(1);
            for (std::size_t i = 0; i < N; ++i) result[i] = c * x[i] + s * along[i];
            return project(result);
        }
    }
    template <class T>
    static constexpr vec<T, N - 1> minus(const vec<T, N>& y, const vec<T, N>& x) {
        using std::atan2;
        using std::sqrt;
        T cosine{}, squares{};
        for (std::size_t i = 0; i < N; ++i) cosine += x[i] * y[i];
        vec<T, N - 1> result = components(x, y);
        for (const T& s : result) squares += s * s;
        const T sine = sqrt(squares), scale = sine > 0 ? atan2(sine, cosine) / sine : T(1);
        for (T& s : result) s = s * scale;
        return result;
    }
    template <class T>
    static vec<T, N> project(const vec<T, N>& x) {
        return detail::of_unit_length(x, "a unit vector");
    }

private:
    template <class T>
    static constexpr T side(const T& last) {
        if constexpr (traced<T>) return select(last < 0.0, T(-1.0), T(1.0));
        else return last < 0 ? T(-1) : T(1);
    }
    template <class T>
    static constexpr vec<T, N> along_axes(const vec<T, N>& x, const vec<T, N - 1>& step) {
        const T sign = side(x[N - 1]);
        T share{};
        for (std::size_t j = 0; j + 1 < N; ++j) share = share + x[j] * step[j];
        share = share / (T(1.0) + sign * x[N - 1]);
        vec<T, N> result{};
        for (std::size_t i = 0; i < N; ++i) {
            result[i] = -(i + 1 < N ? x[i] : T(x[i] + sign)) * share;
            if (i + 1 < N) result[i] = result[i] + step[i];
        }
        return result;
    }
    /// The components of y along the axes at x.
    template <class T>
    static constexpr vec<T, N - 1> components(const vec<T, N>& x, const vec<T, N>& y) {
        const T sign = side(x[N - 1]);
        T share{};
        for (std::size_t i = 0; i < N; ++i) share = share + (i + 1 < N ? x[i] : T(x[i] + sign)) * y[i];
        share = share / (T(1.0) + sign * x[N - 1]);
        vec<T, N - 1> result{};
        for (std::size_t j = 0; j + 1 < N; ++j) result[j] = y[j] - x[j] * share;
        return result;
    }
};

}  // namespace ditto
