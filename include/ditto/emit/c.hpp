#pragma once

#include <ditto/emit/language.hpp>

#include <array>
#include <string>
#include <string_view>

namespace ditto::emit {

namespace detail {

/// A NaN stays one, as it does here.
template <bool Fuses>
inline constexpr std::array c_operations = {
    spelled_operation{"multiply_add", Fuses ? "fma($a, $b, $c)" : "$a * $b + $c"},
    spelled_operation{"multiply_subtract", Fuses ? "fma($a, $b, -$c)" : "$a * $b - $c"},
    spelled_operation{"subtract_product", Fuses ? "fma(-$a, $b, $c)" : "$c - $a * $b"},
    spelled_operation{"negate_multiply_add", Fuses ? "-fma($a, $b, $c)" : "-($a * $b + $c)"},
    spelled_operation{"add", "$a + $b"},
    spelled_operation{"subtract", "$a - $b"},
    spelled_operation{"multiply", "$a * $b"},
    spelled_operation{"divide", "$a / $b"},
    spelled_operation{"negate", "-$a"},
    spelled_operation{"reciprocal", "1.0 / $a"},
    spelled_operation{"reciprocal_or_zero", "$a == 0.0 ? 0.0 : 1.0 / $a"},
    spelled_operation{"abs", "fabs($a)"},
    spelled_operation{"sign", "$a > 0.0 ? 1.0 : $a < 0.0 ? -1.0 : $a"},
    spelled_operation{"less", "$a < $b ? 1.0 : 0.0"},
    spelled_operation{"less_equal", "$a <= $b ? 1.0 : 0.0"},
    spelled_operation{"equal", "$a == $b ? 1.0 : 0.0"},
    spelled_operation{"select", "$a != 0.0 ? $b : $c"},
    spelled_operation{"min", "$a < $b || $a != $a ? $a : $b"},
    spelled_operation{"max", "$a > $b || $a != $a ? $a : $b"},
    spelled_operation{"mod", "fmod($a, $b)"},
    spelled_operation{"sigmoid", "($a < 0.0 ? exp($a) : 1.0) / (1.0 + exp(-fabs($a)))"},
    spelled_operation{"softplus", "($a > 0.0 ? $a : 0.0) + log1p(exp(-fabs($a)))"},
};

inline std::string c_number(double value) {
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value < 0 ? "(-INFINITY)" : "INFINITY";
    std::string text = number_text(value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return std::signbit(value) ? '(' + text + ')' : text;
}

// Where this processor fuses no products with sums, the kernel does not, and C's fma would be a slow function.
inline constexpr language c99{"const double ", "in", "out", c_operations<fuses_multiply_add>, c_number};
inline constexpr language cuda{"const double ", "in", "out", c_operations<true>, c_number};

}  // namespace detail

/// A C99 function void name(const double *in, double *out), which needs <math.h> and nothing else. `in` and `out` do not
/// overlap. Products are fused with sums where this processor does so. Throws where the name is no identifier.
inline std::string c(const compiled_function& f, std::string_view name) {
    detail::require_identifier(name);
    return "#include <math.h>\n\n/* " + detail::counts(f) + " */\nvoid " + std::string(name) +
           "(const double *in, double *out) {\n    (void)in;\n" + detail::statements(f, detail::c99) + "}\n";
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
           detail::statements(f, detail::cuda) + "}\n";
}

}  // namespace ditto::emit
