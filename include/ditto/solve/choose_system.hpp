#pragma once

#include <ditto/solve/levenberg_marquardt.hpp>
#include <ditto/solve/normal_system.hpp>
#include <ditto/solve/schur_system.hpp>

#include <memory>

namespace ditto::detail {

/// Measured: sparse wins from 32 unknowns on where JᵀJ is less than half full; bounded by counting every block.
template <class Scalar>
linear_solver choose_solver(const basic_problem<Scalar>& of) {
    const auto n = static_cast<double>(of.column_count());
    double entries = 0;
    for (const auto& in : of.storage().residuals.blocks())
        entries += static_cast<double>(in.count()) * in.plan.unknowns * in.plan.unknowns;
    return n <= 16 || (n <= 500 && entries > 0.5 * n * n) ? linear_solver::dense_cholesky
                                                          : linear_solver::sparse_cholesky;
}

/// The system of a prepared problem that a solver was asked to use.
template <class Scalar>
std::unique_ptr<linear_system<Scalar>> make_system(const basic_problem<Scalar>& of, linear_solver asked) {
    using form = typename basic_normal_equations<Scalar>::form;
    if (asked == linear_solver::automatic) asked = choose_solver(of);
    switch (asked) {
        case linear_solver::dense_schur:
        case linear_solver::sparse_schur:
            if (!elimination_pattern::applies(of.storage()))
                throw error("ditto: a Schur complement is of whole variables, but a kernel reads a part of one");
            return std::make_unique<schur_system<Scalar>>(of, asked == linear_solver::dense_schur);
        case linear_solver::dense_cholesky: return std::make_unique<normal_system<Scalar>>(of, form::dense);
        default: return std::make_unique<normal_system<Scalar>>(of, form::sparse);
    }
}

}  // namespace ditto::detail
