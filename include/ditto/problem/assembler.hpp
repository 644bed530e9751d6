#pragma once

#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/problem/symbol_table.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
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
    /// Functions whose value, not its square, is added to the cost: numbered after the residuals.
    std::vector<symbol> energies = {};
};

namespace detail {

/// Makes a problem of a graph's residuals, in three passes: what each residual needs; which kernel it meets; what variables
/// that makes. Variables that a kernel reads as one, a point's coordinates, become one if they are neighbours among the
/// unknowns and no other kernel reads them otherwise; else they are collected when the kernel runs. Takes the time of the nodes
/// that the residuals need, and of sorting their variables.
template <class Scalar>
class assembler {
public:
    assembler(const std::shared_ptr<pool_state<Scalar>>& pool, const assembly_options& options)
        : pool_(pool), options_(options) {}

    basic_problem<Scalar> run(std::span<const symbol> residuals) {
        basic_problem<Scalar> made;
        join(residuals, "residual ");
        join(options_.energies, "energy ");
        join(options_.fixed, "fixed variable ");
        if (residuals.empty() && options_.energies.empty()) return made;
        residual_count_ = residuals.size();
        table_ = std::make_shared<symbol_table<Scalar>>(*graph_, pool_);
        std::vector<symbol> all(residuals.begin(), residuals.end());
        all.insert(all.end(), options_.energies.begin(), options_.energies.end());
        read(all);
        order_unknowns();
        for (request& r : requests_) choose(r);
        add_variables(made);
        for (std::size_t i = 0; i < requests_.size(); ++i) at_residual(i, [&] { add(requests_[i], i >= residual_count_, made); });
        pool_->count(hits_, requests_.size() - hits_);
        made.symbols_ = std::move(table_);
        return made;
    }

private:
    using view = typename pooled_reading<Scalar>::view;
    using source = typename pooled_reading<Scalar>::source;
    static constexpr std::uint32_t none = number_map::none;

    struct request {
        const pooled_reading<Scalar>* read;
        std::size_t first_leaf;      // in leaves_
        const view* seen = nullptr;  // general or folded
        const precompiled_kernel<Scalar>* precompiled = nullptr;
        const kernel_match* match = nullptr;
        bool regrouped = false;
    };
    struct used_leaf {
        node_id id;
        std::uint32_t rank;  // among the unknowns, or none
    };
    struct chosen_kernel {
        const kernel_table<Scalar>* table;
        const definition_description* description;
        std::vector<kernel_input> inputs;  // of the structure; for interpreted ones
    };
    struct window {
        std::uint32_t first = 0, size = 0;  // of the variable that an unknown is part of; 0: of its own
    };

    template <class F>
    void at_residual(std::size_t index, F&& f) const {
        try {
            f();
        } catch (const error& e) {
            const std::string what = e.what(), prefix = "ditto: ";
            const bool is_energy = index >= residual_count_;
            throw error(prefix + "assemble(), " + (is_energy ? "energy " : "residual ") +
                        std::to_string(is_energy ? index - residual_count_ : index) + ": " +
                        (what.starts_with(prefix) ? what.substr(prefix.size()) : what));
        }
    }

    void join(std::span<const symbol> symbols, const char* what) {
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            const symbol& s = symbols[i];
            const auto fail = [&](const char* why) { throw error("ditto: assemble(), " + (what + std::to_string(i)) + why); };
            if (s.owner() == nullptr) fail(" is a number, of no graph");
            if (graph_ != nullptr && s.owner() != graph_) fail(" belongs to another graph than those before");
            if (s.id() >= s.owner()->size()) fail(" is a symbol of a graph that was moved away");
            graph_ = s.owner();
        }
    }

    void read(std::span<const symbol> residuals) {
        speller speller(*graph_);
        requests_.reserve(residuals.size());
        for (std::size_t i = 0; i < residuals.size(); ++i)
            at_residual(i, [&] {
                const spelling& s = speller.spell(residuals[i].id());
                requests_.push_back({&pool_->read(s), leaves_.size()});
                for (const auto& [id, is_constant] : s.leaves) {
                    leaves_.push_back({id, none});
                    const node& n = (*graph_)[id];
                    if (is_constant) continue;
                    if (n.input() >= graph_->leaves().size()) throw error("its leaves need names: graph::variable()");
                    if (n.role() == input_role::unknown) note_use(n.input());
                }
            });
        for (std::size_t i = 0; i < options_.fixed.size(); ++i) {
            const node& n = (*graph_)[options_.fixed[i].id()];
            if (!n.is_input() || n.role() != input_role::unknown)
                throw error("ditto: assemble(), fixed variable " + std::to_string(i) + " is no variable of the graph");
            if (table_->variable_of_leaf.find(n.input()) != none) fixed_.insert(n.input(), 1);
        }
    }
    void note_use(std::uint32_t leaf) {
        const std::size_t before = table_->variable_of_leaf.size();
        table_->variable_of_leaf.insert(leaf, 0);
        if (table_->variable_of_leaf.size() != before) leaf_of_rank_.push_back(leaf);
    }

