#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/code.hpp>
#include <ditto/graph/eliminate.hpp>
#include <ditto/graph/layout.hpp>
#include <ditto/graph/schedule.hpp>

namespace ditto {

/// What a program yields.
enum class program_kind {
    values,    ///< the rows of the residual
    jacobian,  ///< the rows, then their partial derivatives with respect to the unknowns that are not zero by structure
};

/// One step of a program: register `result` = operation on registers, or output number `b` = register `a`.
///   constant    a = number of the constant
///   sin         b = 1: the next register receives the cosine of the same argument, and the next step does nothing
struct instruction {
    opcode op;
    std::uint16_t a;
    std::uint16_t b;
    std::uint16_t c;
};

/// The opcode of an instruction that delivers an output: one past the operations.
inline constexpr opcode store_output = boost::mp11::mp_size<operations>::value;

/// A partial derivative that a program yields: d row / d input.
struct structural_partial {
    std::uint32_t row;
    std::uint32_t input;
};

/// A frozen, scheduled graph: registers [0, inputs) hold the inputs, instruction i writes register inputs + i.
template <std::size_t Instructions, std::size_t Constants, std::size_t Partials>
struct program {
    std::uint32_t inputs = 0;
    std::uint32_t rows = 0;
    std::uint32_t operation_count = 0;  ///< operations before products are fused with sums
    std::array<instruction, Instructions> instructions{};
    std::array<double, Constants> constants{};
    std::array<structural_partial, Partials> partials{};
};

/// A graph with what is to be stored of it, derived from a residual.
struct derived_graph {
    rooted_graph graph;
    buffer<structural_partial> partials;
    std::uint32_t inputs = 0;
    std::uint32_t rows = 0;
};

/// Vertices up to which a Jacobian is accumulated by elimination, which takes quadratic space; larger graphs are swept.
inline constexpr std::size_t largest_eliminated = 512;

/// Derives the outputs of `kind` from a canonical graph: differentiates and shares. Large graphs take reverse accumulation
/// where there are fewer rows than unknowns, forward otherwise.
///
/// Partials come row by row, in the order of the unknowns in `order` (numbers of inputs; all of them in their order, if it
/// is empty), so that they are stored in the order of memory.
constexpr derived_graph derive(rooted_graph source, program_kind kind, std::span<const std::uint16_t> order = {}) {
    derived_graph result;
    graph& g = source.nodes;
    buffer<node_id>& outputs = source.outputs;
    buffer<node_id> inputs;  // by number: 1 + node
    for (std::size_t i = 0; i < g.size(); ++i) {
        const node& n = g[static_cast<node_id>(i)];
        if (!n.is_input()) continue;
        while (inputs.size() <= n.input()) inputs.push_back(0);
        inputs[n.input()] = static_cast<node_id>(i) + 1;
    }
    result.inputs = static_cast<std::uint32_t>(inputs.size());
    buffer<node_id> unknowns;
    if (kind == program_kind::jacobian)
        for (std::size_t i = 0; i < (order.empty() ? inputs.size() : order.size()); ++i) {
            const std::size_t number = order.empty() ? i : order[i];
            if (number < inputs.size() && inputs[number] != 0 && g[inputs[number] - 1].role() == input_role::unknown)
                unknowns.push_back(inputs[number] - 1);
        }
    result.rows = static_cast<std::uint32_t>(outputs.size());
    share_reciprocals(g, outputs, unknowns);
    if (kind == program_kind::jacobian) {
        const buffer<node_id> values = outputs;
        const auto keep = [&](const symbol& d, std::size_t row, std::size_t unknown) {
            if (d.owner() == nullptr && d.literal() == 0.0) return;
            const node_id id = d.in(g);
            if (g.is_constant(id, 0.0)) return;
            outputs.push_back(id);
            result.partials.push_back({static_cast<std::uint32_t>(row), g[unknowns[unknown]].input()});
        };
        if (detail::linearised_size(g, values, unknowns) <= largest_eliminated) {
            detail::linearised_graph linear(g, values, unknowns);
            linear.eliminate_all();
            for (std::size_t row = 0; row < values.size(); ++row)
                for (std::size_t j = 0; j < unknowns.size(); ++j) keep(linear.derivative(row, j), row, j);
        } else if (values.size() <= unknowns.size()) {
            const buffer<char> active = depends_on(g, g.size(), unknowns);
            for (std::size_t row = 0; row < values.size(); ++row) {
                const buffer<symbol> d = differentiate_reverse(g, values[row], unknowns, active);
                for (std::size_t j = 0; j < d.size(); ++j) keep(d[j], row, j);
            }
        } else {
            buffer<symbol> columns;
            for (const node_id unknown : unknowns) columns.append(differentiate_forward(g, values, unknown));
            for (std::size_t row = 0; row < values.size(); ++row)
                for (std::size_t j = 0; j < unknowns.size(); ++j) keep(columns[j * values.size() + row], row, j);
        }
    }
    result.graph = std::move(source);
    return result;
}

/// The same graph where the inputs that `is_step` chooses are 0.
template <class IsStep>
constexpr rooted_graph at_zero_steps(const rooted_graph& source, IsStep is_step) {
    rooted_graph result;
    graph& g = result.nodes;
    g.set_ieee_derivatives(source.nodes.has_ieee_derivatives());
    buffer<node_id> renamed(source.nodes.size(), no_node);
    for (std::size_t i = 0; i < renamed.size(); ++i) {
        const node& n = source.nodes[static_cast<node_id>(i)];
        if (n.is_input() && is_step(static_cast<std::uint16_t>(n.input()))) {
            renamed[i] = g.constant(0.0);
        } else if (n.arity() == 0) {
            renamed[i] = g.insert(n);
        } else {
            std::array<node_id, 3> operands{};
            for (std::size_t k = 0; k < n.arity(); ++k) operands[k] = renamed[n.operands[k]];
            renamed[i] = simplify(g, n.op, operands);
        }
    }
    for (const node_id id : source.outputs) result.outputs.push_back(renamed[id]);
    return result;
}

/// Leaves out the partials that have become zero since.
constexpr void drop_zero_partials(derived_graph& of) {
    buffer<node_id> outputs;
    buffer<structural_partial> partials;
    for (std::size_t k = 0; k < of.graph.outputs.size(); ++k) {
        const node_id id = of.graph.outputs[k];
        if (k >= of.rows && of.graph.nodes.is_constant(id, 0.0)) continue;
        outputs.push_back(id);
        if (k >= of.rows) partials.push_back(of.partials[k - of.rows]);
    }
    of.graph.outputs = std::move(outputs);
    of.partials = std::move(partials);
}

/// The program of a derived graph as words: six sizes, instructions, constants, partials. `program_from` reads them.
constexpr buffer<std::uint64_t> assemble(const derived_graph& source) {
    const lowered_graph g = lower(source.graph.nodes, source.graph.outputs);
    const buffer<scheduled> order = schedule(g);
    if (source.inputs + order.size() > 0xffff) throw error("ditto: inputs, constants, operations and outputs of a function and its derivatives are more than 65535: split it");
    const node* nodes = g.nodes.data();
    buffer<std::uint64_t> words{source.inputs, source.rows,      g.operation_count,
                                order.size(),  std::uint64_t{0}, source.partials.size()};
    buffer<std::uint64_t> constants;
    buffer<std::uint64_t> place(g.nodes.size());  // of a node: its register
    for (std::size_t i = 0; i < g.nodes.size(); ++i)
        if (nodes[i].is_input()) place[i] = nodes[i].input();
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto [id, output] = order[i];
        if (output != no_node) {
            words.push_back(store_output | place[id] << 16 | std::uint64_t{output} << 32);
            continue;
        }
        const node& n = nodes[id];
        std::array<std::uint64_t, 3> operands{};
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) operands[k] = place[n.operands[k]];
        if (n.is_constant()) {
            operands[0] = constants.size();
            constants.push_back(std::bit_cast<std::uint64_t>(n.value));
        }
        const auto computes = [&](std::size_t at, opcode op) {
            return at < order.size() && order[at].output == no_node && nodes[order[at].id].op == op &&
                   nodes[order[at].id].operands[0] == n.operands[0];
        };
        if (n.op == opcode_of<op::sin> && computes(i + 1, opcode_of<op::cos>)) operands[1] = 1;
        if (n.op == opcode_of<op::cos> && computes(i - 1, opcode_of<op::sin>)) operands[1] = 1;
        place[id] = source.inputs + i;
        words.push_back(n.op | operands[0] << 16 | operands[1] << 32 | operands[2] << 48);
    }
    words[4] = constants.size();
    words.append(constants);
    for (const auto [row, input] : source.partials) words.push_back(std::uint64_t{row} << 32 | input);
    return words;
}

