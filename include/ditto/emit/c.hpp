#pragma once

#include <ditto/emit/language.hpp>

#include <string>
#include <string_view>

namespace ditto::emit {

namespace detail {

/// A NaN stays one, as it does here.
inline constexpr spelled_operation c_operations[] = {
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

inline std::string c_number(double value) {
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value < 0 ? "(-INFINITY)" : "INFINITY";
    std::string text = number_text(value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return std::signbit(value) ? '(' + text + ')' : text;
}

inline constexpr language c99{"const double ", "in", "out", c_operations, c_number};

}  // namespace detail

/// A C99 function void name(const double *in, double *out), which needs <math.h> and nothing else. `in` and `out` do not
/// overlap. Throws where the name is no identifier.
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
           detail::statements(f, detail::c99) + "}\n";
}

}  // namespace ditto::emit
