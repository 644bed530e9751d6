#pragma once

#include <ditto/error.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

/// A file that is not what it should be. The message names the file, the line, and the field.
struct nist_error : ditto::error {
    using ditto::error::error;
};

/// A file of NIST's Statistical Reference Datasets, nonlinear regression: https://www.itl.nist.gov/div898/strd
struct nist_file {
    struct text_line {
        std::size_t number;
        std::string text;
    };
    struct parameter {
        std::string name;
        double starts[2];
        double certified, deviation;  ///< where `is_certified`
    };

    std::string path, name;
    std::vector<text_line> model;  ///< the formula as written, `y = ... + e`, and lines that it goes on in
    std::vector<parameter> parameters;
    bool is_certified = false;
    double residual_sum_of_squares = 0, residual_deviation = 0;  ///< where `is_certified`
    std::vector<std::string> columns;                            ///< y, then the predictors
    std::vector<double> data;                                    ///< row by row

    std::size_t predictors() const { return columns.size() - 1; }
    std::size_t observations() const { return data.size() / columns.size(); }
    const double* row(std::size_t i) const { return data.data() + i * columns.size(); }
};

namespace detail {

/// Reads line by line, and words of a line, with the line they are on.
class nist_reader {
public:
    explicit nist_reader(const std::filesystem::path& file) : name_(file.string()) {
        std::ifstream in(file, std::ios::binary);
        if (!in || std::filesystem::is_directory(file)) throw nist_error(name_ + ": cannot be opened for reading");
        const std::string text(std::istreambuf_iterator<char>(in), {});
        if (in.bad()) throw nist_error(name_ + ": cannot be read");
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            lines_.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    }

    /// Goes on to the next line that holds `words`; the rest of that line.
    std::string_view find(std::string_view words, const std::string& field) {
        while (next_line())
            if (const std::size_t at = line().find(words); at != std::string_view::npos)
                return line().substr(at + words.size());
        fail(field, "the file ends before '" + std::string(words) + "'");
    }
    /// Goes on to the next line that is not blank; false at the end of the file.
    bool next_text() {
        while (next_line())
            if (line().find_first_not_of(space) != std::string_view::npos) return true;
        return false;
    }
    std::string_view line() const { return lines_[at_ - 1]; }
    std::size_t number() const { return at_; }

    static std::vector<std::string_view> words(std::string_view of) {
        std::vector<std::string_view> found;
        for (std::size_t at = 0; (at = of.find_first_not_of(space, at)) != of.npos;) {
            const std::size_t end = std::min(of.find_first_of(space, at), of.size());
            found.push_back(of.substr(at, end - at));
            at = end;
        }
        return found;
    }
    double number_of(std::string_view word, const std::string& field) const {
        const char* first = word.data() + (word.size() > 1 && word.front() == '+');
        double value = 0;
        const auto [end, problem] = std::from_chars(first, word.data() + word.size(), value);
        if (problem == std::errc::result_out_of_range) fail(field, quoted(word) + " is out of range");
        if (problem != std::errc{} || end != word.data() + word.size()) fail(field, quoted(word) + " is not a number");
        if (!std::isfinite(value)) fail(field, quoted(word) + " is not finite");
        return value;
    }
    std::size_t count_of(std::string_view word, const std::string& field) const {
        const double value = number_of(word, field);
        if (!(value >= 1 && value <= 1e6 && value == std::floor(value)))
            fail(field, quoted(word) + " is no count from 1");
        return static_cast<std::size_t>(value);
    }
    /// The only word after a label.
    std::string_view value_after(std::string_view label, const std::string& field) {
        const auto found = words(find(label, field));
        if (found.empty()) fail(field, "there is no value");
        return found[0];
    }

    [[noreturn]] void fail(const std::string& field, const std::string& what) const {
        throw nist_error(name_ + ":" + std::to_string(at_) + ": " + field + ": " + what);
    }
    static std::string quoted(std::string_view word) {
        return "'" + std::string(word.substr(0, 40)) + (word.size() > 40 ? "..." : "") + "'";
    }

private:
    static constexpr std::string_view space = " \t\r\v\f";

