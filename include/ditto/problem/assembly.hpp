#pragma once

#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/problem/symbol_table.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace ditto {

struct assembly_options {
    /// Variables that keep their values: no unknowns of the problem.
    std::vector<symbol> fixed = {};
};

namespace detail {

/// Makes a problem of a graph's residuals, in three passes: what each residual needs; which kernel it meets; what variables
/// that makes. Variables that a kernel reads as one, a point's coordinates, become one if they are neighbours among the
/// unknowns, and otherwise are collected when the kernel runs. Linear in the nodes that the residuals need.
template <class Scalar>
class assembler {
public:
    assembler(const std::shared_ptr<pool_state<Scalar>>& pool, const assembly_options& options)
        : pool_(*pool), options_(options), table_(std::make_shared<symbol_table<Scalar>>()) {
        table_->pool = pool;
    }

    basic_problem<Scalar> run(std::span<const symbol> residuals) {
        basic_problem<Scalar> made;
        if (residuals.empty()) return made;
        join(residuals, "assemble(), residual ");
        join(options_.fixed, "assemble(), fixed variable ");
        read(residuals);
        order_unknowns();
        for (request& r : requests_) choose(r);
        add_variables(made);
        for (const request& r : requests_) add(r, made);
        pool_.count(hits_, requests_.size() - hits_);
        made.symbols_ = std::move(table_);
        return made;
    }

private:
    using reading = pooled_reading<Scalar>;
    using source = typename reading::source;
    static constexpr std::uint32_t none = 0xffffffff;

    struct request {
        const reading* read;
        std::uint32_t first_leaf;                       // in leaves_
        const typename reading::view* view = nullptr;   // general or folded
        const precompiled_kernel<Scalar>* precompiled = nullptr;
        const kernel_match* match = nullptr;
        bool regrouped = false;
    };
    struct chosen_kernel {
        const kernel_table<Scalar>* table;
        const definition_description* description;
        std::vector<kernel_input> inputs;  // of the structure; for interpreted ones
    };

    void join(std::span<const symbol> symbols, const char* what) {
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            const symbol& s = symbols[i];
            if (s.owner() == nullptr) throw error("ditto: " + (what + std::to_string(i)) + " is a number, of no graph");
            if (graph_ != nullptr && s.owner() != graph_)
                throw error("ditto: " + (what + std::to_string(i)) + " belongs to another graph than those before");
            graph_ = s.owner();
        }
    }

    void read(std::span<const symbol> residuals) {
        table_->of = graph_;
        used_.assign(graph_->leaves().size(), 0);
        speller speller(*graph_);
        requests_.reserve(residuals.size());
        for (const symbol& residual : residuals) {
            const spelling& s = speller.spell(residual.id());
            requests_.push_back({&pool_.read(s), static_cast<std::uint32_t>(leaves_.size())});
            for (const auto& [id, is_constant] : s.leaves) {
                leaves_.push_back(id);
                const node& n = (*graph_)[id];
                if (n.is_constant()) continue;
                if (n.input() >= used_.size()) throw error("ditto: assemble() needs variables with names: graph.variable()");
                if (n.role() == input_role::unknown) used_[n.input()] = 1;
            }
        }
        for (const symbol& s : options_.fixed) {
            const node& n = (*graph_)[s.id()];
            if (!n.is_input() || n.role() != input_role::unknown)
                throw error("ditto: assemble() can fix variables, not what is computed of them");
            if (used_[n.input()]) used_[n.input()] = fixed;
        }
    }

    /// Numbers the variables that are used, those that are free first.
    void order_unknowns() {
        rank_.assign(used_.size(), none);
        for (const char kind : {free, fixed}) {
            for (std::uint32_t leaf = 0; leaf < used_.size(); ++leaf)
                if (used_[leaf] == kind) {
                    rank_[leaf] = static_cast<std::uint32_t>(leaf_of_rank_.size());
                    leaf_of_rank_.push_back(leaf);
                }
            if (kind == free) free_count_ = leaf_of_rank_.size();
        }
        joined_.assign(leaf_of_rank_.size() + 1, 0);
    }

    const node& leaf(const request& r, std::uint32_t number) const { return (*graph_)[leaves_[r.first_leaf + number]]; }
    std::uint32_t rank(const request& r, const source& s) const { return rank_[leaf(r, s.leaf).input()]; }
    bool is_number(const request& r, const source& s) const { return s.leaf == source::literal || leaf(r, s.leaf).is_constant(); }
    double number(const request& r, const source& s) const {
        if (s.leaf == source::literal) return s.value;
        const node& n = leaf(r, s.leaf);
        return n.is_constant() ? n.value : graph_->leaves().value(n.input());
    }

