#pragma once

#include <ditto/graph/lower.hpp>

namespace ditto {

/// A place in a schedule: node `id` is computed, or (`output` is not no_node) is stored as that output.
struct scheduled {
    node_id id;
    std::uint32_t output;
};

/// The order in which to compute a lowered graph, so that few values are alive at a time: depth-first from each output, the
/// operand that needs more registers first (Sethi and Ullman, JACM 17(4), 1970), each output stored as soon as it is known,
/// the cosine of an argument right after its sine. Inputs are not listed. Linear; not recursive.
constexpr buffer<scheduled> schedule(const lowered_graph& g) {
    const std::size_t size = g.nodes.size();
    const node* nodes = g.nodes.data();
    buffer<std::uint32_t> registers(size);
    buffer<node_id> sine(size);     // of an argument: 1 + node
    buffer<node_id> partner(size);  // of a sine or cosine: 1 + the other one of its argument
    for (std::size_t i = 0; i < size; ++i) {
        const node& n = nodes[i];
        const std::size_t arity = n.arity();
        std::uint32_t most = 0;
        std::uint32_t ties = 0;
        for (std::size_t k = 0; k < arity; ++k) {
            const std::uint32_t r = registers[n.operands[k]];
            ties = r == most ? ties + 1 : r > most ? 0 : ties;
            most = r > most ? r : most;
        }
        registers[i] = arity == 0 ? 1 : most + ties;
        if (n.op == opcode_of<op::sin>) sine[n.operands[0]] = static_cast<node_id>(i) + 1;
    }
    for (std::size_t i = 0; i < size; ++i)
        if (nodes[i].op == opcode_of<op::cos> && sine[nodes[i].operands[0]] != 0) {
            partner[i] = sine[nodes[i].operands[0]];
            partner[partner[i] - 1] = static_cast<node_id>(i) + 1;
        }

    buffer<scheduled> order;
    buffer<char> done(size);
    buffer<node_id> stack;
    for (std::size_t output = 0; output < g.outputs.size(); ++output) {
        stack.push_back(g.outputs[output]);
        while (!stack.empty()) {
            const node_id id = stack.back();
            if (done[id]) {
                stack.pop_back();
                continue;
            }
            const node& n = nodes[id];
            std::array<node_id, 3> waiting{};
            std::size_t count = 0;
            const std::size_t arity = n.arity();
            for (std::size_t k = 0; k < arity; ++k) {
                const node_id operand = n.operands[k];
                if (done[operand]) continue;
                std::size_t place = count++;  // ascending need: the largest is pushed last and visited first
                for (; place > 0 && registers[waiting[place - 1]] > registers[operand]; --place)
                    waiting[place] = waiting[place - 1];
                waiting[place] = operand;
            }
            if (count > 0) {
                for (std::size_t k = 0; k < count; ++k) stack.push_back(waiting[k]);
                continue;
            }
            stack.pop_back();
            done[id] = 1;
            if (n.is_input()) continue;
            if (partner[id] == 0) {
                order.push_back({id, no_node});
            } else {
                const node_id other = partner[id] - 1;
                const bool is_sine = n.op == opcode_of<op::sin>;
                order.push_back({is_sine ? id : other, no_node});
                order.push_back({is_sine ? other : id, no_node});
                done[other] = 1;
            }
        }
        order.push_back({g.outputs[output], static_cast<std::uint32_t>(output)});
    }
    return order;
}

}  // namespace ditto
