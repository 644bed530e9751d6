#pragma once

#include <ditto/emit/language.hpp>
#include <ditto/emit/shader_constants.hpp>
#include <ditto/emit/shader_functions.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace ditto::emit {

/// The numbers that a shader computes with.
enum class precision { single_precision, double_precision };

namespace detail {

// In the notation of shader_functions.hpp.
inline constexpr spelled_operation shader_operations[] = {
    {"add", "$a + $b"},
    {"subtract", "$a - $b"},
    {"multiply", "$a * $b"},
    {"divide", "$a / $b"},
    {"negate", "-$a"},
    {"reciprocal", "1.0# / $a"},
    {"reciprocal_or_zero", "@choose($a == 0.0#, 0.0#, 1.0# / $a)"},
    {"less", "@choose($a < $b, 1.0#, 0.0#)"},
    {"less_equal", "@choose($a <= $b, 1.0#, 0.0#)"},
    {"equal", "@choose($a == $b, 1.0#, 0.0#)"},
    {"select", "@choose($a != 0.0#, $b, $c)"},
    {"multiply_add", "~fma($a, $b, $c)"},
    {"multiply_subtract", "~fma($a, $b, -$c)"},
    {"subtract_product", "~fma(-$a, $b, $c)"},
    {"negate_multiply_add", "-~fma($a, $b, $c)"},
};

/// What tells the shading languages apart.
struct dialect {
    std::string_view number;         ///< the type
    std::string_view suffix;         ///< of literals
    std::string_view own_functions;  ///< with a space before and after each
    bool is_wgsl;
    bool is_double;
};
inline constexpr std::string_view functions_of_all = " abs sign sqrt floor ceil trunc min max fma ";
inline constexpr std::string_view functions_of_single =
    " abs sign sqrt floor ceil trunc min max fma exp exp2 log log2 sin cos tan ";
inline constexpr dialect glsl_single{"float", "", functions_of_single, false, false};
inline constexpr dialect glsl_double{"double", "lf", functions_of_all, false, true};
inline constexpr dialect wgsl_single{"f32", "f", functions_of_single, true, false};

/// Turns what the languages have in common into one of them, and collects the functions that it lacks. Their names begin
/// with that of the function that needs them, so that several functions go into one shader.
class shader_writer {
public:
    shader_writer(const dialect& in, std::string_view prefix)
        : in_(in), prefix_(std::string(prefix) + '_'), constants_(in.is_double) {}

    std::string translate(std::string_view text) {
        std::string result;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool is_statement = i == 0 || text[i - 1] == '\n';
            if (is_statement && !in_.is_wgsl && text.substr(i).starts_with("let ")) {
                result += in_.number;
                i += 2;
            } else if (text[i] == '#') {
                result += in_.suffix;
            } else if (text[i] == '@') {
                result += prefix_;
                chooses_ = true;
            } else if (text[i] == '~') {
                const std::string_view name = text.substr(i + 1, text.find('(', i) - i - 1);
                if (in_.own_functions.find(' ' + std::string(name) + ' ') != std::string_view::npos) continue;
                result += prefix_;
                require(name);
            } else if (text[i] == '{') {
                const std::size_t end = text.find('}', i);
                result += translate(constants_.text(text.substr(i + 1, end - i - 1)));
                i = end;
            } else {
                result += text[i];
            }
        }
        return result;
    }

    /// The functions that translated text calls, each after those that it calls itself.
    std::string functions() const { return (chooses_ ? choose() : "") + functions_; }

private:
    std::string signature(std::string_view name, std::string_view parameters) const {
        const std::string type(in_.number);
        std::string list;
        for (std::size_t i = 0; i < parameters.size(); i += 3) {  // names have one letter
            if (i != 0) list += ", ";
            list += in_.is_wgsl ? parameters[i] + (": " + type) : type + ' ' + parameters[i];
        }
        const std::string call = prefix_ + std::string(name) + '(' + list + ')';
        return in_.is_wgsl ? "fn " + call + " -> " + type : type + ' ' + call;
    }
    std::string choose() const {
        const std::string type(in_.number);
        if (in_.is_wgsl)
            return "fn " + prefix_ + "choose(c: bool, x: f32, y: f32) -> f32 {\n    return select(y, x, c);\n}\n";
        return type + ' ' + prefix_ + "choose(bool c, " + type + " x, " + type + " y) {\n    return c ? x : y;\n}\n";
    }
    void require(std::string_view name) {
        if (!required_.insert(std::string(name)).second) return;
        const auto f = std::find_if(std::begin(shader_functions), std::end(shader_functions),
                                    [&](const shader_function& known) { return known.name == name; });
        if (f == std::end(shader_functions)) throw error("ditto: shaders have no operation " + std::string(name));
        const std::string body = translate(f->body);  // what it calls comes first
        functions_ += signature(name, f->parameters) + " {\n    ";
        for (const char c : body) functions_ += c == '\n' ? "\n    " : std::string(1, c);
        functions_ += "\n}\n";
    }

