#pragma once

#include <ditto/define.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

/// Seven joints at most: an arm with fewer is one whose last joints have no length and do not move.
inline constexpr std::size_t most_joints = 7;

/// A link after Denavit & Hartenberg: along and about z by d and the joint's angle, then along and about x by a and
/// alpha.
struct arm_link {
    double d = 0, offset = 0, a = 0, alpha = 0;
};

/// A pose of the hand: its axes as columns, and its position.
struct hand_pose {
    std::array<std::array<double, 3>, 3> rotation;
    std::array<double, 3> position;
};

struct arm_task {
    hand_pose target;
    std::vector<double> start;
};
struct arm_sample {
    std::vector<double> angles;
    hand_pose pose;
};

struct arm {
    std::string name;
    double base_a = 0, base_alpha = 0;  ///< before the first joint
    std::vector<arm_link> links;
    double tool = 0;  ///< along z behind the last
    std::vector<std::array<double, 2>> limits;
    std::vector<arm_sample> samples;  ///< angles whose poses are known
    std::vector<arm_task> tasks;

    /// What the definitions take: the base's a, cos alpha, sin alpha; d, offset, a, cos alpha, sin alpha of each
    /// link; the tool.
    static constexpr std::size_t table_size = 3 + 5 * most_joints + 1;
    std::array<double, table_size> table() const {
        std::array<double, table_size> made{base_a, std::cos(base_alpha), std::sin(base_alpha)};
        for (std::size_t i = 0; i < most_joints; ++i) {
            const arm_link link = i < links.size() ? links[i] : arm_link{};
            const double row[] = {link.d, link.offset, link.a, std::cos(link.alpha), std::sin(link.alpha)};
            std::copy_n(row, 5, made.begin() + 3 + 5 * static_cast<std::ptrdiff_t>(i));
        }
        made.back() = tool;
        return made;
    }
};

//! [forward]
/// A frame that travels along an arm, for numbers and for what definitions are traced with.
template <class T>
struct frame {
    ditto::vec<T, 3> x{T(1.0), T(0.0), T(0.0)}, y{T(0.0), T(1.0), T(0.0)}, z{T(0.0), T(0.0), T(1.0)};
    ditto::vec<T, 3> position{T(0.0), T(0.0), T(0.0)};

    template <class Angle>
    constexpr void along_z(const T& d, const Angle& angle) {
        using std::cos, std::sin;
        const T c = cos(angle), s = sin(angle);
        position = position + d * z;
        const auto turned = c * x + s * y;
        y = c * y - s * x;
        x = turned;
    }
    constexpr void along_x(const T& a, const T& cosine, const T& sine) {
        position = position + a * x;
        const auto turned = cosine * y + sine * z;
        z = cosine * z - sine * y;
        y = turned;
    }
};

/// Where the hand is. `visit` meets the frame at the base, behind each joint's link, and at the hand.
template <class Angles, class Table, class Visit>
constexpr auto forward(const Angles& q, const Table& table, Visit visit) {
    frame<std::remove_cvref_t<decltype(table[0])>> at;
    visit(at);
    at.along_x(table[0], table[1], table[2]);
    for (std::size_t i = 0; i < most_joints; ++i) {
        const std::size_t row = 3 + 5 * i;
        at.along_z(table[row], q[i] + table[row + 1]);
        at.along_x(table[row + 2], table[row + 3], table[row + 4]);
        visit(at);
    }
    at.position = at.position + table[3 + 5 * most_joints] * at.z;
    visit(at);
    return at;
}
//! [forward]

//! [reach]
/// How far the hand is off a target, in metres, and its axes, which are of length 1. Joints that an arm lacks are
/// fixed.
inline constexpr auto reach =
    ditto::residual<ditto::angle, ditto::angle, ditto::angle, ditto::angle, ditto::angle, ditto::angle, ditto::angle,
                    ditto::given<ditto::array<ditto::real, arm::table_size>>,
                    ditto::given<ditto::array<ditto::vec3, 4>>>(
        [](auto q1, auto q2, auto q3, auto q4, auto q5, auto q6, auto q7, auto table, auto target) {
            const auto hand = forward(std::array{q1, q2, q3, q4, q5, q6, q7}, table, [](const auto&) {});
            const auto dx = hand.x - target[0], dy = hand.y - target[1], dz = hand.z - target[2];
            const auto off = hand.position - target[3];
            return ditto::vec{off[0], off[1], off[2], dx[0], dx[1], dx[2], dy[0], dy[1], dy[2], dz[0], dz[1], dz[2]};
        });
//! [reach]
