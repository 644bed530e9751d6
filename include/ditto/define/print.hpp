#pragma once

#include <ditto/define/kernel_code.hpp>
#include <ditto/graph/instruction_mix.hpp>
#include <ditto/graph/text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ditto {

namespace detail {

template <class Names>
std::string print_rows(std::span<const std::uint64_t> words, const Names& names) {
    const rooted_graph source = decode(words);
    return infix(source.nodes.nodes(), std::span<const node_id>(source.outputs), names);
}

inline std::string counted(std::size_t count, const char* what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

std::string print_code(const description auto& of) {
    const kernel_code code = rebuild_kernel(of);
    const auto nodes = code.nodes();
    infix_writer writer(nodes, code.input_names);
    std::string statements;
    std::uint32_t labels = 0;
    instruction_mix mix;
    for (const auto& [id, output] : schedule(code.operations)) {
        if (output != no_node) {
            statements += "out[" + std::to_string(output) + "] = ";
            writer.write(statements, id);
            statements += ";  // ";
            if (output < code.rows) {
                statements += "row " + std::to_string(output);
            } else {
                const auto [row, input] = code.partials[output - code.rows];
                statements += "∂row " + std::to_string(row) + "/∂" + code.input_names[input];
            }
            statements += '\n';
        } else if (nodes[id].arity() != 0) {
            mix.count(nodes[id].op);
            statements += "auto t" + std::to_string(labels) + " = ";
            writer.write(statements, id);
            statements += ";\n";
            writer.label(id, labels++);
        }
    }
    std::size_t unknowns = 0, givens = 0;
    for (const auto& [shape, size, place, steps] : of.arguments) (place.given ? givens : unknowns) += steps != 0 ? steps : size;
    return "// " + counted(code.rows, "row") + " of " + counted(unknowns, "unknown") + " and " +
           counted(givens, "given") + ", " + counted(code.partials.size(), "partial derivative") + "\n// " +
           counted(code.operations.operation_count, "operation") + ", " + counted(mix.flops(), "flop") + ", in " +
           counted(labels, "statement") + '\n' + statements;
}

}  // namespace detail

/// A definition as infix text, a line for each row. Arguments are called a, b, c, ... in their order, their scalars a.x, a[0]
/// or a.field. What a long text repeats is named on lines before: t0 = ...
template <auto Code, class... Kinds>
std::string print(const residual_definition<Code, Kinds...>&) {
    const auto& of = description_of<residual_definition<Code, Kinds...>>;
    return detail::print_rows(of.words, scalar_names(of));
}

/// An expression as infix text; argument k is called by the k-th letter.
template <auto Code>
std::string print(const expression<Code>&) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < detail::arguments_used<Code>(); ++k) names.push_back(argument_name(k));
    return detail::print_rows(Code.words, names);
}

/// The code of a definition's kernel, which yields values and partial derivatives, as statements like C++: one for each
/// operation, in the order in which they are computed, and one for each output, which says what that is.
template <auto Code, class... Kinds>
std::string print_kernel(const residual_definition<Code, Kinds...>&) {
    return detail::print_code(description_of<residual_definition<Code, Kinds...>>);
}

}  // namespace ditto
