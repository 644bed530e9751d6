#pragma once

#include <ditto/solve/iterative_system.hpp>
#include <ditto/solve/levenberg_marquardt.hpp>
#include <ditto/solve/normal_system.hpp>
#include <ditto/solve/block_system.hpp>

#include <memory>
#include <utility>

namespace ditto::detail {

/// Measured: sparse wins from 32 unknowns on where JᵀJ is less than half full; bounded by counting every block.
template <class Scalar>
bool is_dense(const basic_problem<Scalar>& of) {
    const auto n = static_cast<double>(of.column_count());
    double entries = 0;
    for (const auto& in : of.storage().residuals.blocks())
        entries += static_cast<double>(in.count()) * in.plan.unknowns * in.plan.unknowns;
    return n <= 16 || (n <= 500 && entries > 0.5 * n * n);
}

/// Whether what is left after elimination is better factored dense: it is small, or not sparse.
inline bool is_dense(const elimination_pattern& after, std::size_t left) {
    const auto kept = static_cast<double>(after.kept.size());
    return left <= 60 || (left <= 2000 && static_cast<double>(after.blocks.size()) > 0.15 * kept * kept);
}

/// The system of a prepared problem that a solver was asked to use.
template <class Scalar>
std::unique_ptr<linear_system<Scalar>> make_system(const basic_problem<Scalar>& of, linear_solver asked) {
    using form = typename basic_normal_equations<Scalar>::form;
    const std::size_t n = of.column_count();
    if (asked == linear_solver::automatic && is_dense(of)) asked = linear_solver::dense_cholesky;
    if (asked == linear_solver::automatic && n >= 100 && elimination_pattern::applies(of.storage())) {
        elimination_pattern pattern(of.storage());
        const std::size_t eliminated = pattern.eliminated_columns();
        const bool dense = is_dense(pattern, n - eliminated);
        // With less to eliminate a sparse factorisation finds as good an order, and fills less.
        if (eliminated >= n / 2 && (dense || eliminated >= n - n / 8))
            return std::make_unique<block_system<Scalar>>(of, std::move(pattern), dense);
    }
    switch (asked) {
        case linear_solver::dense_schur:
        case linear_solver::sparse_schur:
            if (!elimination_pattern::applies(of.storage()))
                throw error("ditto: a Schur complement is of whole variables, but a kernel reads a part of one");
            return std::make_unique<block_system<Scalar>>(of, elimination_pattern(of.storage()),
                                                          asked == linear_solver::dense_schur);
        case linear_solver::conjugate_gradients:
            if (!elimination_pattern::applies(of.storage()))
                throw error("ditto: conjugate gradients are of whole variables, but a kernel reads a part of one");
            return std::make_unique<iterative_system<Scalar>>(of, elimination_pattern(of.storage()));
        case linear_solver::dense_cholesky: return std::make_unique<normal_system<Scalar>>(of, form::dense);
        default:
            if (!elimination_pattern::applies(of.storage()))
                return std::make_unique<normal_system<Scalar>>(of, form::sparse);
            return std::make_unique<block_system<Scalar>>(of, elimination_pattern(of.storage(), false), false);
    }
}

}  // namespace ditto::detail
