#pragma once

// Needs Ceres 2.1.

#include <ditto/adapters/ceres/cost_function.hpp>
#include <ditto/adapters/ceres/mirror.hpp>

#include <ceres/evaluation_callback.h>
#include <ceres/problem.h>

#include <span>

namespace ditto {

namespace detail {

template <class Kind>
struct block_argument {
    using type = double*;
};
template <class Kind>
    requires is_given<Kind>
struct block_argument<Kind> {
    using type = value_t<Kind, double>;
};

/// One instance of a definition in a mirror. Evaluate copies what was computed with the others.
template <auto Code, class... Kinds>
class mirrored_cost_function final : public ceres::CostFunction {
    using definition = residual_definition<Code, Kinds...>;
    static constexpr std::size_t rows = definition::rows();
    static constexpr std::size_t blocks = (std::size_t{0} + ... + (is_given<Kinds> ? 0 : 1));
    static constexpr std::size_t room = std::max<std::size_t>(
        1, rows * (std::size_t{0} + ... + (is_curved<Kinds> ? kind_columns<Kinds> : std::size_t{0})));

public:
    mirrored_cost_function(const ceres_mirror& mirror, instance_place place, std::span<const std::uint32_t> variables)
        : mirror_(&mirror), place_(place) {
        set_num_residuals(static_cast<int>(rows));
        set_block_sizes<Kinds...>(*mutable_parameter_block_sizes());
        std::copy(variables.begin(), variables.end(), variables_.begin());
    }

    bool Evaluate(double const* const*, double* residuals, double** jacobians) const override {
        const instance_outputs at = mirror_->outputs(place_, jacobians != nullptr);
        if (at.first == nullptr) return false;  // the callback was not called: see ceres_batch
        for (std::size_t row = 0; row < rows; ++row) residuals[row] = at[row];
        if (jacobians == nullptr) return true;

        struct target {
            double* out = nullptr;
            std::size_t columns = 0;
        };
        std::array<target, blocks> targets;  // by the kernel's number of the variable
        std::array<double, room> steps;
        std::size_t argument = 0, block = 0, used = 0;
        const auto aim = [&]<class Kind>(std::type_identity<Kind>) {
            const std::size_t place = argument++;
            if constexpr (!is_given<Kind>) {
                constexpr std::size_t columns = kind_columns<Kind>;
                double* out = jacobians[block++];
                if (is_curved<Kind> && out != nullptr) {
                    out = steps.data() + used;
                    used += rows * columns;
                }
                if (out != nullptr) std::fill_n(out, rows * columns, 0.0);
                targets[definition::places[place].index] = {out, columns};
            }
        };
        (aim(std::type_identity<Kinds>{}), ...);
        const auto partials = definition::template kernel<double>().shape.partials;
        for (std::size_t k = 0; k < partials.size(); ++k)
            if (const target& t = targets[partials[k].variable]; t.out != nullptr)
                t.out[partials[k].row * t.columns + partials[k].component] = at[rows + k];
        if constexpr ((is_curved<Kinds> || ...)) {
            argument = block = 0;
            (lift<Kinds>(targets[definition::places[argument].index].out, argument, jacobians, block), ...);
        }
        return true;
    }

private:
    // From derivatives by the step to those by the scalars.
    template <class Kind>
    void lift(const double* steps, std::size_t& argument, double** jacobians, std::size_t& block) const {
        if constexpr (is_curved<Kind>) {
            using space = tangent_space<Kind>;
            if (double* out = jacobians[block]; out != nullptr) {
                const typename space::inverse::ConstMapType coordinates(
                    mirror_->coordinates(variables_[definition::places[argument].index]));
                for (std::size_t row = 0; row < rows; ++row, steps += kind_columns<Kind>, out += kind_size<Kind>)
                    Eigen::Matrix<double, 1, space::scalars>::Map(out).noalias() =
                        Eigen::Matrix<double, 1, space::columns>::Map(steps) * coordinates;
            }
        }
        ++argument;
        if constexpr (!is_given<Kind>) ++block;
    }

    const ceres_mirror* mirror_;
    instance_place place_;
    std::array<std::uint32_t, blocks> variables_{};
};

}  // namespace detail

/// Residuals of definitions that Ceres solves and ditto evaluates: all of them at once, in SIMD batches, in Ceres'
/// evaluation callback; their cost functions copy. The Ceres problem is made with it,
///
///     ceres::Problem::Options options;  options.evaluation_callback = &batch;
///
/// and does not outlive it; without that, evaluations fail. It may hold other residuals, too. Nothing is added during a
/// solve, what is removed from the Ceres problem is still evaluated, and a block of scalars stays where it is.
class ceres_batch final : public ceres::EvaluationCallback {
public:
    ceres_batch() = default;
    ceres_batch(const ceres_batch&) = delete;  // cost functions point to it
    ceres_batch& operator=(const ceres_batch&) = delete;

    /// Adds an instance of a definition to both: for each unknown kind the block of scalars that Ceres solves for, for each
    /// given one a value. A block of a kind on a manifold gets that as its ceres::Manifold, unless it has another one.
    template <auto Code, class... Kinds>
    ceres::ResidualBlockId add(ceres::Problem& to, const residual_definition<Code, Kinds...>&, ceres::LossFunction* loss,
                               std::type_identity_t<typename detail::block_argument<Kinds>::type>... arguments) {
        using definition = residual_definition<Code, Kinds...>;
        (require_block<Kinds>(arguments), ...);  // before anything is added
        detail::placed_arguments<double, definition, Kinds...> made;
        std::vector<double*> blocks;
        std::size_t place = 0;
        const auto take = [&]<class Kind>(std::type_identity<Kind>, const auto& argument) {
            if constexpr (is_given<Kind>) {
                made.template take_given<Kind>(place++, argument);
            } else {
                blocks.push_back(argument);
                made.take_variable(place++, mirror_.variable_of<Kind>(argument));
            }
        };
        (take(std::type_identity<Kinds>{}, arguments), ...);
        const auto at = mirror_.add(definition::template kernel<double>(), made.variables, made.givens,
                                    description_of<definition>);
        const auto id = to.AddResidualBlock(
            new detail::mirrored_cost_function<Code, Kinds...>(mirror_, at, made.variables), loss, blocks);
        std::size_t block = 0;
        const auto bend = [&]<class Kind>(std::type_identity<Kind>) {
            if constexpr (manifold<Kind>)
                if (!to.HasManifold(blocks[block])) to.SetManifold(blocks[block], new ceres_manifold<Kind>);
            if constexpr (!is_given<Kind>) ++block;
        };
        (bend(std::type_identity<Kinds>{}), ...);
        return id;
    }
    /// Refused: Ceres squares what it is given, and an energy is not a residual.
    template <auto Code, class... Kinds, class... Arguments>
    void add(ceres::Problem&, const energy_definition<Code, Kinds...>&, ceres::LossFunction*, Arguments&&...) = delete;

    void PrepareForEvaluation(bool with_jacobians, bool at_new_point) override {
        mirror_.evaluate(with_jacobians, at_new_point);
    }

private:
    template <class Kind, class Argument>
    void require_block([[maybe_unused]] const Argument& argument) const {
        if constexpr (!is_given<Kind>) mirror_.require<Kind>(argument);
    }

    detail::ceres_mirror mirror_;
};

}  // namespace ditto
