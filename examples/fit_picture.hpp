#pragma once

#include "nist_fit.hpp"
#include "svg_axes.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace detail {

/// Axes that all points fit between.
inline svg::axes axes_around(const std::vector<svg::point>& points, svg::point corner, svg::point size) {
    svg::axes made{corner, size, points[0], points[0]};
    for (const svg::point& p : points) {
        made.from = {std::min(made.from.x, p.x), std::min(made.from.y, p.y)};
        made.to = {std::max(made.to.x, p.x), std::max(made.to.y, p.y)};
    }
    const auto widen = [](double& from, double& to) {
        if (!(from < to)) {
            from -= 1;
            to += 1;
        }
        const double step = svg::tick(to - from);
        from = step * std::floor(from / step);
        to = step * std::ceil(to / step);
    };
    widen(made.from.x, made.to.x);
    widen(made.from.y, made.to.y);
    return made;
}

inline void draw_axes(svg::picture& on, const svg::axes& of) {
    of.draw(on, svg::tick(of.to.x - of.from.x), svg::tick(of.to.y - of.from.y));
}

}  // namespace detail

/// Data and what the model makes of them, over the predictor where there is one, else over what the model says; beside them
/// what is left over.
inline svg::picture draw_fit(const nist_file& file, nist_fit& fit) {
    const bool one = file.predictors() == 1;
    std::vector<svg::point> seen, left_over, curve;
    for (std::size_t i = 0; i < file.observations(); ++i) {
        const auto [response, model] = fit.at({file.row(i), file.row(i) + file.columns.size()});
        const double x = one ? file.row(i)[1] : model;
        seen.push_back({x, response});
        left_over.push_back({x, response - model});
    }
    const auto [first, last] = std::minmax_element(seen.begin(), seen.end(),
                                                   [](const svg::point& a, const svg::point& b) { return a.x < b.x; });
    for (int i = 0; i <= 300; ++i) {
        const double x = first->x + (last->x - first->x) * i / 300;
        const double y = one ? fit.at({file.row(0)[0], x}).model : x;
        if (std::isfinite(y)) curve.push_back({x, y});
    }

    svg::picture made(1290, 430);
    const std::string title = "font-size:21px;font-weight:bold;fill:#1b2a41", small = "font-size:16px;fill:#5b6675";
    const std::string dot = "stroke:#1b2a41;stroke-width:" + std::string(seen.size() > 100 ? "4" : "7");
    std::string formula;
    for (const auto& line : file.model)
        formula += (formula.empty() ? "" : " ") + line.text.substr(line.text.find_first_not_of(" \t"));
    made.text({24, 38}, file.name, title);
    made.text({24, 61}, formula, "font-size:14px;fill:#5b6675");
    made.text({834, 38}, "Residuals of the fit", title);
    made.text({834, 61}, one ? "over " + file.columns[1] : "over what the model says", small);
    made.line({810, 22}, {810, 408}, "stroke:#dfe4ea;stroke-width:1.5");

    std::vector<svg::point> all = seen;
    all.insert(all.end(), curve.begin(), curve.end());
    const svg::axes plot = detail::axes_around(all, {90, 390}, {690, 305});
    detail::draw_axes(made, plot);
    const auto place = [](const svg::axes& on, std::vector<svg::point> points) {
        for (svg::point& p : points) p = on(p.x, p.y);
        return points;
    };
    made.polyline(place(plot, curve), "fill:none;stroke:#1d5fa8;stroke-width:3");
    made.dots(place(plot, seen), dot);

    const svg::axes rest = detail::axes_around(left_over, {910, 390}, {350, 305});
    detail::draw_axes(made, rest);
    made.line(rest(rest.from.x, 0), rest(rest.to.x, 0), "stroke:#1d5fa8;stroke-width:2");
    made.dots(place(rest, left_over), dot);
    return made;
}
