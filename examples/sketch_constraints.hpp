#pragma once

#include <ditto/define.hpp>

/// The vocabulary of a 2-D sketch: five constraints, five kernels, however many instances.
//! [constraints]
inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
inline constexpr auto horizontal =
    ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return q[1] - p[1]; });
inline constexpr auto equal_length = ditto::residual<ditto::point2, ditto::point2, ditto::point2, ditto::point2>(
    [](auto a, auto b, auto c, auto d) { return norm(b - a) - norm(d - c); });
inline constexpr auto parallel = ditto::residual<ditto::point2, ditto::point2, ditto::point2, ditto::point2>(
    [](auto a, auto b, auto c, auto d) { return cross(b - a, d - c); });
inline constexpr auto perpendicular = ditto::residual<ditto::point2, ditto::point2, ditto::point2, ditto::point2>(
    [](auto a, auto b, auto c, auto d) { return dot(b - a, d - c); });
//! [constraints]
