#pragma once

#include <ditto/emit/identifier.hpp>
#include <ditto/graph/text.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Functions as source of other languages: readable, without dependencies, what the kernel computes in the same order.
namespace ditto::emit::detail {

/// How a language says an operation: $a, $b and $c are its operands.
struct spelled_operation {
    std::string_view operation, pattern;
};

/// What a language is to the library. Operations that it does not spell are functions of their own name.
struct language {
    std::string_view declaration;  ///< before a temporary's name: "const double "
    std::string_view in, out;      ///< arrays
    std::span<const spelled_operation> operations;
    std::string (*number)(double);

    std::string pattern(opcode code) const {
        for (const spelled_operation& o : operations)
            if (o.operation == facts_of[code].name) return std::string(o.pattern);
        constexpr std::array<std::string_view, 4> calls{"()", "($a)", "($a, $b)", "($a, $b, $c)"};
        return std::string(facts_of[code].name) + std::string(calls[facts_of[code].arity]);
    }
};

/// The statements of a function's body, a line each.
inline std::string statements(const compiled_function& f, const language& in) {
    const lowered_graph code = lower(f.graph().nodes, f.graph().outputs);
    std::vector<std::string> names(code.nodes.size());
    std::string text;
    std::size_t temporaries = 0;
    const auto element = [](std::string_view array, std::size_t i) {
        return std::string(array) + '[' + std::to_string(i) + ']';
    };
    const auto name = [&](node_id id) -> const std::string& {
        const node& n = code.nodes[id];
        if (names[id].empty()) names[id] = n.is_input() ? element(in.in, n.input()) : in.number(n.value);
        return names[id];
    };
    for (const auto& [id, output] : schedule(code)) {
        const node& n = code.nodes[id];
        if (output != no_node) {
            text += "    " + element(in.out, output) + " = " + name(id) + ";\n";
        } else if (n.arity() != 0) {
            std::string expression;
            const std::string pattern = in.pattern(n.op);
            for (std::size_t i = 0; i < pattern.size(); ++i)
                if (pattern[i] == '$')
                    expression += name(n.operands[static_cast<std::size_t>(pattern[++i] - 'a')]);
                else
                    expression += pattern[i];
            names[id] = 't' + std::to_string(temporaries++);
            text += "    " + std::string(in.declaration) + names[id] + " = " + expression + ";\n";
        }
    }
    return text;
}

inline std::string counts(const compiled_function& f) {
    return std::to_string(f.parameters()) + " parameters, " + std::to_string(f.outputs()) + " outputs, " +
           std::to_string(f.program().operation_count) + " operations";
}

}  // namespace ditto::emit::detail
