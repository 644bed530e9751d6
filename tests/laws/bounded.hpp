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

inline bounded sqrt(bounded a) {
    const double v = std::sqrt(a.value);
    return bounded::rounded(v, v == 0.0 ? std::sqrt(a.error) : a.error / v);
}
inline bounded sin(bounded a) { return bounded::rounded(std::sin(a.value), a.error); }
inline bounded cos(bounded a) { return bounded::rounded(std::cos(a.value), a.error); }
inline bounded exp(bounded a) { return bounded::rounded(std::exp(a.value), std::exp(a.value) * a.error); }
inline bounded log(bounded a) { return bounded::rounded(std::log(a.value), a.error / std::abs(a.value)); }
inline bounded tanh(bounded a) { return bounded::rounded(std::tanh(a.value), a.error); }
inline bounded abs(bounded a) {
    a.value = std::abs(a.value);
    return a;
}
inline bounded pow(bounded a, bounded c) {
    const double v = std::pow(a.value, c.value);
    return bounded::rounded(v, a.value == 0.0 ? a.error : std::abs(c.value * v / a.value) * a.error);
}
inline bounded multiply_add(bounded a, bounded b, bounded c) { return a * b + c; }

}  // namespace laws