    const dialect& in_;
    std::string prefix_, functions_;
    shader_constants constants_;
    std::set<std::string> required_;
    bool chooses_ = false;
};

template <bool IsDouble>
std::string shader_number(double value) {
    const double rounded = IsDouble ? value : static_cast<double>(static_cast<float>(value));
    if (!std::isfinite(rounded) || (rounded == 0) != (value == 0))
        throw error("ditto: " + number_text(value) + " is no constant of a shader" +
                    (IsDouble ? "" : ", whose numbers are floats"));
    return shader_literal(value, IsDouble);
}

struct shader_parts {
    std::string functions, statements;
};

inline shader_parts shader(const compiled_function& f, const dialect& in, std::string_view name) {
    require_identifier(name);
    if (name.starts_with("gl_") || name.starts_with('_') || name.ends_with('_') ||
        name.find("__") != std::string_view::npos || name == in.number)
        throw error("ditto: " + in_quotes(name) + " is no name for a shader's function");
    if (f.outputs() == 0) throw error("ditto: a shader's function has outputs");
    constexpr std::string_view arguments[] = {"()", "($a)", "($a, $b)", "($a, $b, $c)"};
    std::vector<std::string> calls;  // of what is not listed above
    for (const operation_facts& facts : facts_of)
        calls.push_back('~' + std::string(facts.name) + std::string(arguments[facts.arity]));
    std::vector<spelled_operation> operations(std::begin(shader_operations), std::end(shader_operations));
    for (std::size_t code = 0; code < calls.size(); ++code) operations.push_back({facts_of[code].name, calls[code]});

    const language common{"let ", "point", "result", operations,
                          in.is_double ? &shader_number<true> : &shader_number<false>};
    std::string lines = detail::statements(f, common);
    shader_writer writer(in, name);
    std::string text;
    for (std::size_t begin = 0; begin < lines.size();) {
        const std::size_t end = lines.find('\n', begin) + 1;
        text += "    " + writer.translate(std::string_view(lines).substr(begin + 4, end - begin - 4));
        begin = end;
    }
    return {writer.functions(), text};
}

}  // namespace detail

/// A function void name(const float point[parameters], out float result[outputs]) in GLSL 4.0 or later, or of doubles, and
/// before it what it needs and GLSL lacks: name_choose, name_erf, ... A function of no parameters has no `point`. For its
/// accuracy see docs/howto/emit.md; NaN, infinities and signs of zeros are what the driver makes of them. Throws where the
/// name is none, or a constant is not finite or no float.
inline std::string glsl(const compiled_function& f, std::string_view name,
                        precision numbers = precision::single_precision) {
    const detail::dialect& in = numbers == precision::single_precision ? detail::glsl_single : detail::glsl_double;
    const auto [functions, statements] = detail::shader(f, in, name);
    const std::string type(in.number);
    const std::string point = "const " + type + " point[" + std::to_string(f.parameters()) + "], ";
    return functions + "// " + detail::counts(f) + "\nvoid " + std::string(name) + '(' +
           (f.parameters() == 0 ? "" : point) + "out " + type + " result[" + std::to_string(f.outputs()) + "]) {\n" +
           statements + "}\n";
}

/// A function fn name(point: array<f32, parameters>) -> array<f32, outputs> in WGSL; the same otherwise.
inline std::string wgsl(const compiled_function& f, std::string_view name) {
    const auto [functions, statements] = detail::shader(f, detail::wgsl_single, name);
    const std::string results = "array<f32, " + std::to_string(f.outputs()) + '>';
    const std::string point = "point: array<f32, " + std::to_string(f.parameters()) + '>';
    return functions + "// " + detail::counts(f) + "\nfn " + std::string(name) + '(' +
           (f.parameters() == 0 ? "" : point) + ") -> " + results + " {\n    var result: " + results + ";\n" +
           statements + "    return result;\n}\n";
}

}  // namespace ditto::emit
