#pragma once

#include "arm.hpp"
#include "svg.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

/// An arm at the start of a task and at its end.
struct arm_move {
    std::string title;
    std::array<double, arm::table_size> table;
    std::array<double, most_joints> start, end;
    hand_pose target;
};

namespace detail {

/// Looks at space from the front, the side and above.
inline svg::point look(double x, double y, double z) {
    constexpr double c = 0.8660254037844386, s = 0.5, tilt = 0.4;
    return {c * y - s * x, z - tilt * (c * x + s * y)};
}

inline std::vector<svg::point> joints_of(const arm_move& m, const std::array<double, most_joints>& q) {
    std::vector<svg::point> made{look(0, 0, 0)};
    forward(q, m.table, [&](const auto& at) {
        const svg::point p = look(at.position[0], at.position[1], at.position[2]);
        if (std::hypot(p.x - made.back().x, p.y - made.back().y) > 1e-9) made.push_back(p);
    });
    return made;
}

}  // namespace detail

/// One panel a move: the arm grey at its start, blue at its end, and the axes of the target.
inline svg::picture draw_moves(std::span<const arm_move> moves) {
    constexpr double size = 300, gap = 16, head = 30;
    const std::size_t across = std::min<std::size_t>(moves.size(), 4), down = (moves.size() + across - 1) / across;
    svg::picture picture(gap + static_cast<double>(across) * (size + gap),
                         gap + static_cast<double>(down) * (size + head + gap));
    for (std::size_t i = 0; i < moves.size(); ++i) {
        const arm_move& m = moves[i];
        const double left = gap + static_cast<double>(i % across) * (size + gap);
        const double top = head + static_cast<double>(i / across) * (size + head + gap);
        const auto start = detail::joints_of(m, m.start), end = detail::joints_of(m, m.end);
        svg::point low{0, 0}, high{0, 0};
        for (const auto* line : {&start, &end})
            for (const svg::point& p : *line) {
                low = {std::min(low.x, p.x), std::min(low.y, p.y)};
                high = {std::max(high.x, p.x), std::max(high.y, p.y)};
            }
        const double widest = std::max({high.x - low.x, high.y - low.y, 1e-9}), scale = 0.76 * size / widest;
        const svg::view view{{left + size / 2 - scale * (low.x + high.x) / 2, top + size / 2 + scale * (low.y + high.y) / 2},
                             scale};
        const auto seen = [&](std::vector<svg::point> line) {
            for (svg::point& p : line) p = view(p.x, p.y);
            return line;
        };
        picture.rectangle({left, top}, {size, size}, "fill:#f8f9fa;stroke:#dee2e6");
        picture.text({left + 2, top - 8}, m.title, "font-size:13px;fill:#212529");
        picture.polyline(seen(start), "fill:none;stroke-linejoin:round;stroke-width:4;stroke:#ced4da");
        picture.polyline(seen(end), "fill:none;stroke-linejoin:round;stroke-width:5;stroke:#1864ab");
        picture.dots(seen(end), "fill:none;stroke-width:9;stroke:#74c0fc");
        const auto& [x, y, z] = m.target.position;
        constexpr const char* colors[] = {"#e03131", "#2f9e44", "#1c7ed6"};
        for (std::size_t k = 0; k < 3; ++k) {
            const double length = 0.1 * widest;
            const auto& r = m.target.rotation;
            const svg::point from = detail::look(x, y, z);
            const svg::point to = detail::look(x + length * r[0][k], y + length * r[1][k], z + length * r[2][k]);
            picture.line(view(from.x, from.y), view(to.x, to.y), "stroke-width:2.5;stroke:" + std::string(colors[k]));
        }
    }
    return picture;
}
