#pragma once

#include <ditto/define.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

//! [camera]
/// A camera of "Bundle Adjustment in the Large" (Agarwal et al., ECCV 2010): it looks down its negative z axis.
template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal),
                             (T, k1), (T, k2));
};
//! [camera]

//! [reprojection]
inline constexpr auto reprojection =
    ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>([](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z;
        auto v = -y / z;
        auto r2 = u * u + v * v;
        auto scale = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{scale * u - seen[0], scale * v - seen[1]};
    });
//! [reprojection]

/// Where a camera is that looks down its positive z axis, and whose lens is known.
template <class T>
struct viewpoint {
    BOOST_HANA_DEFINE_STRUCT(viewpoint, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation));
};
/// A lens without distortion: focal lengths and the image's centre, in pixels.
template <class T>
struct pinhole {
    BOOST_HANA_DEFINE_STRUCT(pinhole, (T, fx), (T, fy), (T, cx), (T, cy));
};
inline constexpr auto pinhole_reprojection =
    ditto::residual<ditto::record<viewpoint>, ditto::vec3, ditto::given<ditto::record<pinhole>>, ditto::given<ditto::vec2>>(
        [](auto from, auto X, auto lens, auto seen) {
            auto [x, y, z] = ditto::rotate_angle_axis(from.rotation, X) + from.translation;
            return ditto::vec{lens.fx * x / z + lens.cx - seen[0], lens.fy * y / z + lens.cy - seen[1]};
        });

using vec3 = ditto::vec<double, 3>;

struct observation {
    std::size_t camera, point;
    double u, v;  ///< pixels; from the image's centre, unless the lens says where that is
};

/// Cameras, points, and who saw what where.
struct bundle_scene {
    std::string name;
    std::vector<camera<double>> cameras;
    std::optional<pinhole<double>> lens = {};  ///< of all cameras, which then have nothing but a place
    std::vector<vec3> points;
    std::vector<observation> observations;
    double noise = 0;  ///< standard deviation of the observations in pixels, where it is known; 0 elsewhere
    std::array<vec3, 2> plan = {};  ///< directions to draw to the right and up; zero: not known
};
