#pragma once

#include "svg.hpp"

#include <cmath>
#include <cstdio>
#include <string>

namespace svg {

/// Axes with ticks at whole steps, and the pixels of a place on them.
struct axes {
    point corner, size;  ///< pixels; the corner is the lower left one
    point from, to;      ///< the world at that corner and at the opposite one
    point operator()(double x, double y) const {
        return {corner.x + size.x * (x - from.x) / (to.x - from.x), corner.y - size.y * (y - from.y) / (to.y - from.y)};
    }
    void draw(picture& on, double step_x, double step_y) const {
        const auto label = [&](point place, double value, double step, const char* anchor) {
            char words[32];
            std::snprintf(words, sizeof words, "%g", std::abs(value) < 1e-6 * step ? 0.0 : value);
            on.text(place, words, std::string("font-size:14px;fill:#5b6675;text-anchor:") + anchor);
        };
        const std::string faint = "stroke:#edf0f4;stroke-width:1.2";
        for (double x = from.x; x <= to.x + 1e-6 * step_x; x += step_x) {
            on.line((*this)(x, from.y), (*this)(x, to.y), faint);
            label({(*this)(x, 0).x, corner.y + 20}, x, step_x, "middle");
        }
        for (double y = from.y; y <= to.y + 1e-6 * step_y; y += step_y) {
            on.line((*this)(from.x, y), (*this)(to.x, y), faint);
            label({corner.x - 8, (*this)(0, y).y + 5}, y, step_y, "end");
        }
        on.line(corner, (*this)(to.x, from.y), "stroke:#5b6675;stroke-width:1.5");
    }
};

/// 1, 2 or 5 times a power of ten, so that some five steps span a range.
inline double tick(double range) {
    const double power = std::pow(10.0, std::floor(std::log10(range / 5)));
    const double times = range / 5 / power;
    return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
}

}  // namespace svg
