#pragma once

#include <ditto/config.hpp>

#include <Eigen/Core>

#include <string>

namespace ditto::detail {

/// JᵀJ and Jᵀr of a problem at a point, and equations with a diagonal added to JᵀJ: the linear algebra of a solver, whatever
/// form it keeps them in. Vectors are by column of the problem. All room is made at construction.
template <class Scalar>
class linear_system {
public:
    using vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    linear_system() = default;
    linear_system(const linear_system&) = delete;
    linear_system& operator=(const linear_system&) = delete;
    virtual ~linear_system() = default;

    virtual std::string name() const = 0;
    virtual Eigen::Index size() const = 0;

    /// Takes both at `state`, which holds all scalars, and returns the cost there.
    virtual Scalar assemble(const Scalar* state) = 0;
    virtual void gradient(vector& into) const = 0;  ///< Jᵀr
    virtual void diagonal(vector& into) const = 0;  ///< of JᵀJ
    /// vᵀJᵀJv
    virtual Scalar curvature(const vector& v) const = 0;

    /// Prepares `solve` for JᵀJ + diag(added); false where that is not positive definite to working precision.
    virtual bool factorize(const vector& added) = 0;
    /// Replaces the right side by the solution.
    virtual void solve(vector& right) = 0;
};

}  // namespace ditto::detail
