#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/advance.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/progress.hpp>
#include <ditto/solve/summary.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace ditto {

/// A function of many variables: returns f(x) and writes its gradient, all of it, which has as many entries as x.
template <class F, class Scalar>
concept objective = requires(F& f, std::span<const Scalar> x, std::span<Scalar> gradient) {
    { f(x, gradient) } -> std::convertible_to<Scalar>;
};

namespace detail {

/// What a minimiser works on: a function, how its points move, and where the best of them is kept for all to see.
template <class Scalar, objective<Scalar> F>
class function_target {
public:
    function_target(F& f, std::span<Scalar> best) : f_(f), best_(best) {}

    std::span<const Scalar> start() { return best_; }
    std::size_t columns() const { return best_.size(); }
    const char* nothing_to_solve() const { return best_.empty() ? "there are no variables" : nullptr; }
    Scalar evaluate(std::span<const Scalar> x, std::span<Scalar> gradient) { return static_cast<Scalar>(f_(x, gradient)); }
    void move(std::span<const Scalar> from, Scalar length, std::span<const Scalar> direction, std::span<Scalar> to) {
        advance(from, length, direction, to);
    }
    void keep(std::span<const Scalar> x) { std::copy(x.begin(), x.end(), best_.begin()); }
    progress call(const std::function<progress(const iteration&)>& callback, const iteration& now) { return callback(now); }
    std::string blame(summary&) { return "the objective or its gradient is not finite at the start"; }

private:
    F& f_;
    std::span<Scalar> best_;
};

/// The cost of a problem, whose state is the best point.
template <class Scalar>
class problem_target {
public:
    explicit problem_target(basic_problem<Scalar>& of) : problem_(of) {
        (void)problem_.state();  // arranges the state and numbers the rows
        if (!problem_.storage().variables.lower().empty())
            throw error("ditto: minimisers of gradients keep no bounds: use levenberg_marquardt, dogleg or gauss_newton");
        state_ = problem_.storage().variables.state();
        scratch_.resize(problem_.storage().scratch);
        step_.resize(problem_.column_count());
    }

    std::span<const Scalar> start() { return problem_.state(); }
    std::size_t columns() const { return problem_.column_count(); }
    const char* nothing_to_solve() const {
        return problem_.residual_count() == 0  ? "the problem has no residuals"
               : problem_.unknown_count() == 0 ? "the problem has no free variables"
                                               : nullptr;
    }
    /// Both in one pass: scalars of fixed variables stay behind the free ones in `state_`.
    Scalar evaluate(std::span<const Scalar> x, std::span<Scalar> gradient) {
        std::copy(x.begin(), x.end(), state_.begin());
        std::fill(gradient.begin(), gradient.end(), Scalar(0));
        Scalar cost = 0;
        for (const auto& in : problem_.storage().residuals.blocks())
            cost += sweep_cost(problem_.storage(), in, state_.data(), std::span<Scalar>(scratch_),
                               [&](std::size_t first, std::size_t count, const Scalar* out) {
                                   add_gradient(in, first, count, out, gradient);
                               });
        return cost;
    }
    /// Directions are of columns, as the gradient is: on a manifold those of a point, which are taken for those of the next.
    void move(std::span<const Scalar> from, Scalar length, std::span<const Scalar> direction, std::span<Scalar> to) {
        for (std::size_t i = 0; i < step_.size(); ++i) step_[i] = length * direction[i];
        problem_.storage().variables.move(from.data(), step_.data(), to.data());
    }
    void keep(std::span<const Scalar> x) { problem_.set_state(x); }
    progress call(const std::function<progress(const iteration&)>& callback, const iteration& now) {
        const auto edits = problem_.storage().edits;
        const progress asked = callback(now);
        if (problem_.storage().edits != edits) throw error("ditto: the callback edited the problem being solved");
        return asked;
    }
    std::string blame(summary& of) {
        of.culprit = problem_.first_non_finite();
        const std::string which = of.culprit ? "the residual at row " + std::to_string(problem_.row(*of.culprit))
                                             : std::string("a sum of residuals");
        return which + " or its derivatives are not finite at the start: ask problem.diagnose()";
    }

private:
    basic_problem<Scalar>& problem_;
    aligned_vector<Scalar> state_, scratch_, step_;
};

}  // namespace detail
}  // namespace ditto
