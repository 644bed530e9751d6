#pragma once

#include "pose_graph.hpp"

#include <ditto/define.hpp>

#include <array>
#include <numbers>

/// U e for an upper triangular matrix that is given row by row.
template <std::size_t N, class Root, class Error>
constexpr auto weighted(const Root& root, const Error& error) {
    Error rows = error;
    for (std::size_t row = 0, next = 0; row < N; ++row) {
        rows[row] = root[next++] * error[row];
        for (std::size_t column = row + 1; column < N; ++column) rows[row] = rows[row] + root[next++] * error[column];
    }
    return rows;
}

//! [edges]
// What the way from a to b is off the one that was measured, seen from where that ends, in standard deviations.
inline constexpr auto planar_edge =
    ditto::residual<ditto::se2, ditto::se2, ditto::given<ditto::se2>, ditto::given<ditto::array<ditto::real, 6>>>(
        [](auto a, auto b, auto measured, auto root) {
            auto way = rotate(-a.heading, b.position - a.position) - measured.position;
            auto [x, y] = rotate(-measured.heading, way);
            auto turn = b.heading - a.heading - measured.heading;
            constexpr double full = 2 * std::numbers::pi;
            return weighted<3>(root, ditto::vec{x, y, turn - full * round(turn / full)});
        });
inline constexpr auto spatial_edge =
    ditto::residual<ditto::se3, ditto::se3, ditto::given<ditto::se3>, ditto::given<ditto::array<ditto::real, 21>>>(
        [](auto a, auto b, auto measured, auto root) {
            auto from_a = conjugate(a.rotation), from_measured = conjugate(measured.rotation);
            auto way = rotate(from_a, b.position - a.position) - measured.position;
            auto [x, y, z] = rotate(from_measured, way);
            auto turn = from_measured * (from_a * b.rotation);
            auto side = select(turn.w < 0.0, -1.0, 1.0);  // of the two quaternions of one rotation
            return weighted<6>(root, ditto::vec{x, y, z, side * turn.x, side * turn.y, side * turn.z});
        });
//! [edges]

/// What differs between the plane and space.
template <int D>
struct pose_residuals;

template <>
struct pose_residuals<2> {
    using kind = ditto::se2;
    static constexpr const auto& edge = planar_edge;
    static ditto::pose2<double> value(const pose<2>& p) {
        return {{{p.position[0], p.position[1]}}, std::atan2(p.rotation(1, 0), p.rotation(0, 0))};
    }
    static pose<2> pose_of(const ditto::pose2<double>& v) {
        return {Eigen::Rotation2Dd(v.heading).toRotationMatrix(), {v.position[0], v.position[1]}};
    }
};

template <>
struct pose_residuals<3> {
    using kind = ditto::se3;
    static constexpr const auto& edge = spatial_edge;
    static ditto::pose3<double> value(const pose<3>& p) {
        const Eigen::Quaterniond q(p.rotation);
        return {{{p.position[0], p.position[1], p.position[2]}}, {q.w(), q.x(), q.y(), q.z()}};
    }
    static pose<3> pose_of(const ditto::pose3<double>& v) {
        const auto& [w, x, y, z] = v.rotation;
        return {Eigen::Quaterniond(w, x, y, z).toRotationMatrix(), {v.position[0], v.position[1], v.position[2]}};
    }
};

/// The root of an edge's information, row by row from the diagonal on.
template <int D>
auto root_of(const pose_edge<D>& e) {
    constexpr int rows = pose_edge<D>::rows;
    std::array<double, rows*(rows + 1) / 2> packed;
    const auto root = e.root();
    for (int row = 0, next = 0; row < rows; ++row)
        for (int column = row; column < rows; ++column) packed[static_cast<std::size_t>(next++)] = root(row, column);
    return packed;
}