    void choose(request& r) {
        for (const auto* view : {&r.read->folded, &r.read->general}) {
            if (view->structure == nullptr) continue;
            for (auto* k = view->structure->precompiled.load(std::memory_order_acquire); k != nullptr;
                 k = k->next.load(std::memory_order_acquire)) {
                for (const kernel_match& match : k->matches) {
                    if (!fits(r, *view, *k, match)) continue;
                    const bool joined = join_neighbours(r, *view, *k, match);
                    if (!joined && r.match != nullptr) continue;
                    r.view = view;
                    r.precompiled = k;
                    r.match = &match;
                    r.regrouped = !joined;
                    if (joined) break;
                }
                if (r.match == nullptr) continue;
                ++hits_;
                return;
            }
        }
        r.view = &r.read->general;
    }

    /// Whether literals are what the residual has in their place, and all that is to go to one plane is one number.
    bool fits(const request& r, const typename reading::view& view, const precompiled_kernel<Scalar>& k,
              const kernel_match& match) {
        plane_source_.assign(k.kernel->shape.givens, nullptr);
        for (std::size_t i = 0; i < match.inputs.size(); ++i) {
            const source& s = view.inputs[i];
            const auto& [is, place, value] = match.inputs[i];
            const auto is_same = [](double a, double b) {
                return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
            };
            if (is == kernel_input::kind::literal) {
                if (!is_number(r, s) || !is_same(number(r, s), value)) return false;
            } else if (is == kernel_input::kind::given) {
                const source*& first = plane_source_[place];
                if (first == nullptr) first = &s;
                else if (!is_number(r, s) || !is_number(r, *first) || !is_same(number(r, s), number(r, *first))) return false;
            }
        }
        return true;
    }

    /// Joins the unknowns of each of the kernel's variables; false where they are no neighbours.
    bool join_neighbours(const request& r, const typename reading::view& view, const precompiled_kernel<Scalar>& k,
                         const kernel_match& match) {
        if (!k.is_whole) return false;
        const auto sizes = k.kernel->shape.variables;
        const auto first_rank = [&](std::size_t scalar) { return rank(r, view.inputs[match.scalar_inputs[scalar]]); };
        for (std::size_t v = 0, scalar = 0; v < sizes.size(); scalar += sizes[v++]) {
            const std::uint32_t first = first_rank(scalar);
            for (std::uint32_t c = 1; c < sizes[v]; ++c)
                if (first_rank(scalar + c) != first + c) return false;
            if (first < free_count_ && first + sizes[v] > free_count_) return false;
            for (std::size_t u = 0, other = 0; u < v; other += sizes[u++])  // all of it, or nothing, is shared
                if (const std::uint32_t start = first_rank(other);
                    (start != first || sizes[u] != sizes[v]) && start < first + sizes[v] && first < start + sizes[u])
                    return false;
        }
        for (std::size_t v = 0, scalar = 0; v < sizes.size(); scalar += sizes[v++])
            for (std::uint32_t c = 1; c < sizes[v]; ++c) joined_[first_rank(scalar) + c] = 1;
        return true;
    }

    void add_variables(basic_problem<Scalar>& made) {
        auto& variables = made.storage_.variables;
        table_->places.resize(used_.size());
        table_->given_places.resize(used_.size());
        std::vector<Scalar> values;
        for (std::size_t first = 0, last; first < leaf_of_rank_.size(); first = last) {
            values.clear();
            for (last = first; last == first || (last < leaf_of_rank_.size() && joined_[last]); ++last)
                values.push_back(static_cast<Scalar>(graph_->leaves().value(leaf_of_rank_[last])));
            const std::uint32_t id = variables.add(values.data(), values.size(), made.identity_.next_serial());
            for (std::size_t i = first; i < last; ++i)
                table_->places[leaf_of_rank_[i]] = {id, static_cast<std::uint32_t>(i - first)};
            if (first >= free_count_) variables.set_fixed(id, true);
        }
    }

    /// The variable, or part of one, that begins with that leaf and has that size.
    std::uint32_t variable(basic_problem<Scalar>& made, std::uint32_t leaf, std::uint32_t size) {
        const auto& [id, component] = table_->places[leaf];
        auto& variables = made.storage_.variables;
        if (component == 0 && static_cast<std::uint32_t>(variables.size(id)) == size) return id;
        std::uint32_t& part = parts_.try_emplace(std::uint64_t{leaf} << 32 | size, none).first->second;
        if (part == none) part = variables.add_part(id, component, size);
        return part;
    }

    void add(const request& r, basic_problem<Scalar>& made) {
        const auto& inputs = r.view->inputs;
        const chosen_kernel& k = kernel_of(r);
        const kernel_shape& shape = k.table->shape;
        ids_.assign(shape.variables.size(), 0);
        givens_.assign(shape.givens, Scalar(0));
        if (r.precompiled != nullptr)
            for (std::size_t v = 0, scalar = 0; v < shape.variables.size(); scalar += shape.variables[v++])
                ids_[v] = variable(made, leaf(r, inputs[r.match->scalar_inputs[scalar]].leaf).input(), shape.variables[v]);
        const std::span<const kernel_input> roles = r.precompiled != nullptr ? r.match->inputs : k.inputs;
        for (std::size_t i = 0; i < roles.size(); ++i) {
            if (roles[i].is == kernel_input::kind::given)
                givens_[roles[i].place] = static_cast<Scalar>(number(r, inputs[i]));
            else if (r.precompiled == nullptr) ids_[roles[i].place] = variable(made, leaf(r, inputs[i].leaf).input(), 1);
        }
        const residual_handle added = made.add_instance(*k.table, ids_, givens_, *k.description);
        for (std::size_t i = 0; i < roles.size(); ++i)
            if (roles[i].is == kernel_input::kind::given && !is_number(r, inputs[i]))
                table_->given_places[leaf(r, inputs[i].leaf).input()].push_back(
                    {handle_access::slot(added), handle_access::serial(added), roles[i].place});
    }

