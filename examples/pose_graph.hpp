#pragma once

#include <Eigen/Dense>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// A rigid motion of the plane (D = 2) or of space (D = 3): turns, then shifts.
template <int D>
struct pose {
    Eigen::Matrix<double, D, D> rotation = Eigen::Matrix<double, D, D>::Identity();
    Eigen::Matrix<double, D, 1> position = Eigen::Matrix<double, D, 1>::Zero();
};
template <int D>
pose<D> operator*(const pose<D>& a, const pose<D>& b) {
    return {a.rotation * b.rotation, a.rotation * b.position + a.position};
}
template <int D>
pose<D> inverse(const pose<D>& a) {
    return {a.rotation.transpose(), -(a.rotation.transpose() * a.position)};
}

/// Where `to` was seen from `from`, and how sure that is: the inverse covariance of position, then rotation.
template <int D>
struct pose_edge {
    static constexpr int rows = D * (D + 1) / 2;  // of the error: degrees of freedom of a motion
    using matrix = Eigen::Matrix<double, rows, rows>;
    std::size_t from, to;
    pose<D> measured;
    matrix information;

    /// U with UᵀU = information, upper triangular: an error weighted by it has the covariance 1.
    matrix root() const {
        const Eigen::LLT<matrix> factors(information);
        if (factors.info() == Eigen::Success) return factors.matrixU();
        const Eigen::SelfAdjointEigenSolver<matrix> parts(information);  // semi-definite: of what is not seen at all
        const matrix any =
            parts.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() * parts.eigenvectors().transpose();
        return Eigen::HouseholderQR<matrix>(any).matrixQR().template triangularView<Eigen::Upper>();
    }
};

/// Poses, and what was measured between them. The first pose is where it is.
template <int D>
struct pose_graph {
    std::string name;
    std::vector<pose<D>> poses;
    std::vector<pose_edge<D>> edges;
    bool chained = false;  ///< there were no poses: those are from edges, one after the other
};

/// What an edge is off: (to seen from `from`) seen from where it was measured. Rotations count by their angle in the
/// plane, by the vector part of their quaternion in space, the one of two whose real part is not negative.
template <int D>
Eigen::Matrix<double, pose_edge<D>::rows, 1> error_of(const pose_edge<D>& e, const pose_graph<D>& in) {
    const pose<D> off = inverse(e.measured) * (inverse(in.poses[e.from]) * in.poses[e.to]);
    Eigen::Matrix<double, pose_edge<D>::rows, 1> error;
    if constexpr (D == 2) {
        error << off.position, std::atan2(off.rotation(1, 0), off.rotation(0, 0));
    } else {
        Eigen::Quaterniond q(off.rotation);
        if (q.w() < 0) q.coeffs() *= -1;
        error << off.position, q.vec();
    }
    return error;
}

/// The sum over all edges of eᵀ Ω e: what g2o minimises.
template <int D>
double chi2(const pose_graph<D>& of) {
    double sum = 0;
    for (const auto& e : of.edges) {
        const auto error = error_of(e, of);
        sum += error.dot(e.information * error);
    }
    return sum;
}
