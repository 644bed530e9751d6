#pragma once

// The bodies of what a pool does rarely; included by kernel_pool.hpp.

#include <ditto/kernel/kernel_pool.hpp>

#include <bit>

namespace ditto::detail {

/// The kernel that interprets a structure: its variables are single scalars.
template <class Scalar>
std::unique_ptr<interpreted_kernel<Scalar>> pool_state<Scalar>::make_interpreted(std::span<const std::uint64_t> words) {
    const rooted_graph structure = decode(words);
    dynamic_layout layout;
    for (const node& n : structure.nodes.nodes()) {
        if (!n.is_input()) continue;
        auto& inputs = n.role() == input_role::given ? layout.given_inputs : layout.scalar_inputs;
        inputs.push_back(static_cast<std::uint16_t>(n.input()));
        if (n.role() == input_role::unknown) layout.variable_sizes.push_back(1);
    }
    return std::make_unique<interpreted_kernel<Scalar>>(structure, std::move(layout));
}

/// Compilers simplify a definition's literals. So that a residual meets what they made, its constants are simplified, too: those
/// that rules could look at. The others stay data, which no rule may look at; literals that a compiler multiplied are not met.
template <class Scalar>
void pool_state<Scalar>::fold_constants(reading& made) {
    const rooted_graph folded = speller::read(made.spelling, speller::constants::folded);
    speller speller(folded.nodes);
    const spelling& s = speller.spell(folded.outputs[0]);
    generalised_structure general(speller::read(s.words));
    for (const std::uint32_t leaf : general.inputs) {
        const node& n = folded.nodes[s.leaves[leaf].id];
        made.folded.inputs.push_back(n.is_constant() ? source{source::literal, n.value} : source{n.input(), 0.0});
    }
    made.folded.structure = &find_or_insert(general);
    if (made.folded.structure == made.general.structure) made.folded = {};
}

/// Kernels are offered under two structures: with each given scalar as one leaf, as a graph's given leaves are, and with a leaf
/// for each of its uses, as a graph's constants are.
template <class Scalar>
void pool_state<Scalar>::offer(const kernel_table<Scalar>& kernel, const rooted_graph& structure_of,
                               std::span<const std::uint16_t> scalars, std::span<const std::uint16_t> givens) {
    const std::scoped_lock lock(mutex_);
    for (const auto& r : regrouped_)
        if (&r->original() == &kernel) return;
    std::vector<char> used;
    for (const std::uint16_t input : scalars) used.push_back(input != unused_input);
    auto regrouped = std::make_unique<regrouped_kernel<Scalar>>(kernel, used);
    std::vector<std::pair<structure*, std::unique_ptr<precompiled_kernel<Scalar>>>> offers;
    for (const bool split : {false, true}) {
        std::vector<std::uint32_t> input_of_leaf;
        const rooted_graph g = split ? with_split_givens(structure_of, input_of_leaf) : structure_of;
        const spelling spelled = speller(g.nodes).spell(g.outputs[0]);
        const rooted_graph read = speller::read(spelled.words);
        generalised_structure general(read);
        auto made = std::make_unique<precompiled_kernel<Scalar>>();
        made->kernel = &kernel;
        made->regrouped = regrouped.get();
        made->is_whole = std::find(used.begin(), used.end(), 0) == used.end();
        std::vector<buffer<std::uint32_t>> met;
        for (const auto& numbers : numberings(spelled.leaves.size(), most_symmetries)) {
            const generalised_structure way(with_numbers(read, numbers));
            if (!(way.words == general.words)) continue;
            std::vector<std::uint32_t> leaf_of(numbers.size());
            for (std::uint32_t leaf = 0; leaf < numbers.size(); ++leaf) leaf_of[numbers[leaf]] = leaf;
            buffer<std::uint32_t> leaves;
            for (const std::uint32_t number : way.inputs) leaves.push_back(leaf_of[number]);
            if (std::find(met.begin(), met.end(), leaves) != met.end()) continue;
            met.push_back(leaves);
            kernel_match& match = made->matches.emplace_back();
            std::vector<std::uint32_t> canonical(structure_of.nodes.size());  // of an input: its number in the structure
            for (std::uint32_t k = 0; k < leaves.size(); ++k) {
                const auto [id, is_constant] = spelled.leaves[leaves[k]];
                const node& n = g.nodes[id];
                if (is_constant) {
                    match.inputs.push_back({kernel_input::kind::literal, 0, n.value});
                    continue;
                }
                const std::uint32_t input = split ? input_of_leaf[n.input()] : n.input();
                const bool is_given = n.role() == input_role::given;
                const auto planes = is_given ? givens : scalars;
                const auto place = static_cast<std::uint32_t>(std::find(planes.begin(), planes.end(), input) - planes.begin());
                match.inputs.push_back({is_given ? kernel_input::kind::given : kernel_input::kind::unknown, place, 0.0});
                canonical[input] = k;
            }
            for (const std::uint16_t input : scalars)
                if (input != unused_input) match.scalar_inputs.push_back(canonical[input]);
        }
        structure& in = find_or_insert(general);
        if (offers.empty() || offers[0].first != &in) offers.emplace_back(&in, std::move(made));
    }
    regrouped_.reserve(regrouped_.size() + 1);
    precompiled_.reserve(precompiled_.size() + offers.size());
    regrouped_.push_back(std::move(regrouped));  // from here on nothing throws
    for (auto& [in, made] : offers) {
        precompiled_kernel<Scalar>* last = in->precompiled.load(std::memory_order_relaxed);
        while (last != nullptr && last->next.load(std::memory_order_relaxed) != nullptr)
            last = last->next.load(std::memory_order_relaxed);
        (last == nullptr ? in->precompiled : last->next).store(made.get(), std::memory_order_release);
        precompiled_.push_back(std::move(made));
    }
}

template <class Scalar>
pool_statistics pool_state<Scalar>::statistics() const {
    pool_statistics result;
    result.precompiled_hits = hits_.load(std::memory_order_relaxed);
    result.interpreted = misses_.load(std::memory_order_relaxed);
    result.lookups = result.precompiled_hits + result.interpreted;
    const std::scoped_lock lock(mutex_);
    result.kernels_built = built_;
    result.kernels_evicted = evicted_;
    for (const auto& s : structures_.records()) {
        result.distinct_structures += s->last_used.load(std::memory_order_relaxed) != 0;
        result.bytes += sizeof(structure) + s->code.size() * sizeof(std::uint64_t);
        if (const auto* const kernel = s->interpreted.load()) {
            ++result.interpreted_kernels;
            result.bytes += kernel->bytes();
        }
    }
    for (const auto& r : readings_.records())
        result.bytes += sizeof(reading) + r->spelling.size() * sizeof(std::uint64_t) +
                        (r->general.inputs.size() + r->folded.inputs.size()) * sizeof(source);
    return result;
}

}  // namespace ditto::detail
