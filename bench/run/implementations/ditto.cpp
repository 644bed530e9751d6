// The kernels that ditto makes from definitions, as contract programs write them.
#include "bound_table.hpp"
#include "definitions.hpp"

namespace bench {

prepared prepare_ditto(const scene& s) {
    std::vector<bound_table> tables;
    prepared p;
    for (std::size_t n = 0; n < s.blocks.size(); ++n) {
        tables.push_back(with_definition(s.blocks[n].kind, [&](auto definition) {
            return bound_table(definition, decltype(definition)::template kernel<double>(), s, n);
        }));
        p.lanes = tables.back().table->shape.lanes;
        p.order.push_back(tables.back().order);
    }
    p.run = [tables = std::move(tables)](double* out) {
        for (const bound_table& t : tables) t(out);
    };
    return p;
}

}  // namespace bench
