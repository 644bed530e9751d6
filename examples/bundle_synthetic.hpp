#pragma once

#include "bundle_scene.hpp"

#include <Eigen/Geometry>

#include <cmath>
#include <numbers>
#include <random>

/// A castle (walls, four round towers, a keep) of 2,400 points in the view of 16 cameras around it, in the model of BAL.
/// Observations carry noise of 0.8 pixels; cameras and points start off their places. The seed is fixed.
namespace synthetic {

class castle {
public:
    bundle_scene make() {
        scene_.name = "synthetic castle";
        scene_.noise = 0.8;
        scene_.plan = {vec3{{1, 0, 0}}, vec3{{0, 1, 0}}};
        for (std::size_t i = 0; i < 2400; ++i) scene_.points.push_back(place_of_point(i));
        for (std::size_t i = 0; i < 16; ++i) scene_.cameras.push_back(place_of_camera(i));
        for (std::size_t p = 0; p < scene_.points.size(); ++p) observe(p);
        displace();
        return std::move(scene_);
    }

private:
    static vec3 on_cylinder(double x, double y, double radius, double angle, double z) {
        return {{x + radius * std::cos(angle), y + radius * std::sin(angle), z}};
    }

    vec3 place_of_point(std::size_t i) {
        const double turn = 2 * std::numbers::pi * uniform_(random_), height = uniform_(random_);
        const double side[] = {1, -1, -1, 1, 1};
        const std::size_t k = i % 4;  // the corner, or the wall that starts there
        switch (i / 4 % 5) {
            case 0:
            case 1: return on_cylinder(side[k], side[k + 1], 0.24, turn, 0.8 * height);
            case 2: return on_cylinder(0, 0, 0.36, turn, 1.1 * height);
            default: {
                const double along = 0.76 * (2 * uniform_(random_) - 1);
                return k % 2 == 0 ? vec3{{side[k], along, 0.5 * height}} : vec3{{along, side[k], 0.5 * height}};
            }
        }
    }

    // A camera that looks from its place on a ring towards the middle of the castle.
    camera<double> place_of_camera(std::size_t i) {
        const double turn = 2 * std::numbers::pi * (static_cast<double>(i) + 0.3 * normal_(random_)) / 16;
        const double away = 2.5 + 0.15 * normal_(random_);
        const Eigen::Vector3d center(away * std::cos(turn), away * std::sin(turn), 1.3 + 0.2 * normal_(random_));
        const Eigen::Vector3d target(0.1 * normal_(random_), 0.1 * normal_(random_), 0.3);
        const Eigen::Vector3d back = (center - target).normalized();
        const Eigen::Vector3d right = Eigen::Vector3d::UnitZ().cross(back).normalized();
        Eigen::Matrix3d turned;
        turned << right.transpose(), back.cross(right).transpose(), back.transpose();
        const Eigen::AngleAxisd rotation(turned);
        const Eigen::Vector3d w = rotation.angle() * rotation.axis(), t = -(turned * center);
        return {{{w[0], w[1], w[2]}}, {{t[0], t[1], t[2]}}, 500 + 15 * normal_(random_), -0.05, 0.01};
    }

    // About half of the cameras see a point, three at least.
    void observe(std::size_t p) {
        std::size_t seen = 0;
        for (std::size_t c = 0; c < scene_.cameras.size(); ++c) {
            const bool needed = scene_.cameras.size() - c + seen <= 3;
            if (!needed && uniform_(random_) > 0.5) continue;
            const auto at = reprojection(scene_.cameras[c], scene_.points[p], {{0, 0}});
            const double du = scene_.noise * normal_(random_), dv = scene_.noise * normal_(random_);
            scene_.observations.push_back({c, p, at[0] + du, at[1] + dv});
            ++seen;
        }
    }

    void displace() {
        for (camera<double>& c : scene_.cameras) {
            for (std::size_t k = 0; k < 3; ++k) c.rotation[k] += 0.012 * normal_(random_);
            for (std::size_t k = 0; k < 3; ++k) c.translation[k] += 0.04 * normal_(random_);
            c.focal *= 1 + 0.01 * normal_(random_);
            c.k1 = c.k2 = 0;
        }
        for (vec3& p : scene_.points)
            for (std::size_t k = 0; k < 3; ++k) p[k] += 0.06 * normal_(random_);
    }

    bundle_scene scene_;
    std::mt19937_64 random_{2010};
    std::normal_distribution<double> normal_{0.0, 1.0};
    std::uniform_real_distribution<double> uniform_{0.0, 1.0};
};

}  // namespace synthetic
