#pragma once

#include "svg.hpp"

#include <ditto/define/vector.hpp>

#include <cstdio>
#include <string>
#include <vector>

/// Where the points of the bridge are.
struct outline {
    std::vector<ditto::point<double, 2>> deck, lower, upper;
};

struct panel {
    std::string title, subtitle;
    outline shape;
    double rise;  ///< the dimension to show; 0: none
};

namespace detail {

inline std::vector<svg::point> on(const svg::view& view, const std::vector<ditto::point<double, 2>>& points) {
    std::vector<svg::point> pixels;
    for (const auto& p : points) pixels.push_back(view(p[0], p[1]));
    return pixels;
}

inline void draw_bridge(svg::picture& to, const svg::view& view, const outline& shape, const std::string& color) {
    const auto deck = on(view, shape.deck), lower = on(view, shape.lower), upper = on(view, shape.upper);
    const std::string thin = "fill:none;stroke-linecap:round;stroke:" + color + ";stroke-width:";
    for (std::size_t i = 0; i < deck.size(); ++i) {
        to.line(deck[i], lower[i], thin + "1;opacity:0.55");
        to.line(lower[i], upper[i], thin + "1.8");
        if (i + 1 == deck.size()) break;
        const bool left = i < deck.size() / 2;  // braces fall towards the crown
        to.line(left ? upper[i] : lower[i], left ? lower[i + 1] : upper[i + 1], thin + "1.4;opacity:0.8");
    }
    for (const auto* chord : {&lower, &upper}) to.polyline(*chord, thin + "3.4;stroke-linejoin:round");
    to.polyline(deck, thin + "4.6;stroke-linejoin:round");
    for (const auto* chord : {&deck, &lower, &upper})
        for (const svg::point& p : *chord) to.circle(p, 2.6, "fill:#ffffff;stroke-width:1.4;stroke:" + color);
}

inline void draw_support(svg::picture& to, svg::point at) {
    const svg::point triangle[] = {{at.x, at.y + 4}, {at.x - 9, at.y + 19}, {at.x + 9, at.y + 19}, {at.x, at.y + 4}};
    to.polyline(triangle, "fill:#dfe4ea;stroke:#5b6675;stroke-width:1.3");
    to.line({at.x - 15, at.y + 19}, {at.x + 15, at.y + 19}, "stroke:#5b6675;stroke-width:2");
}

/// A dimension line from a to b with arrows at both ends, and its value.
inline void draw_rise(svg::picture& to, svg::point a, svg::point b, double value) {
    const std::string line = "fill:none;stroke:#d9480f;stroke-width:2.2";
    to.line(a, {b.x, b.y}, line);
    for (const auto& [tip, way] : {std::pair{a, -1.0}, std::pair{b, 1.0}}) {
        const svg::point arrow[] = {{tip.x - 4.5, tip.y + 10 * way}, tip, {tip.x + 4.5, tip.y + 10 * way}};
        to.polyline(arrow, line);
    }
    char words[32];
    std::snprintf(words, sizeof words, "%.1f", value);
    const svg::point at{a.x + 9, (a.y + b.y) / 2 + 6};
    to.text(at, words, "font-size:19px;font-weight:bold;fill:#ffffff;stroke:#ffffff;stroke-width:6px");
    to.text(at, words, "font-size:19px;font-weight:bold;fill:#d9480f");
}

}  // namespace detail

/// Panels side by side, all at the same scale.
inline svg::picture draw_panels(const std::vector<panel>& panels) {
    constexpr double width = 430, height = 300, scale = 30;
    svg::picture made(width * static_cast<double>(panels.size()), height);
    double left = 0;
    for (const panel& p : panels) {
        const svg::view view{{left + 35, height - 75}, scale};
        const bool solved = p.rise != 0;
        made.text({left + 24, 38}, p.title, "font-size:21px;font-weight:bold;fill:#1b2a41");
        made.text({left + 24, 62}, p.subtitle, "font-size:16px;fill:#5b6675");
        if (left > 0) made.line({left, 22}, {left, height - 22}, "stroke:#dfe4ea;stroke-width:1.5");
        made.line({left + 18, height - 56}, {left + width - 18, height - 56}, "stroke:#c9d6e4;stroke-width:1.2");
        if (solved)
            for (const auto* end : {&p.shape.deck.front(), &p.shape.deck.back()})
                detail::draw_support(made, view((*end)[0], (*end)[1]));
        detail::draw_bridge(made, view, p.shape, solved ? "#1d5fa8" : "#9aa5b1");
        if (solved) {
            const auto middle = p.shape.deck.size() / 2;
            const auto& a = p.shape.deck[middle];
            const auto& b = p.shape.lower[middle];
            detail::draw_rise(made, view(a[0], a[1]), view(b[0], b[1]), p.rise);
        }
        left += width;
    }
    return made;
}