    /// Numbers the variables that are used, those that are free first.
    void order_unknowns() {
        const auto is_fixed = [&](std::uint32_t leaf) { return fixed_.find(leaf) != none; };
        const auto first_fixed =
            std::partition(leaf_of_rank_.begin(), leaf_of_rank_.end(), [&](std::uint32_t l) { return !is_fixed(l); });
        std::sort(leaf_of_rank_.begin(), first_fixed);
        std::sort(first_fixed, leaf_of_rank_.end());
        free_count_ = static_cast<std::size_t>(first_fixed - leaf_of_rank_.begin());
        for (std::uint32_t rank = 0; rank < leaf_of_rank_.size(); ++rank)
            table_->variable_of_leaf.insert(leaf_of_rank_[rank], rank) = rank;
        for (used_leaf& l : leaves_)
            if (const node& n = (*graph_)[l.id]; n.is_input() && n.role() == input_role::unknown)
                l.rank = table_->variable_of_leaf.find(n.input());
        windows_.resize(leaf_of_rank_.size());
    }

    const node& node_of(const request& r, const source& s) const { return (*graph_)[leaves_[r.first_leaf + s.leaf].id]; }
    std::uint32_t rank(const request& r, const source& s) const { return leaves_[r.first_leaf + s.leaf].rank; }
    bool is_number(const request& r, const source& s) const {
        return s.leaf == source::literal || node_of(r, s).is_constant();
    }
    double number(const request& r, const source& s) const {
        if (s.leaf == source::literal) return s.value;
        const node& n = node_of(r, s);
        return n.is_constant() ? n.value : graph_->leaves().value(n.input());
    }

    void choose(request& r) {
        for (const view* seen : {&r.read->folded, &r.read->general}) {
            if (seen->structure == nullptr) continue;
            for (auto* k = seen->structure->precompiled.load(std::memory_order_acquire); k != nullptr;
                 k = k->next.load(std::memory_order_acquire)) {
                for (const kernel_match& match : k->matches) {
                    if (!fits(r, *seen, *k, match)) continue;
                    const bool joined = join_neighbours(r, *seen, *k, match);
                    if (!joined && r.match != nullptr) continue;
                    r.seen = seen;
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
        r.seen = &r.read->general;
    }

    /// Whether literals are what the residual has in their place, and all that is to go to one plane is one number.
    bool fits(const request& r, const view& seen, const precompiled_kernel<Scalar>& k, const kernel_match& match) {
        const auto is_same = [](double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); };
        plane_source_.assign(k.kernel->shape.givens, nullptr);
        for (std::size_t i = 0; i < match.inputs.size(); ++i) {
            const source& s = seen.inputs[i];
            const auto& [is, place, value] = match.inputs[i];
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

    /// Joins the unknowns of each of the kernel's variables; false where they are no neighbours, or others have joined them
    /// otherwise: variables never grow beyond what a kernel reads as one, nor do blocks of JᵀJ.
    bool join_neighbours(const request& r, const view& seen, const precompiled_kernel<Scalar>& k, const kernel_match& match) {
        if (!k.is_whole) return false;
        const auto sizes = k.kernel->shape.variables;
        const auto rank_of = [&](std::size_t scalar) { return rank(r, seen.inputs[match.scalar_inputs[scalar]]); };
        const std::vector<window>& windows = windows_;
        for (std::size_t v = 0, scalar = 0; v < sizes.size(); scalar += sizes[v++]) {
            const std::uint32_t first = rank_of(scalar);
            if (first < free_count_ && first + sizes[v] > free_count_) return false;
            for (std::uint32_t c = 0; c < sizes[v]; ++c) {
                const std::uint32_t at = rank_of(scalar + c);
                if (at != first + c) return false;
                if (sizes[v] > 1 && windows[at].size != 0 && (windows[at].first != first || windows[at].size != sizes[v])) return false;
            }
            for (std::size_t u = 0, other = 0; u < v; other += sizes[u++])  // all of it, or nothing, is shared
                if (const std::uint32_t start = rank_of(other);
                    (start != first || sizes[u] != sizes[v]) && start < first + sizes[v] && first < start + sizes[u])
                    return false;
        }
        for (std::size_t v = 0, scalar = 0; v < sizes.size(); scalar += sizes[v++])
            for (std::uint32_t c = 0; c < sizes[v] && sizes[v] > 1; ++c) windows_[rank_of(scalar + c)] = {rank_of(scalar), sizes[v]};
        return true;
    }

    void add_variables(basic_problem<Scalar>& made);
    std::uint32_t variable(basic_problem<Scalar>& made, std::uint32_t rank, std::uint32_t size);
    void add(const request& r, bool is_energy, basic_problem<Scalar>& made);
    const chosen_kernel& kernel_of(const request& r);

    const std::shared_ptr<pool_state<Scalar>>& pool_;
    const assembly_options& options_;
    std::shared_ptr<symbol_table<Scalar>> table_;
    const graph* graph_ = nullptr;
    std::size_t residual_count_ = 0;
    std::vector<request> requests_;
    std::vector<used_leaf> leaves_;            // of all residuals
    std::vector<std::uint32_t> leaf_of_rank_;  // the unknowns: fixed ones after the free
    std::vector<window> windows_;              // [rank]
    number_map fixed_;
    std::size_t free_count_ = 0, hits_ = 0;
    std::unordered_map<std::uint64_t, std::uint32_t> parts_;
    std::unordered_map<const void*, chosen_kernel> kernels_;
    std::vector<const source*> plane_source_;
    std::vector<std::uint32_t> ids_;
    std::vector<Scalar> givens_;
};

}  // namespace detail
}  // namespace ditto