    bool next_line() {
        if (at_ == lines_.size()) return false;
        ++at_;
        return true;
    }

    std::string name_;
    std::vector<std::string> lines_;
    std::size_t at_ = 0;  // lines read
};

/// `y = f(b, x) + e`, which may go on in further lines.
inline void read_model(nist_reader& in, nist_file& made) {
    for (bool complete = false; !complete;) {
        if (!in.next_text()) in.fail("model", "the file ends before '+ e'");
        if (in.line().find("Start") != std::string_view::npos) in.fail("model", "the formula does not end in '+ e'");
        made.model.push_back({in.number(), std::string(in.line())});
        std::string dense;
        for (const auto word : nist_reader::words(in.line())) dense += word;
        complete = dense.ends_with("+e");
    }
}

/// `b1 = 500 250 2.39E+02 2.71E+00`: two starts; a certified value and its deviation, or none.
inline void read_parameters(nist_reader& in, nist_file& made, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = "b" + std::to_string(i + 1);
        if (!in.next_text()) in.fail(name, "the file ends before it");
        const auto words = nist_reader::words(in.line());
        if (words.size() < 2 || words[0] != name || words[1] != "=")
            in.fail(name, "the line does not begin with '" + name + " ='");
        if (words.size() != 4 && words.size() != 6)
            in.fail(name, "expected two starts, or those, a certified value and its deviation");
        if (i > 0 && made.is_certified != (words.size() == 6)) in.fail(name, "some parameters are certified, some not");
        made.is_certified = words.size() == 6;
        const auto number = [&](std::size_t at, const char* what) {
            return in.number_of(words[at], name + ", " + what);
        };
        made.parameters.push_back({name, {number(2, "start 1"), number(3, "start 2")}, 0, 0});
        if (!made.is_certified) continue;
        made.parameters.back().certified = number(4, "certified value");
        made.parameters.back().deviation = number(5, "standard deviation");
    }
}

}  // namespace detail

/// Reads a file of NIST StRD, nonlinear regression.
inline nist_file read_nist(const std::filesystem::path& file) {
    detail::nist_reader in(file);
    nist_file made;
    made.path = file.string();
    made.name = in.value_after("Dataset Name:", "name");
    in.find("Model:", "model");
    if (!in.next_text()) in.fail("number of parameters", "the file ends before it");
    const auto words = in.words(in.line());
    if (words.size() < 2 || !words[1].starts_with("Parameter"))
        in.fail("number of parameters", "the line is not 'N Parameters (...)'");
    const std::size_t parameters = in.count_of(words[0], "number of parameters");
    detail::read_model(in, made);
    in.find("Start 2", "starts");
    detail::read_parameters(in, made, parameters);
    if (made.is_certified) {
        const auto after = [&](const char* label, const char* field) {
            return in.number_of(in.value_after(label, field), field);
        };
        made.residual_sum_of_squares = after("Residual Sum of Squares:", "residual sum of squares");
        made.residual_deviation = after("Residual Standard Deviation:", "residual standard deviation");
    }
    const std::size_t rows = in.count_of(in.value_after("Number of Observations:", "observations"), "observations");
    for (const std::string_view column : in.words(in.find("Data:", "data"))) made.columns.emplace_back(column);
    if (made.columns.size() < 2 || made.columns[0] != "y") in.fail("data", "the columns are not 'y', then predictors");
    while (in.next_text()) {
        const std::string which = "observation " + std::to_string(made.observations() + 1);
        if (made.observations() == rows)
            in.fail(which, "more observations than the " + std::to_string(rows) + " announced");
        const auto row = in.words(in.line());
        if (row.size() != made.columns.size())
            in.fail(which, "expected " + std::to_string(made.columns.size()) + " numbers, found " +
                               std::to_string(row.size()));
        for (std::size_t c = 0; c < row.size(); ++c)
            made.data.push_back(in.number_of(row[c], which + ", " + made.columns[c]));
    }
    if (made.observations() != rows)
        in.fail("data", "the file ends after " + std::to_string(made.observations()) + " of " + std::to_string(rows) +
                            " observations");
    return made;
}
