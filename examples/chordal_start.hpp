#pragma once

#include "pose_graph.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

/// A start for pose graphs that needs no start: Carlone, Tron, Daniilidis & Dellaert, "Initialization techniques for
/// 3D SLAM" (ICRA 2015): chordal relaxation. Two linear least-squares problems: rotations as if they were any matrices,
/// each then replaced by the rotation that is nearest; then positions, given those.
namespace chordal {

/// Row k of R_to is row k of R_from times the measured rotation. Rows do not meet: each row of all matrices solves
/// alone.
template <int D>
inline constexpr auto row_follows =
    ditto::residual<ditto::vec_of<ditto::real, D>, ditto::vec_of<ditto::real, D>,
                    ditto::given<ditto::array<ditto::real, D * D>>, ditto::given<ditto::real>>([](auto from, auto to,
                                                                                                  auto measured,
                                                                                                  auto weight) {
        auto rows = to;
        for (std::size_t c = 0; c < D; ++c) {
            auto sum = from[0] * measured[c];
            for (std::size_t k = 1; k < D; ++k) sum = sum + from[k] * measured[k * D + c];
            rows[c] = weight * (to[c] - sum);
        }
        return rows;
    });

template <int D>
inline constexpr auto shifted = ditto::residual<ditto::vec_of<ditto::real, D>, ditto::vec_of<ditto::real, D>,
                                                ditto::given<ditto::vec_of<ditto::real, D>>, ditto::given<ditto::real>>(
    [](auto from, auto to, auto by, auto weight) { return weight * (to - from - by); });

/// Linear problems need one step, and it needs no damping.
inline ditto::levenberg_marquardt one_step() {
    ditto::levenberg_marquardt options;
    options.initial_damping = 1e-12;
    return options;
}

/// How much an edge counts where its error is taken for one of equal size in all directions: the root of the harmonic
/// mean of a matrix's eigenvalues. SE-Sync (Rosen et al., IJRR 2019) weighs edges so, too.
template <class Information>
double weight(const Information& information) {
    const auto values =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(information, Eigen::EigenvaluesOnly).eigenvalues().eval();
    const double least = 1e-12 * values.maxCoeff();
    return least > 0 ? std::sqrt(1 / values.cwiseMax(least).cwiseInverse().mean()) : 0;
}

template <int D>
auto place(ditto::problem& problem, const Eigen::Matrix<double, D, 1>& at) {
    ditto::value_t<ditto::vec_of<ditto::real, D>, double> value;
    for (int k = 0; k < D; ++k) value[static_cast<std::size_t>(k)] = at[k];
    return problem.add_variable<ditto::vec_of<ditto::real, D>>(value);
}

template <int D>
Eigen::Matrix<double, D, D> nearest_rotation(const Eigen::Matrix<double, D, D>& to) {
    const Eigen::JacobiSVD<Eigen::Matrix<double, D, D>> parts(to, Eigen::ComputeFullU | Eigen::ComputeFullV);
    Eigen::Matrix<double, D, 1> signs = Eigen::Matrix<double, D, 1>::Ones();
    signs[D - 1] = (parts.matrixU() * parts.matrixV().transpose()).determinant() < 0 ? -1 : 1;
    return parts.matrixU() * signs.asDiagonal() * parts.matrixV().transpose();
}

template <int D>
void find_rotations(pose_graph<D>& graph) {
    constexpr int turns = pose_edge<D>::rows - D;
    std::vector<Eigen::Matrix<double, D, D>> relaxed(graph.poses.size());
    for (int row = 0; row < D; ++row) {
        ditto::problem rows;
        std::vector<ditto::variable<ditto::vec_of<ditto::real, D>>> variables;
        for (const auto& p : graph.poses) variables.push_back(place<D>(rows, p.rotation.row(row).transpose()));
        rows.fix(variables.front());
        for (const auto& e : graph.edges) {
            std::array<double, D * D> measured;
            for (int k = 0; k < D * D; ++k) measured[static_cast<std::size_t>(k)] = e.measured.rotation(k / D, k % D);
            rows.add(row_follows<D>, variables[e.from], variables[e.to], measured,
                     weight(e.information.template bottomRightCorner<turns, turns>()));
        }
        ditto::solve(rows, one_step());
        for (std::size_t i = 0; i < variables.size(); ++i) {
            const auto found = rows.value(variables[i]);
            for (int k = 0; k < D; ++k) relaxed[i](row, k) = found[static_cast<std::size_t>(k)];
        }
    }
    for (std::size_t i = 1; i < relaxed.size(); ++i) graph.poses[i].rotation = nearest_rotation<D>(relaxed[i]);
}

template <int D>
void find_positions(pose_graph<D>& graph) {
    ditto::problem problem;
    std::vector<ditto::variable<ditto::vec_of<ditto::real, D>>> variables;
    for (const auto& p : graph.poses) variables.push_back(place<D>(problem, p.position));
    problem.fix(variables.front());
    for (const auto& e : graph.edges) {
        const Eigen::Matrix<double, D, 1> by = graph.poses[e.from].rotation * e.measured.position;
        ditto::value_t<ditto::vec_of<ditto::real, D>, double> value;
        for (int k = 0; k < D; ++k) value[static_cast<std::size_t>(k)] = by[k];
        problem.add(shifted<D>, variables[e.from], variables[e.to], value,
                    weight(e.information.template topLeftCorner<D, D>()));
    }
    ditto::solve(problem, one_step());
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const auto found = problem.value(variables[i]);
        for (int k = 0; k < D; ++k) graph.poses[i].position[k] = found[static_cast<std::size_t>(k)];
    }
}

template <int D>
pose_graph<D> start(pose_graph<D> graph) {
    find_rotations(graph);
    find_positions(graph);
    return graph;
}

}  // namespace chordal
