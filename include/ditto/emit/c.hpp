#pragma once

#include <ditto/emit/identifier.hpp>
#include <ditto/graph/text.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

/// Functions as source of other languages: readable, without dependencies, what the kernel computes in the same order.
namespace ditto::emit {

namespace detail {

/// How C99 says an operation on $a, $b and $c. A NaN stays one, as it does here.
constexpr std::string_view c_pattern(std::string_view operation) {
    struct entry {
        std::string_view operation, pattern;
    };
    constexpr entry patterns[] = {
        {"add", "$a + $b"},
        {"subtract", "$a - $b"},
        {"multiply", "$a * $b"},
        {"divide", "$a / $b"},
        {"negate", "-$a"},
        {"reciprocal", "1.0 / $a"},
        {"reciprocal_or_zero", "$a == 0.0 ? 0.0 : 1.0 / $a"},
        {"abs", "fabs($a)"},
        {"sign", "$a > 0.0 ? 1.0 : $a < 0.0 ? -1.0 : $a"},
        {"less", "$a < $b ? 1.0 : 0.0"},
        {"less_equal", "$a <= $b ? 1.0 : 0.0"},
        {"equal", "$a == $b ? 1.0 : 0.0"},
        {"select", "$a != 0.0 ? $b : $c"},
        {"multiply_add", "fma($a, $b, $c)"},
        {"multiply_subtract", "fma($a, $b, -$c)"},
        {"subtract_product", "fma(-$a, $b, $c)"},
        {"negate_multiply_add", "-fma($a, $b, $c)"},
        {"min", "$a < $b || $a != $a ? $a : $b"},
        {"max", "$a > $b || $a != $a ? $a : $b"},
        {"mod", "fmod($a, $b)"},
        {"sigmoid", "($a < 0.0 ? exp($a) : 1.0) / (1.0 + exp(-fabs($a)))"},
        {"softplus", "($a > 0.0 ? $a : 0.0) + log1p(exp(-fabs($a)))"},
    };
    for (const entry& e : patterns)
        if (e.operation == operation) return e.pattern;
    return {};  // a function of its own name
}

inline std::string c_number(double value) {
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value < 0 ? "-INFINITY" : "INFINITY";
    std::string text = number_text(value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return value < 0 ? '(' + text + ')' : text;
}

/// The statements of a function's body: inputs are `in`[i], outputs `out`[k].
inline std::string c_statements(const compiled_function& f, std::string_view indentation) {
    const lowered_graph code = lower(f.graph().nodes, f.graph().outputs);
    std::vector<std::string> names(code.nodes.size());
    std::string text;
    std::size_t temporaries = 0;
    const auto name = [&](node_id id) -> const std::string& {
        const node& n = code.nodes[id];
        if (names[id].empty()) names[id] = n.is_input() ? "in[" + std::to_string(n.input()) + ']' : c_number(n.value);
        return names[id];
    };
    for (const auto& [id, output] : schedule(code)) {
        text += indentation;
        if (output != no_node) {
            text += "out[" + std::to_string(output) + "] = " + name(id) + ";\n";
            continue;
        }
        const node& n = code.nodes[id];
        if (n.arity() == 0) {
            text.resize(text.size() - indentation.size());
            continue;
        }
        std::string expression;
        if (const std::string_view pattern = c_pattern(facts_of[n.op].name); !pattern.empty()) {
            for (std::size_t i = 0; i < pattern.size(); ++i)
                if (pattern[i] == '$') expression += name(n.operands[static_cast<std::size_t>(pattern[++i] - 'a')]);
                else expression += pattern[i];
        } else {
            expression = std::string(facts_of[n.op].name) + '(';
            for (std::size_t k = 0; k < n.arity(); ++k) expression += (k == 0 ? "" : ", ") + name(n.operands[k]);
            expression += ')';
        }
        names[id] = 't' + std::to_string(temporaries++);
        text += "const double " + names[id] + " = " + expression + ";\n";
    }
    return text;
}

}  // namespace detail

/// A C99 function void name(const double *in, double *out), which needs <math.h> and nothing else. `in` and `out` do not
/// overlap. Throws where the name is no identifier.
inline std::string c(const compiled_function& f, std::string_view name) {
    detail::require_identifier(name);
    return "#include <math.h>\n\n/* " + std::to_string(f.parameters()) + " parameters, " + std::to_string(f.outputs()) +
           " outputs, " + std::to_string(f.program().operation_count) + " operations */\nvoid " + std::string(name) +
           "(const double *in, double *out) {\n    (void)in;\n" + detail::c_statements(f, "    ") + "}\n";
}

/// A CUDA kernel for `count` points, a thread each: in[p * parameters + i], out[p * outputs + k].
inline std::string cuda(const compiled_function& f, std::string_view name) {
    detail::require_identifier(name);
    return "extern \"C\" __global__ void " + std::string(name) +
           "(const double *points, double *results, long count) {\n"
           "    const long point = (long)blockIdx.x * blockDim.x + threadIdx.x;\n"
           "    if (point >= count) return;\n"
           "    const double *in = points + point * " + std::to_string(f.parameters()) + ";\n"
           "    double *out = results + point * " + std::to_string(f.outputs()) + ";\n    (void)in;\n" +
           detail::c_statements(f, "    ") + "}\n";
}

}  // namespace ditto::emit
