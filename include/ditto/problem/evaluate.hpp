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
    into.cost = storage_.is_plain() ? into.residuals.squaredNorm() / 2 : cost_at(storage_.variables.state().data(), into.scratch_);
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
    Scalar cost = 0;
    for (const auto& in : storage_.residuals.blocks()) cost += detail::sweep_cost(storage_, in, state, scratch);
    return cost;
}

template <class Scalar>
void basic_problem<Scalar>::gradient(std::span<Scalar> into) const {
    require(storage_.prepared());
    require_size("gradient()", into.size(), column_count());
    std::fill(into.begin(), into.end(), Scalar(0));
    detail::call_scratch<Scalar> scratch;
    for (const auto& in : storage_.residuals.blocks())
        detail::sweep_cost(storage_, in, storage_.variables.state().data(), scratch.of(storage_.scratch),
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
                                                    const definition_description& definition, bool is_energy) {
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
        storage_.residuals.add(kernel, is_energy, variables, storage_.variables, givens, definition, serial);
    storage_.numbered = false;
    edited();
    return detail::handle_access::make(identity_.number(), slot, serial);
}

}  // namespace ditto

// Weights and losses.

namespace ditto {

template <class Scalar>
void basic_problem<Scalar>::set_weight(residual_handle h, Scalar weight) {
    const auto& slot = storage_.residuals[checked(h)];
    auto& in = storage_.residuals.blocks()[slot.block];
    if (!std::isfinite(weight) || (weight < 0 && !in.is_energy))
        throw error("ditto: a weight must be finite, and that of a residual not negative; this is " + std::to_string(weight));
    in.set_scale(slot.instance, in.is_energy ? weight : std::sqrt(weight));
}

template <class Scalar>
Scalar basic_problem<Scalar>::weight(residual_handle h) const {
    const auto& slot = storage_.residuals[checked(h)];
    const auto& in = storage_.residuals.blocks()[slot.block];
    if (in.scales.empty()) return Scalar(1);
    const Scalar scale = in.scales[slot.instance];
    return in.is_energy ? scale : scale * scale;
}

template <class Scalar>
template <loss Loss>
void basic_problem<Scalar>::set_loss(residual_handle h, const Loss& with) {
    const auto& slot = storage_.residuals[checked(h)];
    auto& in = storage_.residuals.blocks()[slot.block];
    if (in.is_energy) throw error("ditto: a loss is of a residual; an energy contributes its own value");
    const detail::loss_function<Scalar> asked(with);
    auto& losses = storage_.losses;
    std::size_t at = losses.size();
    while (at-- > 0 && !(*losses[at] == asked)) {}  // the last one, mostly
    if (at >= losses.size()) {
        losses.push_back(std::make_shared<const detail::loss_function<Scalar>>(asked));
        at = losses.size() - 1;
    }
    in.set_loss(slot.instance, static_cast<std::uint32_t>(at + 1));
}

template <class Scalar>
void basic_problem<Scalar>::clear_loss(residual_handle h) {
    const auto& slot = storage_.residuals[checked(h)];
    auto& in = storage_.residuals.blocks()[slot.block];
    if (!in.losses.empty()) in.set_loss(slot.instance, 0);
}

}  // namespace ditto
