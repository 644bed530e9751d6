#pragma once

// The bodies of problem's evaluations; included by problem.hpp.

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>

#include <algorithm>
#include <cstddef>
#include <span>

namespace ditto {

template <class Scalar>
void basic_problem<Scalar>::evaluate(basic_evaluation<Scalar>& into) const {
    require(storage_.prepared() && pattern_);
    into.take_pattern(pattern_);
    if (into.scratch_.size() < storage_.scratch) into.scratch_.resize(storage_.scratch);
    Scalar* residuals = into.residuals.data();
    Scalar* values = into.jacobian.valuePtr();
    for (std::size_t b = 0; b < scatters_.size(); ++b) {
        const auto& in = storage_.residuals.blocks()[b];
        const std::size_t outputs = in.shape().rows + in.shape().partials.size();
        detail::sweep(in, storage_.variables.state().data(), true, std::span<Scalar>(into.scratch_),
                      [&](std::size_t first, std::size_t count, const Scalar* out) {
                          detail::scatter_residuals(in, outputs, first, count, out, residuals);
                          detail::scatter_partials(in, scatters_[b], first, count, out, values);
                          detail::scatter_repeats(in, scatters_[b], first, count, out, values);
                      });
    }
    into.cost = into.residuals.squaredNorm() / 2;
}

template <class Scalar>
void basic_problem<Scalar>::evaluate_residuals(std::span<Scalar> into) const {
    require(storage_.prepared());
    require_size("evaluate_residuals()", into.size(), storage_.rows);
    detail::call_scratch<Scalar> scratch;
    for (const auto& in : storage_.residuals.blocks())
        detail::sweep(in, storage_.variables.state().data(), false, scratch.of(storage_.scratch),
                      [&](std::size_t first, std::size_t count, const Scalar* out) {
                          detail::scatter_residuals(in, in.shape().rows, first, count, out, into.data());
                      });
}

template <class Scalar>
Scalar basic_problem<Scalar>::cost_at(const Scalar* state, std::span<Scalar> scratch) const {
    require(storage_.prepared());
    Scalar squares = 0;
    for (const auto& in : storage_.residuals.blocks())
        detail::sweep(in, state, false, scratch, [&](std::size_t, std::size_t count, const Scalar* out) {
            const std::size_t lanes = in.shape().lanes, rows = in.shape().rows;
            for (std::size_t i = 0; i < count; i += lanes)
                for (std::size_t r = 0; r < rows; ++r, out += lanes)
                    for (std::size_t l = 0; l < std::min(lanes, count - i); ++l) squares += out[l] * out[l];
        });
    return squares / 2;
}

template <class Scalar>
void basic_problem<Scalar>::gradient(std::span<Scalar> into) const {
    require(storage_.prepared());
    require_size("gradient()", into.size(), column_count());
    std::fill(into.begin(), into.end(), Scalar(0));
    detail::call_scratch<Scalar> scratch;
    for (const auto& in : storage_.residuals.blocks())
        detail::sweep(in, storage_.variables.state().data(), true, scratch.of(storage_.scratch),
                      [&](std::size_t first, std::size_t count, const Scalar* out) {
                          detail::add_gradient(in, first, count, out, into);
                      });
}

template <class Scalar>
template <class Visit>
void basic_problem<Scalar>::each_non_finite(Visit&& visit) const {
    require(storage_.prepared());
    detail::call_scratch<Scalar> scratch;
    for (const auto& in : storage_.residuals.blocks()) {
        const auto partials = in.shape().partials;
        const std::size_t lanes = in.shape().lanes, rows = in.shape().rows, outputs = rows + partials.size();
        const auto is_free = [&](std::uint32_t variable, std::size_t instance) {
            return in.columns[variable][instance] >= 0;
        };
        detail::sweep(in, storage_.variables.state().data(), true, scratch.of(storage_.scratch),
                      [&](std::size_t first, std::size_t count, const Scalar* out) {
                          for (std::size_t i = 0; i < count; ++i) {
                              const Scalar* lane = out + i / lanes * outputs * lanes + i % lanes;
                              const auto is_sound = [&](std::size_t k) {
                                  return std::isfinite(lane[k * lanes]) ||
                                         (k >= rows && !is_free(partials[k - rows].variable, first + i));
                              };
                              std::size_t k = 0;
                              while (k < outputs && is_sound(k)) ++k;
                              if (k < outputs) visit(in, first + i, k, lane[k * lanes]);
                          }
                      });
    }
}

template <class Scalar>
std::optional<residual_handle> basic_problem<Scalar>::first_non_finite() const {
    std::int32_t row = std::numeric_limits<std::int32_t>::max();
    std::optional<residual_handle> found;
    each_non_finite([&](const detail::block<Scalar>& in, std::size_t instance, std::size_t, Scalar) {
        if (in.rows[instance] >= row) return;
        row = in.rows[instance];
        const std::uint32_t slot = in.slots[instance];
        found = detail::handle_access::make(identity_.number(), slot, storage_.residuals[slot].serial);
    });
    return found;
}

template <class Scalar>
residual_handle basic_problem<Scalar>::add_instance(const kernel_table<Scalar>& kernel,
                                                    std::span<const std::uint32_t> variables,
                                                    std::span<const Scalar> givens,
                                                    const definition_description& definition) {
    require_size("add_instance(), variables:", variables.size(), kernel.shape.variables.size());
    require_size("add_instance(), givens:", givens.size(), kernel.shape.givens);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        const std::uint32_t id = variables[v];
        if (!storage_.variables.contains(id)) throw invalid_handle("ditto: the problem has no variable of this number");
        if (static_cast<std::size_t>(storage_.variables.size(id)) < kernel.shape.variables[v])
            throw size_mismatch("ditto: a kernel reads more scalars of a variable than it has");
        if (kernel.shape.column_count(v) > static_cast<std::size_t>(storage_.variables.columns(id)))
            throw size_mismatch("ditto: a kernel has more derivatives by a variable than that has columns");
    }
    const std::uint32_t serial = identity_.next_serial();
    const std::uint32_t slot =
        storage_.residuals.add(kernel, variables, storage_.variables, givens, definition, serial);
    storage_.numbered = false;
    edited();
    return detail::handle_access::make(identity_.number(), slot, serial);
}

}  // namespace ditto
