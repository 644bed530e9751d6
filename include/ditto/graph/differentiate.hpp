#pragma once

#include <ditto/graph/share.hpp>
#include <ditto/graph/symbol.hpp>

#include <span>

namespace ditto {

namespace detail {
template <std::size_t N>
constexpr std::array<symbol, 3> padded(const std::array<symbol, N>& partials) {
    std::array<symbol, 3> result{};
    for (std::size_t i = 0; i < N; ++i) result[i] = partials[i];
    return result;
}
template <class Op>
constexpr std::array<symbol, 3> record_partials([[maybe_unused]] const symbol& v, [[maybe_unused]] const symbol& a,
                                                [[maybe_unused]] const symbol& b, [[maybe_unused]] const symbol& c) {
    if constexpr (Op::arity == 0) return {};
    else if constexpr (Op::arity == 1) return padded(Op::partials(v, a));
    else if constexpr (Op::arity == 2) return padded(Op::partials(v, a, b));
    else return Op::partials(v, a, b, c);
}
template <class... Op>
constexpr auto recorders(boost::mp11::mp_list<Op...>) {
    return std::array{&record_partials<Op>...};
}

// d node / d operand_i for every operand, as nodes.
constexpr std::array<symbol, 3> partials_of(graph& g, node_id id) {
    constexpr auto record = recorders(operations{});
    const node n = g[id];
    const auto operand = [&](std::size_t i) { return symbol(g, n.operands[i]); };
    std::array<symbol, 3> result = record[n.op](symbol(g, id), operand(0), operand(1), operand(2));
    if (n.arity() == 2 && n.operands[0] == n.operands[1]) {  // a a: one operand, one partial
        result[0] = result[0] + result[1];
        result[1] = symbol();
    }
    return result;
}
constexpr symbol plus(const symbol& a, const symbol& b) {
    if (a.owner() == nullptr && a.literal() == 0.0) return b;
    return a + b;
}
}  // namespace detail

/// Partial derivatives of `output` with respect to every node of `wrt` by reverse accumulation, appended to the graph.
/// A derivative that is zero by structure is the literal 0. Linear in the nodes before `output`.
constexpr buffer<symbol> differentiate_reverse(graph& g, node_id output, std::span<const node_id> wrt,
                                               const buffer<char>& active) {
    buffer<symbol> adjoint(output + std::size_t{1});
    adjoint[output] = symbol(1.0);
    for (node_id id = output + 1; id-- > 0;) {
        const symbol seed = adjoint[id];
        if (!active[id] || (seed.owner() == nullptr && seed.literal() == 0.0) || g[id].arity() == 0) continue;
        const std::array<node_id, 3> operands = g[id].operands;
        const std::size_t arity = g[id].arity();
        const std::array<symbol, 3> partials = detail::partials_of(g, id);
        for (std::size_t k = 0; k < arity; ++k)
            if (active[operands[k]]) adjoint[operands[k]] = detail::plus(adjoint[operands[k]], seed * partials[k]);
    }
    buffer<symbol> result(wrt.size());
    for (std::size_t i = 0; i < wrt.size(); ++i)
        if (wrt[i] <= output) result[i] = adjoint[wrt[i]];
    return result;
}

/// Partial derivatives of all `outputs` with respect to one node by forward accumulation, appended to the graph.
constexpr buffer<symbol> differentiate_forward(graph& g, std::span<const node_id> outputs, node_id wrt) {
    node_id last = 0;
    for (const node_id id : outputs) last = id > last ? id : last;
    buffer<symbol> tangent(last + std::size_t{1});
    const node_id seeds[] = {wrt};
    const buffer<char> active = depends_on(g, last + std::size_t{1}, seeds);
    if (wrt <= last) tangent[wrt] = symbol(1.0);
    for (node_id id = wrt + 1; id <= last; ++id) {
        if (!active[id]) continue;
        const std::array<node_id, 3> operands = g[id].operands;
        const std::size_t arity = g[id].arity();
        const std::array<symbol, 3> partials = detail::partials_of(g, id);
        for (std::size_t k = 0; k < arity; ++k)
            if (active[operands[k]]) tangent[id] = detail::plus(tangent[id], tangent[operands[k]] * partials[k]);
    }
    buffer<symbol> result(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) result[i] = tangent[outputs[i]];
    return result;
}

}  // namespace ditto
