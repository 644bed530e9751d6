#pragma once

#include <ditto/graph/share.hpp>

namespace ditto {

/// Marks the place in a schedule where output `output` is complete and can be stored.
struct scheduled {
    node_id id;
    std::uint32_t output;  ///< no_node for a computation
};

/// The order in which to compute what the outputs need, so that few values are alive at a time: depth-first from each
/// output, the operand that needs more registers first (Sethi and Ullman, JACM 17(4), 1970), each output stored as soon as
/// it is known, the cosine of an argument right after its sine. Leaves are inputs and constants; inputs are not listed.
/// Linear; not recursive.
constexpr buffer<scheduled> schedule(const graph& g, std::span<const node_id> outputs) {
    const buffer<char> needed = needed_by(g, outputs);
    buffer<std::uint16_t> registers(g.size());
    buffer<node_id> partner(g.size());  // of a sine or cosine: 1 + the other one of its argument
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (!needed[i]) continue;
        const node_id id = static_cast<node_id>(i);
        const node& n = g[id];
        const std::size_t arity = n.arity();
        std::uint16_t most = 0;
        std::uint16_t ties = 0;
        for (std::size_t k = 0; k < arity; ++k) {
            const std::uint16_t r = registers[n.operands[k]];
            if (r == most) ++ties;
            if (r > most) {
                most = r;
                ties = 0;
            }
        }
        registers[i] = arity == 0 ? std::uint16_t{1} : static_cast<std::uint16_t>(most + (ties < 60000 ? ties : 0));
        if (g.is<op::cos>(id)) {
            const node_id sine = g.find({opcode_of<op::sin>, n.operands, 0.0});
            if (sine != no_node && needed[sine]) {
                partner[i] = sine + 1;
                partner[sine] = id + 1;
            }
        }
    }
    buffer<scheduled> order;
    buffer<char> done(g.size());
    buffer<node_id> stack;
    for (std::size_t output = 0; output < outputs.size(); ++output) {
        stack.push_back(outputs[output]);
        while (!stack.empty()) {
            const node_id id = stack.back();
            if (done[id]) {
                stack.pop_back();
                continue;
            }
            const node& n = g[id];
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
                const bool is_sine = g.is<op::sin>(id);
                order.push_back({is_sine ? id : other, no_node});
                order.push_back({is_sine ? other : id, no_node});
                done[other] = 1;
            }
        }
        order.push_back({outputs[output], static_cast<std::uint32_t>(output)});
    }
    return order;
}

}  // namespace ditto
