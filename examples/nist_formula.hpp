#pragma once

#include "nist_file.hpp"

#include <ditto/graph.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

/// The model of a NIST file as symbols of a graph:
///
///     equation = sum '=' sum '+' 'e'
///     sum      = product { ('+' | '-') product }          product = signed { ('*' | '/') signed }
///     signed   = ['+' | '-'] signed | power               power   = value [ '**' signed ]
///     value    = number | name | '(' sum ')' | '[' sum ']' | function '(' sum ')' | function '[' sum ']'
///
/// Names are those of parameters and columns, and pi; a line `pi = 3.14...` before the equation is what the file says of it.
class nist_formula {
public:
    using names = std::map<std::string, ditto::symbol, std::less<>>;

    explicit nist_formula(const nist_file& file) : file_(file.path) {
        for (const auto& [number, text] : file.model) split(number, text);
        for (const std::size_t line = tokens_.empty() ? 0 : tokens_[0].line; is_word(0, "pi") && is_word(1, "=");)
            tokens_.erase(tokens_.begin(),
                          std::find_if(tokens_.begin(), tokens_.end(), [&](const token& t) { return t.line != line; }));
        const std::size_t count = tokens_.size();
        if (count < 2 || !is_word(count - 1, "e") || !is_word(count - 2, "+"))
            fail("the formula does not end in '+ e'", count == 0 ? end_ : tokens_.back());
        end_ = tokens_[count - 2];
        tokens_.resize(count - 2);
    }

    struct sides {
        ditto::symbol response, model;
    };

    /// Both sides of the equation, where names stand for symbols of a graph.
    sides read(ditto::graph& of, const names& known) {
        graph_ = &of;
        known_ = &known;
        at_ = depth_ = 0;
        const ditto::symbol response = sum();
        if (!take("=")) fail(at_ == tokens_.size() ? "there is no '='" : "expected '=' before " + quoted(at_));
        const ditto::symbol model = sum();
        if (at_ != tokens_.size()) fail("expected an operator before " + quoted(at_));
        return {response, model};
    }

    bool mentions(std::string_view name) const {
        return std::any_of(tokens_.begin(), tokens_.end(), [&](const token& t) { return t.text == name; });
    }

private:
    struct token {
        std::string text;
        std::size_t line = 0, column = 0;
        double value = 0;
        bool is_number = false;
    };

    void split(std::size_t line, std::string_view text) {
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
        for (std::size_t at = 0; at < text.size();) {
            const char c = text[at];
            if (c == ' ' || c == '\t' || c == '\r') {
                ++at;
                continue;
            }
            token next{{}, line, at + 1};
            std::size_t end = at + 1;
            if (digit(c) || c == '.') {
                const auto [stop, problem] = std::from_chars(text.data() + at, text.data() + text.size(), next.value);
                end = std::max(end, static_cast<std::size_t>(stop - text.data()));
                next.is_number = true;
                next.text = text.substr(at, end - at);
                if (problem != std::errc{}) fail("'" + next.text + "' is not a number", next);
            } else if (letter(c)) {
                while (end < text.size() && (letter(text[end]) || digit(text[end]))) ++end;
            } else if (c == '*' && end < text.size() && text[end] == '*') {
                ++end;
            } else if (std::string_view("+-*/()[]=").find(c) == std::string_view::npos) {
                next.text = c;
                fail("'" + next.text + "' has no meaning here", next);
            }
            next.text = text.substr(at, end - at);
            tokens_.push_back(next);
            at = end;
        }
    }

    ditto::symbol sum() {
        ditto::symbol made = product();
        while (true) {
            if (take("+"))
                made = made + product();
            else if (take("-"))
                made = made - product();
            else
                return made;
        }
    }
    ditto::symbol product() {
        ditto::symbol made = with_sign();
        while (true) {
            if (take("*"))
                made = made * with_sign();
            else if (take("/"))
                made = made / with_sign();
            else
                return made;
        }
    }
    ditto::symbol with_sign() {
        if (++depth_ > 200) fail("parentheses and signs are nested too deeply");
        const bool minus = take("-");
        const ditto::symbol made = minus || take("+") ? with_sign() : power();
        --depth_;
        return minus ? -made : made;
    }
    ditto::symbol power() {
        const ditto::symbol base = value();
        return take("**") ? apply("pow", {base, with_sign()}) : base;
    }
    ditto::symbol value() {
        if (at_ == tokens_.size()) fail("the formula ends where a value is expected");
        const token& next = tokens_[at_];
        if (next.is_number) {
            ++at_;
            return next.value;
        }
        for (const auto& [open, close] : {std::pair{"(", ")"}, std::pair{"[", "]"}})
            if (take(open)) {
                const ditto::symbol inner = sum();
                if (!take(close)) fail(std::string("expected '") + close + "' before " + quoted(at_));
                return inner;
            }
        static const std::map<std::string, std::string, std::less<>> functions{
            {"exp", "exp"},     {"log", "log"},   {"ln", "log"},      {"sqrt", "sqrt"}, {"sin", "sin"},
            {"cos", "cos"},     {"tan", "tan"},   {"arctan", "atan"}, {"atan", "atan"}, {"arcsin", "asin"},
            {"arccos", "acos"}, {"sinh", "sinh"}, {"cosh", "cosh"},   {"tanh", "tanh"}};
        if (const auto function = functions.find(next.text); function != functions.end()) {
            ++at_;
            if (!is_word(at_, "(") && !is_word(at_, "[")) fail("expected '(' or '[' after " + quoted(at_ - 1));
            return apply(function->second, {value()});
        }
        if (const auto known = known_->find(next.text); known != known_->end()) {
            ++at_;
            return known->second;
        }
        if (next.text == "pi") {
            ++at_;
            return std::numbers::pi;
        }
        fail(quoted(at_) + " is no number, parameter, column or function");
    }
    ditto::symbol apply(std::string_view operation, std::initializer_list<ditto::symbol> operands) {
        return graph_->apply(operation, operands);
    }

    bool is_word(std::size_t at, std::string_view word) const {
        return at < tokens_.size() && tokens_[at].text == word;
    }
    bool take(std::string_view word) {
        const bool found = is_word(at_, word);
        at_ += found;
        return found;
    }
    std::string quoted(std::size_t at) const {
        return at < tokens_.size() ? "'" + tokens_[at].text.substr(0, 40) + "'" : std::string("the end of the formula");
    }
    [[noreturn]] void fail(const std::string& what) const { fail(what, at_ < tokens_.size() ? tokens_[at_] : end_); }
    [[noreturn]] void fail(const std::string& what, const token& where) const {
        throw nist_error(file_ + ":" + std::to_string(where.line) + ": model, column " + std::to_string(where.column) +
                         ": " + what);
    }

    std::string file_;
    std::vector<token> tokens_;
    token end_;
    ditto::graph* graph_ = nullptr;
    const names* known_ = nullptr;
    std::size_t at_ = 0, depth_ = 0;
};
