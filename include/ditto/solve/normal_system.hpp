#pragma once

#include <ditto/problem/normal_equations.hpp>
#include <ditto/solve/linear_system.hpp>
#include <ditto/solve/normal_solver.hpp>

#include <cstddef>

namespace ditto::detail {

/// Normal equations as one matrix, dense or sparse, factored by Cholesky.
template <class Scalar>
class normal_system final : public linear_system<Scalar> {
public:
    using typename linear_system<Scalar>::vector;
    using form = typename basic_normal_equations<Scalar>::form;

    normal_system(const basic_problem<Scalar>& of, form as)
        : equations_(of, as), solver_(equations_), diagonal_(vector::Zero(equations_.size())), ordered_(diagonal_) {}

    std::string name() const override {
        return equations_.kind() == form::dense ? "dense Cholesky" : "sparse Cholesky";
    }
    Eigen::Index size() const override { return equations_.size(); }

    Scalar assemble(const Scalar* state) override {
        const Scalar cost = equations_.assemble(state);
        equations_.diagonal(diagonal_);
        return cost;
    }
    void gradient(vector& into) const override { to_problem(equations_.gradient(), into); }
    void diagonal(vector& into) const override { to_problem(diagonal_, into); }
    Scalar curvature(const vector& v) const override {
        to_equations(v, ordered_);
        Scalar sum = 0;
        for (Eigen::Index c = 0; c < size(); ++c) sum += diagonal_[c] * ordered_[c] * ordered_[c];
        return sum + 2 * equations_.off_diagonal_product(ordered_);
    }

    bool factorize(const vector& added) override {
        to_equations(added, ordered_);
        ordered_ += diagonal_;
        equations_.set_diagonal(ordered_);
        return solver_.factorize();
    }
    void solve(vector& right) override {
        to_equations(right, ordered_);
        solver_.solve(ordered_);
        to_problem(ordered_, right);
    }

private:
    void to_problem(const vector& from, vector& to) const {
        for (Eigen::Index c = 0; c < size(); ++c) to[column(c)] = from[c];
    }
    void to_equations(const vector& from, vector& to) const {
        for (Eigen::Index c = 0; c < size(); ++c) to[c] = from[column(c)];
    }
    Eigen::Index column(Eigen::Index c) const { return equations_.order()[static_cast<std::size_t>(c)]; }

    basic_normal_equations<Scalar> equations_;
    normal_solver<Scalar> solver_;
    vector diagonal_;
    mutable vector ordered_;
};

}  // namespace ditto::detail
