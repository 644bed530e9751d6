#pragma once

#include <ditto/define.hpp>

/// The constraints of 2-D sketches, as VOCABULARY.md of the sketch collection lists them. A line is its two ends; an arc
/// runs counter-clockwise about its centre. Angles and what is parallel have no unit, all else is a length.
namespace sketch {

using ditto::given;
using ditto::length;
using ditto::point2;
using ditto::residual;

inline constexpr auto coincident = residual<point2, point2>([](auto p, auto q) { return q - p; });
inline constexpr auto horizontal = residual<point2, point2>([](auto p, auto q) { return q[1] - p[1]; });
inline constexpr auto vertical = residual<point2, point2>([](auto p, auto q) { return q[0] - p[0]; });
inline constexpr auto distance_x =
    residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return q[0] - p[0] - d; });
inline constexpr auto distance_y =
    residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return q[1] - p[1] - d; });
inline constexpr auto distance =
    residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
inline constexpr auto point_line_distance =
    residual<point2, point2, point2, given<length>>([](auto p, auto a, auto b, auto d) {
        auto along = b - a;
        return abs(cross(along, p - a)) / norm(along) - d;
    });
inline constexpr auto point_on_line = residual<point2, point2, point2>([](auto p, auto a, auto b) {
    auto along = b - a;
    return cross(along, p - a) / norm(along);
});
inline constexpr auto point_on_circle =
    residual<point2, point2, length>([](auto p, auto c, auto r) { return norm(p - c) - r; });

inline constexpr auto parallel = residual<point2, point2, point2, point2>([](auto a, auto b, auto c, auto d) {
    auto u = b - a, v = d - c;
    return cross(u, v) / (norm(u) * norm(v));
});
inline constexpr auto perpendicular = residual<point2, point2, point2, point2>([](auto a, auto b, auto c, auto d) {
    auto u = b - a, v = d - c;
    return dot(u, v) / (norm(u) * norm(v));
});
/// The angle from ab to cd, counter-clockwise, as far as it is off by less than half a turn.
inline constexpr auto angle =
    residual<point2, point2, point2, point2, given<ditto::angle>>([](auto a, auto b, auto c, auto d, auto wanted) {
        auto u = b - a, v = d - c;
        auto turned = u * cos(wanted) + ditto::perpendicular(u) * sin(wanted);
        return atan2(cross(turned, v), dot(turned, v));
    });
inline constexpr auto angle_unsigned =
    residual<point2, point2, point2, point2, given<ditto::angle>>([](auto a, auto b, auto c, auto d, auto wanted) {
        auto u = b - a, v = d - c;
        return dot(u, v) / (norm(u) * norm(v)) - cos(wanted);
    });
inline constexpr auto line_angle = residual<point2, point2, given<ditto::angle>>([](auto p, auto q, auto wanted) {
    auto v = q - p;
    return atan2(v[1] * cos(wanted) - v[0] * sin(wanted), v[0] * cos(wanted) + v[1] * sin(wanted));
});

/// Tangents at p: of the line ab, and of the arc about c; of the arcs about b and c. `sense`: 1 where they point the same
/// way, else -1.
/// By how far one is off at the arc's end: measured as an angle alone, arcs that shrink to nothing would solve anything.
inline constexpr auto tangent_line_arc =
    residual<point2, point2, point2, point2, given<ditto::scalar>>([](auto a, auto b, auto c, auto p, auto sense) {
        auto u = b - a, v = sense * ditto::perpendicular(p - c);
        return norm(v) * ditto::as_real(atan2(cross(u, v), dot(u, v)));
    });
inline constexpr auto tangent_arcs =
    residual<point2, point2, point2, given<ditto::scalar>>([](auto b, auto c, auto p, auto sense) {
        auto u = p - b, v = sense * (p - c);
        return norm(v) * ditto::as_real(atan2(cross(u, v), dot(u, v)));
    });

inline constexpr auto radius = residual<length, given<length>>([](auto r, auto wanted) { return r - wanted; });
inline constexpr auto equal_radius = residual<length, length>([](auto r, auto s) { return r - s; });
inline constexpr auto equal_length =
    residual<point2, point2, point2, point2>([](auto a, auto b, auto c, auto d) { return norm(b - a) - norm(d - c); });
inline constexpr auto symmetric_about_point = residual<point2, point2, point2>([](auto p, auto q, auto m) {
    auto u = p - m, v = q - m;
    return u + v;
});
inline constexpr auto symmetric_about_line =
    residual<point2, point2, point2, point2>([](auto p, auto q, auto a, auto b) {
        auto along = normalise(b - a);
        auto u = p - a, v = q - a;
        return ditto::vec{cross(along, u + v) / 2.0, dot(along, v - u)};
    });

}  // namespace sketch
