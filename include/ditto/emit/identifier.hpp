#pragma once

#include <ditto/error.hpp>

#include <string>
#include <string_view>

namespace ditto::emit::detail {

/// Throws where a name would not be one in C and its descendants. Keywords are the caller's affair.
inline void require_identifier(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    bool good = !name.empty() && is_letter(name[0]);
    for (const char c : name) good = good && (is_letter(c) || (c >= '0' && c <= '9'));
    if (!good) throw error("ditto: \"" + std::string(name) + "\" is no identifier");
}

/// Text for a message or a comment: short, on one line, in ASCII.
inline std::string in_quotes(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string result = "\"";
    for (const char c : text.substr(0, most)) result += c < ' ' || c > '~' ? '?' : c;
    return result + (text.size() > most ? "...\"" : "\"");
}

}  // namespace ditto::emit::detail
