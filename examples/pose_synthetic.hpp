#pragma once

#include "pose_graph.hpp"

#include <cmath>
#include <numbers>
#include <random>

/// Pose graphs of our own making: a walk through the streets of a town, and one around a globe. What is measured
/// between poses carries noise of known size; poses start where the measured steps lead, one after the other. Seeds
/// are fixed.
namespace synthetic {

template <int D>
class walk {
public:
    pose_graph<D> make() {
        graph_.name = D == 2 ? "synthetic streets" : "synthetic globe";
        if constexpr (D == 2)
            streets();
        else
            globe();
        graph_.poses = {pose<D>{}};
        for (const auto& e : graph_.edges)
            if (e.to == graph_.poses.size()) graph_.poses.push_back(graph_.poses[e.from] * e.measured);
        graph_.chained = true;
        return std::move(graph_);
    }

private:
    static constexpr int rows = pose_edge<D>::rows;
    static constexpr double shift_noise = 0.05, turn_noise = 0.02;

    void streets() {
        pose<2> at;
        for (int i = 0; i < 400; ++i) {
            truth_.push_back(at);
            pose<2> step{Eigen::Matrix2d::Identity(), {1, 0}};
            const double turn = uniform_(random_);
            const bool leaves = (at * step).position.cwiseAbs().maxCoeff() > 8;
            if (leaves || turn < 0.3) step.rotation << 0, (turn < 0.15 ? 1 : -1), (turn < 0.15 ? -1 : 1), 0;
            if (leaves) step.position.setZero();
            at = at * step;
        }
        for (std::size_t i = 1; i < truth_.size(); ++i) measure(i - 1, i);
        for (std::size_t i = 0; i < truth_.size(); ++i)
            for (std::size_t j = i + 20; j < truth_.size(); ++j)
                if ((truth_[i].position - truth_[j].position).norm() < 1.2 && uniform_(random_) < 0.25) measure(i, j);
    }

    /// Around the globe on twelve circles of latitude: a pose sees the next, and the one above it.
    void globe() {
        constexpr std::size_t circle = 16, circles = 12;
        for (std::size_t i = 0; i < circle * circles; ++i) {
            const double along = 2 * std::numbers::pi * static_cast<double>(i) / circle;
            const double up = std::numbers::pi * (static_cast<double>(i) / (circle * circles) - 0.5);
            const Eigen::Vector3d out(std::cos(up) * std::cos(along), std::cos(up) * std::sin(along), std::sin(up));
            const Eigen::Vector3d ahead(-std::sin(along), std::cos(along), 0);
            pose<3> at;
            at.rotation << ahead, out.cross(ahead).normalized(), out;
            at.position = 5 * out;
            truth_.push_back(at);
        }
        for (auto& at : truth_) at = inverse(truth_.front()) * at;
        for (std::size_t i = 1; i < truth_.size(); ++i) measure(i - 1, i);
        for (std::size_t i = circle; i < truth_.size(); ++i) measure(i - circle, i);
    }

    void measure(std::size_t from, std::size_t to) {
        pose<D> noise;
        for (int k = 0; k < D; ++k) noise.position[k] = shift_noise * normal_(random_);
        Eigen::Matrix<double, rows, 1> sureness;
        sureness.setConstant(1 / (shift_noise * shift_noise));
        if constexpr (D == 2) {
            noise.rotation = Eigen::Rotation2Dd(turn_noise * normal_(random_)).toRotationMatrix();
            sureness[2] = 1 / (turn_noise * turn_noise);
        } else {
            const Eigen::Vector3d w =
                turn_noise * Eigen::Vector3d(normal_(random_), normal_(random_), normal_(random_));
            noise.rotation = Eigen::AngleAxisd(w.norm(), w.normalized()).toRotationMatrix();
            sureness.template tail<3>().setConstant(4 / (turn_noise * turn_noise));  // of half the angle
        }
        graph_.edges.push_back({from, to, inverse(truth_[from]) * truth_[to] * noise, sureness.asDiagonal()});
    }

    pose_graph<D> graph_;
    std::vector<pose<D>> truth_;
    std::mt19937_64 random_{2015};
    std::normal_distribution<double> normal_{0.0, 1.0};
    std::uniform_real_distribution<double> uniform_{0.0, 1.0};
};

}  // namespace synthetic