    const chosen_kernel& kernel_of(const request& r) {
        const void* const key = r.precompiled == nullptr ? static_cast<const void*>(r.view->structure)
                                : r.regrouped            ? static_cast<const void*>(r.precompiled->regrouped)
                                                         : static_cast<const void*>(r.precompiled);
        const auto [at, is_new] = kernels_.try_emplace(key);
        chosen_kernel& k = at->second;
        if (!is_new) return k;
        auto& structure = *r.view->structure;
        std::vector<kernel_input> inputs;
        if (r.precompiled == nullptr) {
            table_->claims.emplace_back(structure);
            k.table = &pool_.interpreted(structure, table_->claims.back()).table();
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
            structure.last_used.store(1, std::memory_order_relaxed);
            k.table = r.regrouped ? &r.precompiled->regrouped->table() : r.precompiled->kernel;
            inputs = r.match->inputs;
            if (r.regrouped)  // scalars that are not used have no place there
                for (std::uint32_t s = 0; s < r.match->scalar_inputs.size(); ++s) inputs[r.match->scalar_inputs[s]].place = s;
        }
        table_->descriptions.push_back(std::make_unique<run_time_description>(structure.code, inputs, k.table->shape.variables,
                                                                              k.table->shape.givens));
        k.description = &table_->descriptions.back()->get();
        return k;
    }

    static constexpr char free = 1;
    static constexpr char fixed = 2;

    pool_state<Scalar>& pool_;
    const assembly_options& options_;
    std::shared_ptr<symbol_table<Scalar>> table_;
    const graph* graph_ = nullptr;
    std::vector<request> requests_;
    std::vector<node_id> leaves_;
    std::vector<char> used_;                   // [leaf]: 0, free or fixed
    std::vector<std::uint32_t> rank_;          // [leaf]: its number among the unknowns
    std::vector<std::uint32_t> leaf_of_rank_;
    std::vector<char> joined_;                 // [rank]: whether it is one variable with the one before
    std::size_t free_count_ = 0, hits_ = 0;
    std::unordered_map<std::uint64_t, std::uint32_t> parts_;
    std::unordered_map<const void*, chosen_kernel> kernels_;
    std::vector<const source*> plane_source_;
    std::vector<std::uint32_t> ids_;
    std::vector<Scalar> givens_;
};

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
std::uint32_t basic_problem<Scalar>::leaf_of(const symbol& s) const {
    const graph* const g = s.owner();
    if (!symbols_ || g == nullptr || g != symbols_->of)
        throw invalid_handle("ditto: the symbol belongs to no graph that this problem was assembled from");
    const node& n = (*g)[s.id()];
    if (n.is_input() && n.input() < symbols_->places.size()) return n.input();
    throw invalid_handle("ditto: the symbol is no leaf that a residual of this problem needs");
}

/// The scalar of the state that a variable of the graph is.
template <class Scalar>
std::size_t basic_problem<Scalar>::place_of(const symbol& s) const {
    const std::uint32_t leaf = leaf_of(s);
    const auto [variable, component] = symbols_->places[leaf];
    if (variable == symbols_->none)
        throw invalid_handle("ditto: the symbol is no variable that a residual of this problem needs");
    return static_cast<std::size_t>(storage_.variables.offset(variable)) + component;
}

template <class Scalar>
Scalar basic_problem<Scalar>::value(const symbol& s) const {
    const std::uint32_t leaf = leaf_of(s);
    for (const auto& [slot, serial, plane] : symbols_->given_places[leaf])
        if (storage_.residuals.contains(slot, serial)) {
            const auto& at = storage_.residuals[slot];
            return storage_.residuals.blocks()[at.block].givens[plane][at.instance];
        }
    return storage_.variables.state()[place_of(s)];
}

template <class Scalar>
void basic_problem<Scalar>::set_value(const symbol& s, Scalar value) {
    const std::uint32_t leaf = leaf_of(s);
    const auto& places = symbols_->given_places[leaf];
    if (places.empty()) storage_.variables.state()[place_of(s)] = value;
    for (const auto& [slot, serial, plane] : places)
        if (storage_.residuals.contains(slot, serial)) {
            const auto& at = storage_.residuals[slot];
            storage_.residuals.blocks()[at.block].givens[plane][at.instance] = value;
        }
}

}  // namespace ditto
