#pragma once

#include <ditto/graph/text.hpp>
#include <ditto/problem/assembler.hpp>
#include <ditto/problem/problem_symbols.hpp>

namespace ditto {

namespace detail {

/// The number as a scalar, which must hold it.
template <class Scalar>
Scalar narrowed(double value) {
    const auto result = static_cast<Scalar>(value);
    if (std::isfinite(value) && !std::isfinite(result)) throw error("a float cannot hold " + number_text(value));
    return result;
}

template <class Scalar>
void assembler<Scalar>::add_variables(basic_problem<Scalar>& made) {
    auto& variables = made.storage_.variables;
    std::vector<Scalar> values;
    for (std::size_t first = 0, last; first < leaf_of_rank_.size(); first = last) {
        last = first + std::max<std::size_t>(windows_[first].size, 1);
        values.clear();
        for (std::size_t i = first; i < last; ++i) {
            const std::uint32_t leaf = leaf_of_rank_[i];
            try {
                values.push_back(narrowed<Scalar>(graph_->leaves().value(leaf)));
            } catch (const error& e) {
                throw error("ditto: assemble(), variable \"" + std::string(graph_->leaves().name(leaf)) + "\": " + e.what());
            }
        }
        const std::uint32_t id = variables.add(values.data(), values.size(), made.identity_.next_serial());
        for (std::size_t i = first; i < last; ++i) table_->places.push_back({id, static_cast<std::uint32_t>(i - first)});
        if (first >= free_count_) variables.set_fixed(id, true);
    }
}

/// The variable, or part of one, that begins with that unknown and has that size.
template <class Scalar>
std::uint32_t assembler<Scalar>::variable(basic_problem<Scalar>& made, std::uint32_t rank, std::uint32_t size) {
    const auto& [id, component] = table_->places[rank];
    auto& variables = made.storage_.variables;
    if (static_cast<std::uint32_t>(variables.size(id)) == size) return id;
    std::uint32_t& part = parts_.try_emplace(std::uint64_t{rank} << 32 | size, none).first->second;
    if (part == none) part = variables.add_part(id, component, size);
    return part;
}

template <class Scalar>
void assembler<Scalar>::add(const request& r, bool is_energy, basic_problem<Scalar>& made) {
    const auto& inputs = r.seen->inputs;
    const chosen_kernel& k = kernel_of(r);
    const kernel_shape& shape = k.table->shape;
    ids_.assign(shape.variables.size(), 0);
    givens_.assign(shape.givens, Scalar(0));
    if (r.precompiled != nullptr)
        for (std::size_t v = 0, scalar = 0; v < shape.variables.size(); scalar += shape.variables[v++])
            ids_[v] = variable(made, rank(r, inputs[r.match->scalar_inputs[scalar]]), shape.variables[v]);
    const std::span<const kernel_input> roles = r.precompiled != nullptr ? r.match->inputs : k.inputs;
    for (std::size_t i = 0; i < roles.size(); ++i) {
        if (roles[i].is == kernel_input::kind::given) givens_[roles[i].place] = narrowed<Scalar>(number(r, inputs[i]));
        else if (r.precompiled == nullptr) ids_[roles[i].place] = variable(made, rank(r, inputs[i]), 1);
    }
    const residual_handle added = made.add_instance(*k.table, ids_, givens_, *k.description, is_energy);
    for (std::size_t i = 0; i < roles.size(); ++i) {
        if (roles[i].is != kernel_input::kind::given || is_number(r, inputs[i])) continue;
        auto& places = table_->given_places;
        const std::uint32_t at = table_->given_of_leaf.insert(node_of(r, inputs[i]).input(), static_cast<std::uint32_t>(places.size()));
        if (at == places.size()) places.emplace_back();
        places[at].push_back({handle_access::slot(added), handle_access::serial(added), roles[i].place});
    }
}

template <class Scalar>
auto assembler<Scalar>::kernel_of(const request& r) -> const chosen_kernel& {
    const void* const key = r.precompiled == nullptr ? static_cast<const void*>(r.seen->structure)
                            : r.regrouped            ? static_cast<const void*>(r.precompiled->regrouped)
                                                     : static_cast<const void*>(r.precompiled);
    const auto [at, is_new] = kernels_.try_emplace(key);
    chosen_kernel& k = at->second;
    if (!is_new) return k;
    auto& structure = *r.seen->structure;
    std::vector<kernel_input> inputs;
    if (r.precompiled == nullptr) {
        table_->claims.emplace_back(structure);
        k.table = &pool_->interpreted(structure, table_->claims.back()).table();
        const rooted_graph decoded = decode(structure.code);
        std::uint32_t unknowns = 0, givens = 0;
        for (const node& n : decoded.nodes.nodes())
            if (n.is_input()) {
                const bool is_given = n.role() == input_role::given;
                k.inputs.resize(std::max<std::size_t>(k.inputs.size(), n.input() + std::size_t{1}));
                k.inputs[n.input()] = {is_given ? kernel_input::kind::given : kernel_input::kind::unknown,
                                       is_given ? givens++ : unknowns++, 0.0};
            }
        inputs = k.inputs;
    } else {
        pool_->note_use(structure);
        k.table = r.regrouped ? &r.precompiled->regrouped->table() : r.precompiled->kernel;
        inputs = r.match->inputs;
        if (r.regrouped)  // scalars that are not used have no place there
            for (std::uint32_t s = 0; s < r.match->scalar_inputs.size(); ++s) inputs[r.match->scalar_inputs[s]].place = s;
    }
    table_->descriptions.push_back(
        std::make_unique<run_time_description>(structure.code, inputs, k.table->shape.variables, k.table->shape.givens));
    k.description = &table_->descriptions.back()->get();
    return k;
}

}  // namespace detail

template <class Scalar>
basic_problem<Scalar> basic_kernel_pool<Scalar>::assemble(std::span<const symbol> residuals) const {
    return assemble(residuals, assembly_options{});
}
template <class Scalar>
basic_problem<Scalar> basic_kernel_pool<Scalar>::assemble(std::initializer_list<symbol> residuals) const {
    return assemble(std::span(residuals.begin(), residuals.size()));
}
template <class Scalar>
basic_problem<Scalar> basic_kernel_pool<Scalar>::assemble(std::span<const symbol> residuals,
                                                          const assembly_options& options) const {
    return detail::assembler<Scalar>(state_, options).run(residuals);
}
template <class Scalar>
basic_problem<Scalar> basic_kernel_pool<Scalar>::assemble(std::initializer_list<symbol> residuals,
                                                          const assembly_options& options) const {
    return assemble(std::span(residuals.begin(), residuals.size()), options);
}

}  // namespace ditto
