#pragma once

#include <ditto/error.hpp>

#include <string>
#include <string_view>

namespace ditto::emit::detail {

/// Words that no function may be called by: keywords of C, C++, CUDA, GLSL and WGSL, types, and names of <math.h> that emitted
/// code uses.
inline constexpr std::string_view reserved_words =
    " alignas alignof and asm auto bool break case catch char class concept const consteval constexpr constinit continue "
    "decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline int "
    "long main mutable namespace new noexcept not nullptr operator or private protected public register requires restrict return "
    "short signed sizeof static static_assert static_cast struct switch template this throw true try typedef typeid typename "
    "union unsigned using virtual void volatile wchar_t while xor alias array const_assert continuing diagnostic discard enable "
    "fn let loop override var attribute buffer flat in inout invariant layout out precise precision "
    "sampler shared subroutine uniform varying vec2 vec3 vec4 mat2 mat3 mat4 abs acos acosh asin asinh atan atan2 atanh cbrt "
    "ceil copysign cos cosh erf erfc exp exp2 expm1 fabs floor fma fmax fmin fmod hypot isnan log log10 log1p log2 max min mod "
    "pow round select sign sin sinh sqrt tan tanh trunc ";

/// Throws where a name would not be one of a function in C and its descendants.
inline void require_identifier(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    bool good = !name.empty() && is_letter(name[0]);
    for (const char c : name) good = good && (is_letter(c) || (c >= '0' && c <= '9'));
    if (!good) throw error("ditto: \"" + std::string(name) + "\" is no identifier");
    if (reserved_words.find(' ' + std::string(name) + ' ') != std::string_view::npos)
        throw error("ditto: \"" + std::string(name) + "\" is a word of the language, or a function of its library");
}

/// Text for a message or a comment: short, on one line, in ASCII.
inline std::string in_quotes(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string result = "\"";
    for (const char c : text.substr(0, most)) result += c < ' ' || c > '~' ? '?' : c;
    return result + (text.size() > most ? "...\"" : "\"");
}

}  // namespace ditto::emit::detail
