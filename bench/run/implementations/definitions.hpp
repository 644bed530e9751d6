#pragma once

#include "../scene.hpp"

#include <ditto/define.hpp>

namespace bench {

inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
inline constexpr auto parallel = ditto::residual<ditto::point2, ditto::point2, ditto::point2, ditto::point2>(
    [](auto a, auto b, auto c, auto d) { return cross(b - a, d - c); });
inline constexpr auto perpendicular = ditto::residual<ditto::point2, ditto::point2, ditto::point2, ditto::point2>(
    [](auto a, auto b, auto c, auto d) { return dot(b - a, d - c); });

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal), (T, k1),
                             (T, k2));
};
inline constexpr auto reprojection = ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>(
    [](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z;
        auto v = -y / z;
        auto r2 = u * u + v * v;
        auto d = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{d * u - seen[0], d * v - seen[1]};
    });

/// What f makes of the definition of a structure.
template <class F>
auto with_definition(structure kind, F f) {
    switch (kind) {
        case structure::parallel: return f(parallel);
        case structure::perpendicular: return f(perpendicular);
        case structure::reprojection: return f(reprojection);
        default: return f(distance);
    }
}

}  // namespace bench
