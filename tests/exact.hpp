#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cmath>

/// Numbers of 100 digits and the elementary functions of them: what results are compared with. Every function has some 90
/// digits wherever a double leads, also next to its zeros. Own definitions stand where Boost has none, loses digits near 0, or
/// takes several times as long, which is what a start from the processor's digits saves.
namespace laws {

using exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>, boost::multiprecision::et_off>;

inline const exact pi = boost::math::constants::pi<exact>();
inline const exact log_of_two = boost::math::constants::ln_two<exact>();

namespace detail {
/// Σ of terms, the next of which follows from the last and its number, until they do not count any more.
template <class Next>
exact series(exact term, Next next) {
    exact sum = term, limit = abs(sum) * exact(1e-105L);
    for (int n = 1; abs(term) > limit; ++n) sum += next(term, n);
    return sum;
}
/// x - x³ / 3 + x⁵ / 5 - … with the sign of x² given: the inverse tangents, for small x.
inline exact inverse_tangent(const exact& x, int sign) {
    exact power = x;
    const exact square = x * x * sign;
    return series(x, [&](exact& term, int n) {
        power *= square;
        return term = power / (2 * n + 1);
    });
}
inline bool is_small(const exact& x) { return abs(x) < 0x1p-10; }
}  // namespace detail

inline exact expm1(const exact& x) {
    if (!detail::is_small(x)) return exp(x) - 1;
    return detail::series(x, [&](exact& term, int n) { return term *= x / (n + 1); });
}
inline exact log(const exact& x) {
    const exact near = std::log(static_cast<long double>(x)), rest = x * exp(-near) - 1;
    return near + 2 * detail::inverse_tangent(rest / (2 + rest), 1);
}
inline exact log1p(const exact& x) {
    return detail::is_small(x) ? exact(2 * detail::inverse_tangent(x / (2 + x), 1)) : log(1 + x);
}
inline exact exp2(const exact& x) { return exp(x * log_of_two); }
inline exact log2(const exact& x) { return log(x) / log_of_two; }
inline exact log10(const exact& x) { return log(x) / boost::math::constants::ln_ten<exact>(); }
inline exact pow(const exact& a, const exact& c) {
    if (c == 0) return 1;
    if (a == 0) return 0;
    const exact size = exp(log(exact(abs(a))) * c);
    return a < 0 && fmod(c, exact(2)) != 0 ? exact(-size) : size;
}
inline exact cbrt(const exact& x) {
    if (x == 0) return 0;
    exact root = std::cbrt(static_cast<long double>(x));
    for (int i = 0; i < 3; ++i) root -= (root - x / (root * root)) / 3;
    return root;
}
inline exact hypot(const exact& a, const exact& b) { return sqrt(a * a + b * b); }

inline exact tan(const exact& x) { return sin(x) / cos(x); }
inline exact atan(const exact& x) {
    const exact near = std::atan(static_cast<long double>(x)), s = sin(near), c = cos(near);
    return near + detail::inverse_tangent((x * c - s) / (c + x * s), -1);
}
inline exact atan2(const exact& y, const exact& x) {
    if (x == 0) return y == 0 ? exact(0) : exact(y < 0 ? -pi / 2 : pi / 2);
    const exact angle = atan(y / x);
    return x > 0 ? angle : y < 0 ? exact(angle - pi) : exact(angle + pi);
}
inline exact asin(const exact& x) { return atan2(x, sqrt((1 - x) * (1 + x))); }
inline exact acos(const exact& x) { return atan2(sqrt((1 - x) * (1 + x)), x); }

inline exact sinh(const exact& x) {
    const exact m = expm1(exact(abs(x))), result = (m + m / (1 + m)) / 2;
    return x < 0 ? exact(-result) : result;
}
inline exact cosh(const exact& x) {
    const exact e = exp(x);
    return (e + 1 / e) / 2;
}
inline exact tanh(const exact& x) {
    const exact m = expm1(2 * x);
    return m / (m + 2);
}
inline exact asinh(const exact& x) {
    const exact a = abs(x), result = log1p(a + a * a / (1 + sqrt(1 + a * a)));
    return x < 0 ? exact(-result) : result;
}
inline exact acosh(const exact& x) { return log1p(x - 1 + sqrt((x - 1) * (x + 1))); }
inline exact atanh(const exact& x) { return log1p(2 * x / (1 - x)) / 2; }

/// By the series of positive terms (Abramowitz and Stegun 7.1.6).
inline exact erfc(const exact& x);
inline exact erf(const exact& x) {
    if (abs(x) > 8) return x < 0 ? exact(erfc(-x) - 1) : exact(1 - erfc(x));
    const exact square = 2 * x * x;
    return detail::series(x, [&](exact& term, int n) { return term *= square / (2 * n + 1); }) * exp(-x * x) * 2 / sqrt(pi);
}
/// Beyond 8, where 1 - erf has 70 digits left, by the continued fraction (7.1.14).
inline exact erfc(const exact& x) {
    if (x < 8) return x < -8 ? exact(2 - erfc(-x)) : exact(1 - erf(x));
    exact fraction = x;
    for (int n = 150; n > 0; --n) fraction = x + exact(n) / 2 / fraction;
    return exp(-x * x) / fraction / sqrt(pi);
}

inline exact sigmoid(const exact& x) { return 1 / (1 + exp(-x)); }
inline exact softplus(const exact& x) { return log1p(exp(x)); }

}  // namespace laws
