#pragma once

#include "by_ditto.hpp"

#include <pose_residuals.hpp>

#include <ceres/autodiff_cost_function.h>
#include <ceres/manifold.h>
#include <ceres/rotation.h>

#include <array>
#include <cmath>
#include <numbers>

namespace bench {

/// The errors of g2o as users of Ceres write them: a block for a position, and one for an angle or a quaternion.
template <int D>
struct ceres_edge;

template <>
struct ceres_edge<2> {
    Eigen::Vector2d way;
    double turn;
    Eigen::Matrix2d back;  ///< the inverse of the rotation that was measured
    Eigen::Matrix3d root;

    static constexpr int turns = 1;
    explicit ceres_edge(const pose_edge<2>& e)
        : way(e.measured.position),
          turn(std::atan2(e.measured.rotation(1, 0), e.measured.rotation(0, 0))),
          back(e.measured.rotation.transpose()),
          root(e.root()) {}

    template <class T>
    bool operator()(const T* from, const T* heading_from, const T* to, const T* heading_to, T* r) const {
        using std::cos, std::sin, std::floor;
        const T c = cos(*heading_from), s = sin(*heading_from);
        const T dx = to[0] - from[0], dy = to[1] - from[1];
        const Eigen::Matrix<T, 2, 1> off(c * dx + s * dy - way[0], c * dy - s * dx - way[1]);
        T angle = *heading_to - *heading_from - turn;
        angle -= 2 * std::numbers::pi * floor((angle + std::numbers::pi) / (2 * std::numbers::pi));
        Eigen::Matrix<T, 3, 1> error;
        error << back.cast<T>() * off, angle;
        Eigen::Map<Eigen::Matrix<T, 3, 1>> rows(r);
        rows = root.cast<T>() * error;
        return true;
    }

    static std::array<double, 1> rotation(const pose<2>& p) { return {std::atan2(p.rotation(1, 0), p.rotation(0, 0))}; }
    static ceres::Manifold* manifold() { return nullptr; }
    using cost = ceres::AutoDiffCostFunction<ceres_edge, 3, 2, 1, 2, 1>;
};

template <>
struct ceres_edge<3> {
    Eigen::Vector3d way;
    Eigen::Quaterniond back;
    Eigen::Matrix<double, 6, 6> root;

    static constexpr int turns = 4;
    explicit ceres_edge(const pose_edge<3>& e)
        : way(e.measured.position), back(Eigen::Quaterniond(e.measured.rotation).conjugate()), root(e.root()) {}

    template <class T>
    bool operator()(const T* from, const T* rotation_from, const T* to, const T* rotation_to, T* r) const {
        using vector = Eigen::Matrix<T, 3, 1>;
        using quaternion = Eigen::Quaternion<T>;
        const Eigen::Map<const vector> a(from), b(to);
        const Eigen::Map<const quaternion> qa(rotation_from), qb(rotation_to);
        const quaternion inverse = qa.conjugate(), measured = back.cast<T>();
        const quaternion turn = measured * (inverse * qb);
        Eigen::Matrix<T, 6, 1> error;
        error.template head<3>() = measured * vector(inverse * vector(b - a) - way.cast<T>());
        error.template tail<3>() = turn.w() < T(0) ? vector(-turn.vec()) : vector(turn.vec());
        Eigen::Map<Eigen::Matrix<T, 6, 1>> rows(r);
        rows = root.cast<T>() * error;
        return true;
    }

    static std::array<double, 4> rotation(const pose<3>& p) {
        const Eigen::Quaterniond q(p.rotation);
        return {q.x(), q.y(), q.z(), q.w()};
    }
    static ceres::Manifold* manifold() { return new ceres::EigenQuaternionManifold; }
    using cost = ceres::AutoDiffCostFunction<ceres_edge, 6, 3, 4, 3, 4>;
};

template <int D>
outcome graph_by_ceres(const pose_graph<D>& graph) {
    std::vector<std::array<double, D>> positions;
    std::vector<std::array<double, ceres_edge<D>::turns>> rotations;
    for (const auto& p : graph.poses) {
        positions.emplace_back();
        std::copy_n(p.position.data(), D, positions.back().begin());
        rotations.push_back(ceres_edge<D>::rotation(p));
    }
    const auto start = clock::now();
    ceres::Problem problem;
    for (const auto& e : graph.edges)
        problem.AddResidualBlock(new typename ceres_edge<D>::cost(new ceres_edge<D>(e)), nullptr,
                                 positions[e.from].data(), rotations[e.from].data(), positions[e.to].data(),
                                 rotations[e.to].data());
    for (auto& r : rotations)
        if (ceres::Manifold* m = ceres_edge<D>::manifold(); m != nullptr && problem.HasParameterBlock(r.data()))
            problem.SetManifold(r.data(), m);
        else
            delete m;
    problem.SetParameterBlockConstant(positions[0].data());
    problem.SetParameterBlockConstant(rotations[0].data());
    const double build = since(start);
    auto options = ceres_options(ceres::SPARSE_NORMAL_CHOLESKY);
    options.max_num_iterations = 200;
    outcome o = solve_by_ceres(problem, options);
    o.build = build;
    return o;
}

template <int D>
outcome graph_by_ditto(const pose_graph<D>& graph, double target, const ditto::levenberg_marquardt& options) {
    using model = pose_residuals<D>;
    const auto start = clock::now();
    ditto::problem problem;
    std::vector<ditto::variable<typename model::kind>> poses;
    for (const auto& p : graph.poses) poses.push_back(problem.add_variable<typename model::kind>(model::value(p)));
    problem.fix(poses.front());
    for (const auto& e : graph.edges)
        problem.add(model::edge, poses[e.from], poses[e.to], model::value(e.measured), root_of(e));
    const double build = since(start);
    outcome o = solve_by_ditto(problem, target, options);
    o.build = build;
    return o;
}

template <int D>
duel duel_of(const pose_graph<D>& graph, const ditto::levenberg_marquardt& options, int repetitions) {
    duel d;
    for (int i = 0; i < repetitions; ++i) {
        d.ceres.push_back(graph_by_ceres(graph));
        d.ditto.push_back(graph_by_ditto(graph, d.ceres.back().final_cost, options));
    }
    return d;
}

}  // namespace bench