/// The program in words that are a constant.
template <const auto& Words>
consteval auto program_from() {
    constexpr auto& w = Words.words;
    program<w[3], w[4], w[5]> p;
    p.inputs = static_cast<std::uint32_t>(w[0]);
    p.rows = static_cast<std::uint32_t>(w[1]);
    p.operation_count = static_cast<std::uint32_t>(w[2]);
    std::size_t next = 6;
    for (instruction& i : p.instructions) {
        const std::uint64_t word = w[next++];
        i = {static_cast<opcode>(word & 0xffff), static_cast<std::uint16_t>(word >> 16),
             static_cast<std::uint16_t>(word >> 32), static_cast<std::uint16_t>(word >> 48)};
    }
    for (double& c : p.constants) c = std::bit_cast<double>(w[next++]);
    for (structural_partial& s : p.partials) {
        s = {static_cast<std::uint32_t>(w[next] >> 32), static_cast<std::uint32_t>(w[next])};
        ++next;
    }
    return p;
}

/// The structure of a residual, as a type: a canonical graph with anonymous inputs.
template <auto Code>
struct structure {
    static constexpr auto code = Code;
};

namespace detail {
template <class Structure, class Layout, program_kind Kind>
struct derivation {
    static constexpr buffer<std::uint64_t> make() {
        derived_graph derived = derive(decode(Structure::code.words), Kind, Layout::data.differentiated_inputs());
        if constexpr (Layout::data.column_inputs.size() != 0) {
            derived.graph = at_zero_steps(derived.graph, [](std::uint16_t input) { return Layout::data.is_step(input); });
            drop_zero_partials(derived);
        }
        return assemble(derived);
    }
    static constexpr auto words = frozen<derivation>();
};
}  // namespace detail

/// The program that yields `Kind` of a structure, partials in the order of the layout: a function of the two alone, whoever
/// wrote them.
template <class Structure, class Layout, program_kind Kind>
inline constexpr auto program_of = program_from<detail::derivation<Structure, Layout, Kind>::words>();

}  // namespace ditto
