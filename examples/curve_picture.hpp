#pragma once

#include "nist_misra1a.hpp"
#include "svg_axes.hpp"

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

/// One fit: where its parameters started and where they came to.
struct curve {
    double start_b1, start_b2, b1, b2;
    int iterations;
};

namespace detail {

inline double at(double b1, double b2, double x) { return b1 * (1 - std::exp(-b2 * x)); }

inline void draw_curve(svg::picture& on, const svg::axes& of, double b1, double b2, const std::string& style) {
    std::vector<svg::point> path;
    for (int i = 0; i <= 100; ++i) {
        const double x = of.from.x + (of.to.x - of.from.x) * i / 100;
        path.push_back(of(x, at(b1, b2, x)));
    }
    on.polyline(path, "fill:none;" + style);
}

}  // namespace detail

/// Data, starts and fits; beside them what is left over.
inline svg::picture draw_curves(const std::vector<curve>& curves) {
    svg::picture made(1290, 430);
    const std::string title = "font-size:21px;font-weight:bold;fill:#1b2a41", small = "font-size:16px;fill:#5b6675";
    const std::string colors[] = {"#d9480f", "#2b8a3e"};
    made.text({24, 38}, "NIST Misra1a", title);
    made.text({24, 61}, "y = b1 (1 - exp(-b2 x)), 14 observations, two starts, one solution", small);
    made.text({834, 38}, "Residuals of the fit", title);
    made.text({834, 61}, "what the two parameters leave over", small);
    made.line({810, 22}, {810, 408}, "stroke:#dfe4ea;stroke-width:1.5");

    const svg::axes plot{{70, 390}, {710, 305}, {0, 0}, {800, 90}};
    plot.draw(made, 100, 10);
    const curve& found = curves.front();
    detail::draw_curve(made, plot, found.b1, found.b2, "stroke:#1d5fa8;stroke-width:3");
    double row = 120;
    const auto legend = [&](const std::string& words, const std::string& style) {
        made.line({100, row - 5}, {135, row - 5}, style);
        made.text({145, row}, words, "font-size:16px;fill:#1b2a41");
        row += 26;
    };
    char words[160];
    std::snprintf(words, sizeof words, "both fits: b1 = %.4f, b2 = %.4e", found.b1, found.b2);
    legend(words, "stroke:#1d5fa8;stroke-width:3");
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const curve& c = curves[i];
        const std::string style = "stroke-width:2.2;stroke-dasharray:7 6;stroke:" + colors[i % 2];
        detail::draw_curve(made, plot, c.start_b1, c.start_b2, style);
        std::snprintf(words, sizeof words, "start b1 = %g, b2 = %g: %d iterations", c.start_b1, c.start_b2, c.iterations);
        legend(words, style);
    }

    const svg::axes left_over{{890, 390}, {375, 305}, {0, -0.2}, {800, 0.2}};
    left_over.draw(made, 200, 0.1);
    made.line(left_over(0, 0), left_over(800, 0), "stroke:#1d5fa8;stroke-width:2");
    for (const auto& [y, x] : misra1a::data) {
        const svg::point dot = left_over(x, y - detail::at(found.b1, found.b2, x));
        made.line(left_over(x, 0), dot, "stroke:#8a94a6;stroke-width:1.6");
        for (const svg::point& p : {plot(x, y), dot})
            made.circle(p, 5, "fill:#ffffff;stroke:#1b2a41;stroke-width:2");
    }
    return made;
}
