#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/node.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace ditto {

/// The first node that is not finite and makes `from` so: of finite operands, or an input. What `select` does not choose
/// makes nothing so. `from` itself where it is finite. Linear.
template <class T>
node_id first_non_finite_node(std::span<const node> nodes, std::span<const T> values, node_id from) {
    if (std::isfinite(values[from])) return from;
    std::vector<char> guilty(from + std::size_t{1});
    guilty[from] = 1;
    node_id first = from;
    for (node_id id = from + 1; id-- > 0;) {
        if (!guilty[id]) continue;
        first = id;
        const node& n = nodes[id];
        for (std::size_t k = 0; k < n.arity(); ++k) {
            const bool ignored =
                n.op == opcode_of<op::select> && k == (values[n.operands[0]] != T(0) ? std::size_t{2} : std::size_t{1});
            if (!ignored && !std::isfinite(values[n.operands[k]])) guilty[n.operands[k]] = 1;
        }
    }
    return first;
}

}  // namespace ditto
