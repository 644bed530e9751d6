#pragma once

#include "bundle_scene.hpp"

#include <ditto/error.hpp>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <type_traits>

/// A file that is not what it should be. The message names the file, the line, and the field.
struct bal_error : ditto::error {
    using ditto::error::error;
};

namespace detail {

/// Numbers separated by white space, with the line they are on.
class number_reader {
public:
    explicit number_reader(const std::filesystem::path& file) : name_(file.string()) {
        std::ifstream in(file, std::ios::binary);
        if (!in || std::filesystem::is_directory(file)) throw bal_error(name_ + ": cannot be opened for reading");
        text_.assign(std::istreambuf_iterator<char>(in), {});
        if (in.bad()) throw bal_error(name_ + ": cannot be read");
    }

    template <class Number>
    Number next(const std::string& field) {
        const std::string_view word = next_word();
        if (word.empty()) fail(field, "the file ends before it");
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
            fail(field, std::to_string(value) + " is not from " + std::to_string(least) + " to " + std::to_string(most));
        return static_cast<std::size_t>(value);
    }

    void expect_end() {
        const std::string_view word = next_word();
        if (!word.empty()) fail("end of file", quoted(word) + " follows what the counts in line 1 announce");
    }

    std::size_t characters() const { return text_.size(); }

    [[noreturn]] void fail(const std::string& field, const std::string& what) const {
        throw bal_error(name_ + ":" + std::to_string(line_) + ": " + field + ": " + what);
    }

private:
    static std::string quoted(std::string_view word) {
        return "'" + std::string(word.substr(0, 40)) + (word.size() > 40 ? "..." : "") + "'";
    }

    std::string_view next_word() {
        constexpr std::string_view space = " \t\r\n\v\f";
        for (; at_ < text_.size() && space.find(text_[at_]) != space.npos; ++at_) line_ += text_[at_] == '\n';
        const std::size_t start = at_;
        at_ = std::min(text_.find_first_of(space, start), text_.size());
        return std::string_view(text_).substr(start, at_ - start);
    }

    std::string name_, text_;
    std::size_t at_ = 0, line_ = 1;
};

}  // namespace detail

/// Reads a file in BAL format: `cameras points observations`; a line `camera point u v` for each observation; nine numbers
/// for each camera (angle-axis rotation, translation, focal length, k1, k2), three for each point.
inline bundle_scene read_bal(const std::filesystem::path& file) {
    detail::number_reader in(file);
    // Every number takes a digit and a space: a file cannot announce more than it could hold.
    const std::size_t most = in.characters() / 2;
    const std::size_t cameras = in.next_between(1, most / 9, "number of cameras");
    const std::size_t points = in.next_between(1, most / 3, "number of points");
    const std::size_t observations = in.next_between(1, most / 4, "number of observations");

    bundle_scene made;
    made.name = file.filename().string();
    made.observations.reserve(observations);
    for (std::size_t i = 0; i < observations; ++i) {
        const std::string which = "observation " + std::to_string(i) + ", ";
        observation seen{};
        seen.camera = in.next_between(0, cameras - 1, which + "camera");
        seen.point = in.next_between(0, points - 1, which + "point");
        seen.u = in.next<double>(which + "u");
        seen.v = in.next<double>(which + "v");
        made.observations.push_back(seen);
    }
    static constexpr const char* fields[] = {"rotation x",    "rotation y",   "rotation z", "translation x", "translation y",
                                             "translation z", "focal length", "k1",         "k2"};
    made.cameras.reserve(cameras);
    for (std::size_t i = 0; i < cameras; ++i) {
        double c[9];
        for (std::size_t k = 0; k < 9; ++k) c[k] = in.next<double>("camera " + std::to_string(i) + ", " + fields[k]);
        made.cameras.push_back({{{c[0], c[1], c[2]}}, {{c[3], c[4], c[5]}}, c[6], c[7], c[8]});
    }
    made.points.reserve(points);
    for (std::size_t i = 0; i < points; ++i) {
        vec3 p{};
        for (std::size_t k = 0; k < 3; ++k)
            p[k] = in.next<double>("point " + std::to_string(i) + ", " + std::string(1, "xyz"[k]));
        made.points.push_back(p);
    }
    in.expect_end();
    return made;
}
