#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace laws {

/// A double that carries a bound of its own rounding error, to first order: what a result may be off by, given how it was
/// computed (running error analysis; Higham, Accuracy and Stability of Numerical Algorithms, section 3.3).
struct bounded {
    double value;
    double error;

    bounded(double v) : value(v), error(0.0) {}  // NOLINT: a literal is exact
    static bounded rounded(double v, double inherited) {
        return {v, inherited + 4 * std::numeric_limits<double>::epsilon() * std::abs(v)};
    }

private:
    bounded(double v, double e) : value(v), error(e) {}
};

inline bounded operator-(bounded a) {
    a.value = -a.value;
    return a;
}
inline bounded operator+(bounded a, bounded b) { return bounded::rounded(a.value + b.value, a.error + b.error); }
inline bounded operator-(bounded a, bounded b) { return a + -b; }
inline bounded operator*(bounded a, bounded b) {
    return bounded::rounded(a.value * b.value, std::abs(a.value) * b.error + std::abs(b.value) * a.error);
}
inline bounded operator/(bounded a, bounded b) {
    const double v = a.value / b.value;
    return bounded::rounded(v, (a.error + std::abs(v) * b.error) / std::abs(b.value));
}
inline bool operator<(bounded a, bounded b) { return a.value < b.value; }
inline bool operator>(bounded a, bounded b) { return a.value > b.value; }
inline bool operator<=(bounded a, bounded b) { return a.value <= b.value; }
inline bool operator==(bounded a, bounded b) { return a.value == b.value; }
inline bool operator!=(bounded a, bounded b) { return a.value != b.value; }

/// f(a) of a function with that derivative.
inline bounded smooth(double value, double derivative, bounded a) {
    return bounded::rounded(value, std::abs(derivative) * a.error);
}

inline bounded abs(bounded a) {
    a.value = std::abs(a.value);
    return a;
}
inline bounded sqrt(bounded a) {
    const double v = std::sqrt(a.value);
    return bounded::rounded(v, v == 0.0 ? std::sqrt(a.error) : a.error / v);
}
inline bounded cbrt(bounded a) {
    const double v = std::cbrt(a.value);
    return bounded::rounded(v, v == 0.0 ? std::cbrt(a.error) : a.error / (v * v));
}
inline bounded hypot(bounded a, bounded b) { return bounded::rounded(std::hypot(a.value, b.value), a.error + b.error); }
inline bounded exp(bounded a) { return smooth(std::exp(a.value), std::exp(a.value), a); }
inline bounded exp2(bounded a) { return smooth(std::exp2(a.value), std::exp2(a.value), a); }
inline bounded expm1(bounded a) { return smooth(std::expm1(a.value), std::exp(a.value), a); }
inline bounded log(bounded a) { return smooth(std::log(a.value), 1 / a.value, a); }
inline bounded log2(bounded a) { return smooth(std::log2(a.value), 2 / a.value, a); }
inline bounded log10(bounded a) { return smooth(std::log10(a.value), 1 / a.value, a); }
inline bounded log1p(bounded a) { return smooth(std::log1p(a.value), 1 / (1 + a.value), a); }
inline bounded sin(bounded a) { return smooth(std::sin(a.value), 1, a); }
inline bounded cos(bounded a) { return smooth(std::cos(a.value), 1, a); }
inline bounded tan(bounded a) { return smooth(std::tan(a.value), 1 + std::tan(a.value) * std::tan(a.value), a); }
inline bounded asin(bounded a) { return smooth(std::asin(a.value), 1 / std::sqrt((1 - a.value) * (1 + a.value)), a); }
inline bounded acos(bounded a) { return smooth(std::acos(a.value), 1 / std::sqrt((1 - a.value) * (1 + a.value)), a); }
inline bounded atan(bounded a) { return smooth(std::atan(a.value), 1, a); }
inline bounded atan2(bounded a, bounded b) {
    return bounded::rounded(std::atan2(a.value, b.value), (a.error + b.error) / std::hypot(a.value, b.value));
}
inline bounded sinh(bounded a) { return smooth(std::sinh(a.value), std::cosh(a.value), a); }
inline bounded cosh(bounded a) { return smooth(std::cosh(a.value), std::cosh(a.value), a); }
inline bounded tanh(bounded a) { return smooth(std::tanh(a.value), 1, a); }
inline bounded asinh(bounded a) { return smooth(std::asinh(a.value), 1, a); }
inline bounded acosh(bounded a) { return smooth(std::acosh(a.value), 1 / std::sqrt((a.value - 1) * (a.value + 1)), a); }
inline bounded atanh(bounded a) { return smooth(std::atanh(a.value), 1 / ((1 - a.value) * (1 + a.value)), a); }
inline bounded erf(bounded a) { return smooth(std::erf(a.value), 2, a); }
inline bounded erfc(bounded a) { return smooth(std::erfc(a.value), 2, a); }
inline bounded pow(bounded a, bounded c) {
    const double v = std::pow(a.value, c.value);
    const double of_exponent = a.value > 0.0 ? std::abs(v * std::log(a.value)) * c.error : 0.0;
    return bounded::rounded(v, (a.value == 0.0 ? a.error : std::abs(c.value * v / a.value) * a.error) + of_exponent);
}
inline bounded floor(bounded a) { return std::floor(a.value); }
inline bounded ceil(bounded a) { return std::ceil(a.value); }
inline bounded round(bounded a) { return std::round(a.value); }
inline bounded trunc(bounded a) { return std::trunc(a.value); }
inline bounded fmod(bounded a, bounded b) {
    return bounded::rounded(std::fmod(a.value, b.value), a.error + std::abs(std::trunc(a.value / b.value)) * b.error);
}
inline bounded multiply_add(bounded a, bounded b, bounded c) { return a * b + c; }

}  // namespace laws
