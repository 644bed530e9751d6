#pragma once

#include <ditto/error.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>

/// A file that is not what it should be. The message names the file, the line, and the field.
struct file_error : ditto::error {
    using ditto::error::error;
};

/// Words separated by white space, with the line they are on. Records end where the format says so, or with their line.
class text_reader {
public:
    enum class records { free, lines };

    explicit text_reader(const std::filesystem::path& file, records form = records::free)
        : name_(file.string()), form_(form) {
        std::ifstream in(file, std::ios::binary);
        if (!in || std::filesystem::is_directory(file)) throw file_error(name_ + ": cannot be opened for reading");
        text_.assign(std::istreambuf_iterator<char>(in), {});
        if (in.bad()) throw file_error(name_ + ": cannot be read");
    }

    template <class Number>
    Number next(const std::string& field) {
        const std::string_view word = next_word();
        if (word.empty()) fail(field, form_ == records::lines ? "the line ends before it" : "the file ends before it");
        const char* first = word.data() + (word.size() > 1 && word.front() == '+');
        Number value{};
        const auto [end, problem] = std::from_chars(first, word.data() + word.size(), value);
        if (problem == std::errc::result_out_of_range) fail(field, quoted(word) + " is out of range");
        if (problem != std::errc{} || end != word.data() + word.size())
            fail(field, quoted(word) + (std::is_integral_v<Number> ? " is not a whole number" : " is not a number"));
        if constexpr (std::is_floating_point_v<Number>)
            if (!std::isfinite(value)) fail(field, quoted(word) + " is not finite");
        return value;
    }

    /// A whole number from `least` to `most`.
    std::size_t next_between(std::size_t least, std::size_t most, const std::string& field) {
        const auto value = next<long long>(field);
        if (value < static_cast<long long>(least) || value > static_cast<long long>(most))
            fail(field,
                 std::to_string(value) + " is not from " + std::to_string(least) + " to " + std::to_string(most));
        return static_cast<std::size_t>(value);
    }

    /// Nothing where the file ends or, if records are lines, the line.
    std::string_view next_word() {
        const std::string_view space = form_ == records::lines ? " \t\r\v\f" : " \t\r\n\v\f";
        for (; at_ < text_.size() && space.find(text_[at_]) != space.npos; ++at_) line_ += text_[at_] == '\n';
        const std::size_t start = at_;
        at_ = std::min(text_.find_first_of(" \t\r\n\v\f", start), text_.size());
        return std::string_view(text_).substr(start, at_ - start);
    }

    /// Goes past comments, which start with '#', and empty lines. False where the file ends.
    bool skip_comments() {
        constexpr std::string_view space = " \t\r\n\v\f";
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '#') at_ = std::min(text_.find('\n', at_), text_.size());
            if (at_ == text_.size()) break;
            if (space.find(text_[at_]) == space.npos) return true;
            line_ += text_[at_] == '\n';
        }
        return false;
    }

    /// Refuses words that nobody asked for.
    void expect_end(const std::string& where, const std::string& after) {
        const std::string_view word = next_word();
        if (!word.empty()) fail(where, quoted(word) + " follows " + after);
    }

    bool starts_with(char c) const { return text_.starts_with(c); }
    std::size_t characters() const { return text_.size(); }
    std::size_t line() const { return line_; }

    [[noreturn]] void fail(const std::string& field, const std::string& what) const { fail(line_, field, what); }
    [[noreturn]] void fail(std::size_t line, const std::string& field, const std::string& what) const {
        throw file_error(name_ + ":" + std::to_string(line) + ": " + field + ": " + what);
    }

    static std::string quoted(std::string_view word) {
        return "'" + std::string(word.substr(0, 40)) + (word.size() > 40 ? "..." : "") + "'";
    }

private:
    std::string name_, text_;
    std::size_t at_ = 0, line_ = 1;
    records form_;
};
