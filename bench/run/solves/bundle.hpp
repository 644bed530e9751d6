#pragma once

#include "../implementations/ceres_reprojection.hpp"
#include "../scene.hpp"
#include "by_ditto.hpp"

#include <bundle_scene.hpp>

#include <ceres/autodiff_cost_function.h>

#include <random>

namespace bench {

/// 16 cameras, 22,106 points, 83,718 observations with noise of a pixel; cameras and points start off their places.
inline bundle_scene synthetic_bundle() {
    const scene made = make_reprojection_scene(83'718);
    bundle_scene s;
    s.name = "synthetic: 16 cameras, 22,106 points, 83,718 observations";
    const double* at = made.state.data();
    for (int i = 0; i < 16; ++i, at += 9)
        s.cameras.push_back({{{at[0], at[1], at[2]}}, {{at[3], at[4], at[5]}}, at[6], at[7], at[8]});
    for (; at + 3 <= made.state.data() + made.state.size(); at += 3) s.points.push_back({{at[0], at[1], at[2]}});
    const block& b = made.blocks.front();
    for (std::size_t i = 0; i < b.instances; ++i)
        s.observations.push_back({static_cast<std::size_t>(b.offsets[0][i]) / 9,
                                  (static_cast<std::size_t>(b.offsets[1][i]) - 16 * 9) / 3, b.givens[0][i],
                                  b.givens[1][i]});
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    for (auto& c : s.cameras) {
        for (std::size_t k = 0; k < 3; ++k)
            c.rotation[k] += 0.03 * normal(random), c.translation[k] += 0.2 * normal(random);
        c.focal *= 1 + 0.02 * normal(random);
        c.k1 = c.k2 = 0;
    }
    for (auto& p : s.points)
        for (std::size_t k = 0; k < 3; ++k) p[k] += 0.2 * normal(random);
    return s;
}

inline outcome bundle_by_ceres(const bundle_scene& scene) {
    std::vector<std::array<double, 9>> cameras;
    for (const auto& c : scene.cameras)
        cameras.push_back({c.rotation[0], c.rotation[1], c.rotation[2], c.translation[0], c.translation[1],
                           c.translation[2], c.focal, c.k1, c.k2});
    auto points = scene.points;
    const auto start = clock::now();
    ceres::Problem problem;
    using cost = ceres::AutoDiffCostFunction<reprojection_residual, 2, 9, 3>;
    for (const auto& o : scene.observations)
        problem.AddResidualBlock(new cost(new reprojection_residual{o.u, o.v}), nullptr, cameras[o.camera].data(),
                                 points[o.point].elements);
    const double build = since(start);
    outcome o = solve_by_ceres(problem, ceres_options(ceres::DENSE_SCHUR));
    o.build = build;
    return o;
}

inline outcome bundle_by_ditto(const bundle_scene& scene, double target, const ditto::levenberg_marquardt& options) {
    const auto start = clock::now();
    ditto::problem problem;
    std::vector<ditto::variable<ditto::record<camera>>> cameras;
    std::vector<ditto::variable<ditto::vec3>> points;
    for (const auto& c : scene.cameras) cameras.push_back(problem.add_variable<ditto::record<::camera>>(c));
    for (const auto& p : scene.points) points.push_back(problem.add_variable<ditto::vec3>(p));
    for (const auto& o : scene.observations) problem.add(reprojection, cameras[o.camera], points[o.point], {o.u, o.v});
    const double build = since(start);
    outcome o = solve_by_ditto(problem, target, options);
    o.build = build;
    return o;
}

inline duel duel_of(const bundle_scene& scene, const ditto::levenberg_marquardt& options, int repetitions) {
    duel d;
    for (int i = 0; i < repetitions; ++i) {
        d.ceres.push_back(bundle_by_ceres(scene));
        d.ditto.push_back(bundle_by_ditto(scene, d.ceres.back().final_cost, options));
    }
    return d;
}

}  // namespace bench
