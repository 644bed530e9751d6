#pragma once

#include "arm.hpp"

#include <Eigen/Geometry>

#include <numbers>
#include <random>

/// Arms of our own making, with six and with seven joints. Poses are products of Eigen's transformations, which know
/// nothing of `forward`; targets are poses at angles within the limits. Seeds are fixed.
namespace synthetic {

inline Eigen::Isometry3d pose_by_eigen(const arm& of, const std::vector<double>& angles) {
    using Eigen::AngleAxisd, Eigen::Vector3d, Eigen::Translation3d;
    Eigen::Isometry3d at = Translation3d(of.base_a, 0, 0) * AngleAxisd(of.base_alpha, Vector3d::UnitX());
    for (std::size_t i = 0; i < of.links.size(); ++i) {
        const arm_link& link = of.links[i];
        at = at * Translation3d(0, 0, link.d) * AngleAxisd(angles[i] + link.offset, Vector3d::UnitZ()) *
             Translation3d(link.a, 0, 0) * AngleAxisd(link.alpha, Vector3d::UnitX());
    }
    return at * Translation3d(0, 0, of.tool);
}

inline hand_pose pose_of(const Eigen::Isometry3d& at) {
    hand_pose made{};
    for (int i = 0; i < 3; ++i) {
        for (int k = 0; k < 3; ++k) made.rotation[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)] = at(i, k);
        made.position[static_cast<std::size_t>(i)] = at(i, 3);
    }
    return made;
}

inline void add_poses(arm& to) {
    std::mt19937_64 random(7);
    const auto angles = [&](double share) {
        std::vector<double> made;
        for (const auto& [least, most] : to.limits) {
            std::uniform_real_distribution<double> within(-share / 2, share / 2);
            made.push_back((least + most) / 2 + (most - least) * within(random));
        }
        return made;
    };
    for (int i = 0; i < 8; ++i) {
        const auto q = angles(1);
        to.samples.push_back({q, pose_of(pose_by_eigen(to, q))});
    }
    for (int i = 0; i < 6; ++i) to.tasks.push_back({pose_of(pose_by_eigen(to, angles(0.9))), angles(0.2)});
}

inline std::vector<arm> arms() {
    constexpr double right = std::numbers::pi / 2;
    arm six;
    six.name = "six joints";
    six.links = {{0.35, 0, 0.08, -right}, {0, -right, 0.42, 0}, {0, 0, 0.05, -right},
                 {0.44, 0, 0, right},     {0, 0, 0, -right},    {0.09, 0, 0, 0}};
    six.limits = {{{-2.9, 2.9}, {-1.7, 2.2}, {-3.2, 1.2}, {-3.1, 3.1}, {-2.1, 2.1}, {-6.2, 6.2}}};
    arm seven;
    seven.name = "seven joints";
    seven.links = {{0.34, 0, 0, -right}, {0, 0, 0, right}, {0.4, 0, 0, right}, {0, 0, 0, -right},
                   {0.39, 0, 0, -right}, {0, 0, 0, right}, {0.12, 0, 0, 0}};
    seven.limits = {{{-2.9, 2.9}, {-2.0, 2.0}, {-2.9, 2.9}, {-2.0, 2.0}, {-2.9, 2.9}, {-2.0, 2.0}, {-3.0, 3.0}}};
    add_poses(six);
    add_poses(seven);
    return {six, seven};
}

}  // namespace synthetic
