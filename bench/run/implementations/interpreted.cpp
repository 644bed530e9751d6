// The same kernels, interpreted: what a graph that is known at run time only gets.
#include "bound_table.hpp"
#include "definitions.hpp"

#include <ditto/kernel/interpreted_kernel.hpp>

#include <memory>

namespace bench {
namespace {

template <class Definition>
std::shared_ptr<const ditto::interpreted_kernel<double>> interpret(Definition) {
    const auto& layout = Definition::layout_type::data;
    return std::make_shared<ditto::interpreted_kernel<double>>(
        ditto::decode(Definition::structure_type::code.words),
        ditto::dynamic_layout{{layout.variable_sizes.begin(), layout.variable_sizes.end()},
                              {layout.scalar_inputs.begin(), layout.scalar_inputs.end()},
                              {layout.given_inputs.begin(), layout.given_inputs.end()}});
}

}  // namespace

prepared prepare_interpreted(const scene& s) {
    std::vector<std::shared_ptr<const ditto::interpreted_kernel<double>>> kernels;
    std::vector<bound_table> tables;
    prepared p;
    for (std::size_t n = 0; n < s.blocks.size(); ++n) {
        tables.push_back(with_definition(s.blocks[n].kind, [&](auto definition) {
            kernels.push_back(interpret(definition));
            return bound_table(definition, kernels.back()->table(), s, n);
        }));
        p.lanes = tables.back().table->shape.lanes;
        p.order.push_back(tables.back().order);
    }
    p.run = [kernels = std::move(kernels), tables = std::move(tables)](double* out) {
        for (const bound_table& t : tables) t(out);
    };
    return p;
}

}  // namespace bench
