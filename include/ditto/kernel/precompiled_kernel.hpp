#pragma once

#include <ditto/graph/canonical.hpp>
#include <ditto/graph/spelling.hpp>
#include <ditto/kernel/regrouped_kernel.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace ditto {

/// The structure that a residual shares with all that differ in numbers only, as words, with what each of its inputs is.
struct generalised_structure {
    buffer<std::uint64_t> words;
    std::uint64_t hash = 0;
    buffer<std::uint32_t> inputs;  ///< number, in the graph it was made of, of the leaf that is canonical input k

    explicit generalised_structure(const rooted_graph& source) {
        canonical_nodes form = detail::canonicaliser(source.nodes, source.outputs, input_names::anonymous).run();
        words = encode(form.nodes, source.nodes.has_ieee_derivatives(), form.outputs);
        for (const std::uint64_t word : words) hash = mix(hash, word);
        inputs = std::move(form.inputs);
    }
};

/// What an input of a generalised structure is for a kernel that was compiled for it.
struct kernel_input {
    enum class kind : std::uint8_t { unknown, given, literal };
    kind is;
    std::uint32_t place;  ///< the unknown's number among the scalars of all variables; the given's plane
    double value;         ///< the literal that is baked into the kernel
};

/// How a residual of the generalised structure is an instance of a kernel. There are several ways where the structure has
/// symmetries: a distance does not mind if x and y are exchanged.
struct kernel_match {
    std::vector<kernel_input> inputs;          ///< by input of the generalised structure
    std::vector<std::uint32_t> scalar_inputs;  ///< the input that each used scalar of the kernel's variables is
};

/// A kernel that was compiled, offered to residuals of its generalised structure.
template <class Scalar>
struct precompiled_kernel {
    const kernel_table<Scalar>* kernel;
    const regrouped_kernel<Scalar>* regrouped;  ///< the same, for scalars that are no neighbours
    bool is_whole;                              ///< whether all scalars of its variables are used
    std::vector<kernel_match> matches;
    std::atomic<precompiled_kernel*> next = nullptr;
};

namespace detail {

/// The graph with a leaf for each use of a given input, and which input each leaf was: a run-time graph's constants are leaves
/// of their own wherever they are used.
inline rooted_graph with_split_givens(const rooted_graph& source, std::vector<std::uint32_t>& input_of_leaf) {
    rooted_graph result;
    result.nodes.set_ieee_derivatives(source.nodes.has_ieee_derivatives());
    buffer<node_id> renamed(source.nodes.size());
    const auto leaf = [&](const node& n) {
        input_of_leaf.push_back(n.input());
        return result.nodes.input(static_cast<std::uint32_t>(input_of_leaf.size() - 1), n.role());
    };
    const auto is_given = [](const node& n) { return n.is_input() && n.role() == input_role::given; };
    for (std::size_t i = 0; i < source.nodes.size(); ++i) {
        node n = source.nodes[static_cast<node_id>(i)];
        if (is_given(n)) continue;
        for (std::size_t k = 0; k < n.arity(); ++k) {
            const node& operand = source.nodes[n.operands[k]];
            n.operands[k] = is_given(operand) ? leaf(operand) : renamed[n.operands[k]];
        }
        renamed[i] = n.is_input() ? leaf(n) : result.nodes.insert(n);
    }
    for (const node_id id : source.outputs)
        result.outputs.push_back(is_given(source.nodes[id]) ? leaf(source.nodes[id]) : renamed[id]);
    return result;
}

/// Ways to number inputs, the given one first: canonical forms break ties by these numbers, so that a structure's symmetries
/// show in what different numbers lead to.
inline std::vector<std::vector<std::uint32_t>> numberings(std::size_t inputs, std::size_t count) {
    std::vector<std::uint32_t> numbers(inputs);
    for (std::uint32_t i = 0; i < inputs; ++i) numbers[i] = i;
    std::vector<std::vector<std::uint32_t>> result{numbers};
    std::uint64_t state = 1;
    while (inputs > 1 && result.size() < count) {
        for (std::size_t i = inputs; i > 1; --i) std::swap(numbers[i - 1], numbers[(state = mix(state, i)) % i]);
        result.push_back(numbers);
    }
    return result;
}

/// The graph with its inputs called otherwise.
inline rooted_graph with_numbers(const rooted_graph& source, std::span<const std::uint32_t> numbers) {
    rooted_graph result;
    result.nodes.set_ieee_derivatives(source.nodes.has_ieee_derivatives());
    for (std::size_t i = 0; i < source.nodes.size(); ++i) {
        node n = source.nodes[static_cast<node_id>(i)];
        if (n.is_input()) n.operands[0] = numbers[n.input()];
        result.nodes.insert(n);
    }
    result.outputs = source.outputs;
    return result;
}

}  // namespace detail
}  // namespace ditto
