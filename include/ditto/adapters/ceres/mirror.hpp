#pragma once

// Needs Ceres 2.1.

#include <ditto/adapters/ceres/manifold.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/problem/sweep.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <typeindex>
#include <unordered_map>
#include <vector>

namespace ditto::detail {

/// Where an instance is in the blocks of a problem.
struct instance_place {
    std::uint32_t block, instance;
};
/// What a kernel computed of one instance: a lane of a batch.
struct instance_outputs {
    const double* first;
    std::size_t lanes;
    double operator[](std::size_t k) const { return first[k * lanes]; }
};

/// A problem whose variables are somebody else's: it takes their values, and evaluates all kernels.
class ceres_mirror {
    struct variable_source {
        const double* scalars;
        std::size_t size;
        std::type_index kind;
        void (*coordinates)(const double* scalars, double* into);  ///< of a manifold
        std::size_t coordinates_at;
    };
    enum class extent : std::uint8_t { nothing, values, derivatives };

public:
    /// Throws where the scalars cannot be a variable of the kind.
    template <class Kind>
    void require(const double* scalars) const {
        if (scalars == nullptr) throw error("ditto: ceres_batch::add() was given a null pointer for a block of scalars");
        const auto found = variable_at_.find(scalars);
        if (found != variable_at_.end() && sources_[found->second].kind != typeid(Kind))
            throw error("ditto: ceres_batch::add() was given one block of scalars as variables of two kinds");
    }

    template <class Kind>
    std::uint32_t variable_of(const double* scalars) {
        require<Kind>(scalars);
        if (const auto found = variable_at_.find(scalars); found != variable_at_.end()) return found->second;
        const auto v = problem_.add_variable<Kind>(unflatten<Kind, double>(scalars));
        const std::uint32_t id = handle_access::index(v);  // variables are numbered in the order of adding
        variable_source made{scalars, kind_size<Kind>, typeid(Kind), nullptr, coordinates_.size()};
        if constexpr (is_curved<Kind>) {
            made.coordinates = [](const double* x, double* into) {
                using space = tangent_space<Kind>;
                space::inverse::Map(into) = space::coordinates(x);
            };
            coordinates_.resize(coordinates_.size() + kind_size<Kind> * kind_columns<Kind>);
        }
        sources_.push_back(made);
        variable_at_.emplace(scalars, id);
        return id;
    }

    instance_place add(const kernel_table<double>& kernel, std::span<const std::uint32_t> variables,
                       std::span<const double> givens, const definition_description& definition) {
        const residual_handle h = problem_.add_instance(kernel, variables, givens, definition);
        const auto& slot = problem_.storage().residuals[handle_access::slot(h)];
        extent_ = extent::nothing;
        return {slot.block, slot.instance};
    }

    void evaluate(bool with_derivatives, bool at_new_point) {
        const extent wanted = with_derivatives ? extent::derivatives : extent::values;
        if (at_new_point || extent_ == extent::nothing) {
            state_.clear();
            for (const auto& s : sources_) state_.insert(state_.end(), s.scalars, s.scalars + s.size);
            problem_.set_state(state_);
            extent_ = extent::nothing;
        }
        if (extent_ >= wanted) return;
        extent_ = extent::nothing;
        const auto& all = problem_.storage().residuals.blocks();
        outputs_.resize(all.size());
        for (std::size_t b = 0; b < all.size(); ++b) {
            const auto& shape = all[b].shape();
            const std::size_t width = shape.rows + (with_derivatives ? shape.partials.size() : 0);
            if (const std::size_t needed = all[b].batches() * shape.lanes * width; outputs_[b].size() < needed)
                outputs_[b].resize(needed);
            sweep(all[b], problem_.state().data(), with_derivatives, std::span(outputs_[b]), [](auto&&...) {});
        }
        if (with_derivatives)
            for (const auto& s : sources_)
                if (s.coordinates != nullptr) s.coordinates(s.scalars, coordinates_.data() + s.coordinates_at);
        extent_ = wanted;
    }

    /// Of the last evaluation; null where it did not compute that.
    instance_outputs outputs(instance_place at, bool with_derivatives) const {
        if (extent_ < (with_derivatives ? extent::derivatives : extent::values)) return {nullptr, 0};
        const auto& shape = problem_.storage().residuals.blocks()[at.block].shape();
        const std::size_t width = shape.rows + (extent_ == extent::derivatives ? shape.partials.size() : 0);
        return {outputs_[at.block].data() + at.instance / shape.lanes * width * shape.lanes + at.instance % shape.lanes,
                shape.lanes};
    }
    /// Steps by scalars, row by row, at a variable on a manifold.
    const double* coordinates(std::uint32_t variable) const {
        return coordinates_.data() + sources_[variable].coordinates_at;
    }

private:
    problem problem_;
    std::vector<variable_source> sources_;  // by the variable's number
    std::unordered_map<const double*, std::uint32_t> variable_at_;
    std::vector<double> state_;
    std::vector<aligned_vector<double>> outputs_;  // by block, as kernels write them
    std::vector<double> coordinates_;
    extent extent_ = extent::nothing;
};

}  // namespace ditto::detail
