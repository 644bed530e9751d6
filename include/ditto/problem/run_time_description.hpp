#pragma once

#include <ditto/define/description.hpp>
#include <ditto/kernel/precompiled_kernel.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace ditto::detail {

/// What there is to say of residuals that were built at run time: arguments are the kernel's variables, one after the other,
/// then its given planes.
class run_time_description {
public:
    /// `inputs`: what each input of the structure is for the kernel.
    run_time_description(std::span<const std::uint64_t> structure, std::span<const kernel_input> inputs,
                         std::span<const std::uint32_t> variables, std::uint32_t givens) {
        std::uint32_t scalars = 0;
        for (std::uint32_t v = 0; v < variables.size(); scalars += variables[v++])
            arguments_.push_back({shape_of_size(variables[v]), variables[v], {false, v}});
        for (std::uint32_t g = 0; g < givens; ++g) {
            arguments_.push_back({&scalar_shape, 1, {true, g}});
            given_planes_.push_back(g);
        }
        const rooted_graph source = decode(structure);
        graph g;
        g.set_ieee_derivatives(source.nodes.has_ieee_derivatives());
        buffer<node_id> renamed(source.nodes.size());
        for (std::size_t i = 0; i < source.nodes.size(); ++i) {
            node n = source.nodes[static_cast<node_id>(i)];
            for (std::size_t k = 0; k < n.arity(); ++k) n.operands[k] = renamed[n.operands[k]];
            if (!n.is_input()) {
                renamed[i] = g.insert(n);
                continue;
            }
            const auto& [is, place, value] = inputs[n.input()];
            renamed[i] = is == kernel_input::kind::literal
                             ? g.constant(value)
                             : g.input(is == kernel_input::kind::given ? scalars + place : place, n.role());
        }
        const node_id output = renamed[source.outputs[0]];
        const buffer<std::uint64_t> code = encode(g, std::span(&output, 1));
        words_.assign(code.begin(), code.end());
        description_ = {given_planes_, arguments_, words_};
    }
    run_time_description(const run_time_description&) = delete;  // residuals point here
    run_time_description& operator=(const run_time_description&) = delete;

    const definition_description& get() const { return description_; }

private:
    const value_shape* shape_of_size(std::uint32_t size) {
        if (size == 1) return &scalar_shape;
        shapes_.push_back(std::make_unique<value_shape>(value_shape{size, &scalar_shape, false, {}}));
        return shapes_.back().get();
    }

    std::vector<std::unique_ptr<value_shape>> shapes_;
    std::vector<argument_description> arguments_;
    std::vector<std::uint32_t> given_planes_;
    std::vector<std::uint64_t> words_;
    definition_description description_;
};

}  // namespace ditto::detail
