#pragma once

#include "pose_graph.hpp"
#include "svg.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

/// One graph at some moment, for the picture.
template <int D>
struct pose_snapshot {
    std::string title;
    std::vector<pose<D>> poses;
};

/// The plane in which a graph extends the most, as two orthogonal directions.
template <int D>
Eigen::Matrix<double, 2, D> widest_plane(const std::vector<pose<D>>& poses) {
    if constexpr (D == 2) return Eigen::Matrix2d::Identity();
    Eigen::Matrix<double, D, 1> middle = Eigen::Matrix<double, D, 1>::Zero();
    for (const auto& p : poses) middle += p.position / static_cast<double>(poses.size());
    Eigen::Matrix<double, D, D> spread = Eigen::Matrix<double, D, D>::Zero();
    for (const auto& p : poses) spread += (p.position - middle) * (p.position - middle).transpose();
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix<double, D, D>> axes(spread);
    return axes.eigenvectors().template rightCols<2>().rowwise().reverse().transpose();
}

/// Panels side by side, each to its own scale: poses in order as a line, edges between others as thin lines.
template <int D>
svg::picture draw_graph(const pose_graph<D>& graph, std::span<const pose_snapshot<D>> moments) {
    constexpr double size = 420, gap = 20, head = 34;
    svg::picture picture(gap + static_cast<double>(moments.size()) * (size + gap), head + size + gap);
    const Eigen::Matrix<double, 2, D> plane = widest_plane<D>(moments.back().poses);
    double left = gap;
    for (const auto& [title, poses] : moments) {
        std::vector<Eigen::Vector2d> places;
        for (const auto& p : poses) places.push_back(plane * p.position);
        Eigen::Vector2d low = places.front(), high = low;
        for (const auto& p : places) low = low.cwiseMin(p), high = high.cwiseMax(p);
        const double scale = 0.94 * size / std::max((high - low).maxCoeff(), 1e-12);
        const Eigen::Vector2d middle = (low + high) / 2;
        const svg::view view{{left + size / 2 - scale * middle[0], head + size / 2 + scale * middle[1]}, scale};
        picture.rectangle({left, head}, {size, size}, "fill:#f8f9fa;stroke:#dee2e6");
        picture.text({left + 2, head - 10}, title, "font-size:15px;fill:#212529");
        for (const auto& e : graph.edges)
            if (e.to != e.from + 1)
                picture.line(view(places[e.from][0], places[e.from][1]), view(places[e.to][0], places[e.to][1]),
                             "stroke:#f08c00;stroke-width:0.6;opacity:0.6");
        std::vector<svg::point> line;
        for (const auto& p : places) line.push_back(view(p[0], p[1]));
        picture.polyline(line, "fill:none;stroke-linejoin:round;stroke-width:1.2;stroke:#1864ab");
        picture.circle(line.front(), 4, "fill:#2b8a3e");
        left += size + gap;
    }
    return picture;
}
