#pragma once

#include <ditto/emit/graph_cursor.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace ditto::emit::detail {

/// Takes the events of nlohmann's parser and knows at each what may come. It keeps no tree, and depth is bounded by the
/// format. Every refusal is a parse_error.
class graph_reader : graph_cursor {
public:
    explicit graph_reader(const graph_format_limits& limits) : limits_(limits) {}

    graph_text read(std::string_view text) {
        if (text.size() > limits_.text)
            refuse(1, "the text",
                   "has " + std::to_string(text.size()) + " bytes, of at most " + std::to_string(limits_.text));
        nlohmann::json::sax_parse(line_counter(text.data(), &line_), line_counter(text.data() + text.size(), &line_),
                                  this);
        return std::move(result_);
    }

    // --- what the parser calls

    bool null() { unexpected("null"); }
    bool boolean(bool value) {
        if (place_ != place::document || field_ != field::ieee_derivatives) unexpected("true or false");
        result_.ieee_derivatives = value;
        return true;
    }
    bool number_unsigned(std::uint64_t value) {
        if (place_ == place::operands) return operand(value);
        switch (expected()) {
            case field::version:
                if (value != graph_format_version)
                    fail("is " + std::to_string(value) + "; this reader knows version 1");
                return true;
            case field::domain_fault:
                result_.domain_fault = index(value);
                result_.domain_fault_line = line_;
                return true;
            case field::leaf:
                node_.operands[0] = index(value);
                return true;
            case field::value:
                return number(static_cast<double>(value));
            default:
                unexpected("a number");
        }
    }
    bool number_integer(std::int64_t value) {  // has a minus; zero is that of floating point, then
        if (expected() != field::value) unexpected("a negative number");
        return number(value == 0 ? -0.0 : static_cast<double>(value));
    }
    bool number_float(double value, const std::string& text) {
        if (expected() != field::value) unexpected("a number that is not whole");
        if (value == 0 && text.substr(0, text.find_first_of("eE")).find_first_of("123456789") != std::string::npos)
            fail("is " + in_quotes(text) + ", too small for a double");
        return number(value);
    }
    bool string(const std::string& text) {
        switch (expected()) {
            case field::format:
                if (text != graph_format_name) fail("is " + in_quotes(text) + ", not \"ditto graph\"");
                return true;
            case field::name:
                if (text.empty()) fail("is empty; a leaf without a name lacks the field");
                if (text.size() > limits_.name)
                    fail("has " + std::to_string(text.size()) + " bytes, of at most " + std::to_string(limits_.name));
                leaf_.name = text;
                return true;
            case field::role:
                if (text != role_names[0] && text != role_names[1])
                    fail("is " + in_quotes(text) + ", not unknown or given");
                leaf_.role = text == role_names[0] ? input_role::unknown : input_role::given;
                return true;
            case field::operation:
                return operation(text);
            case field::value:
                if (place_ != place::node) break;
                if (const auto value = non_finite_value(text)) return number(*value);
                fail("is " + in_quotes(text) + ", no number");
            default:
                break;
        }
        unexpected("a string");
    }
    bool binary(const nlohmann::json::binary_t&) { unexpected("binary data"); }

    bool start_object(std::size_t) {
        if (place_ == place::nothing) {
            place_ = place::document;
        } else if (place_ == place::leaves) {
            require_room(leaf_number_);
            place_ = place::leaf;
            leaf_ = {};
            leaf_.line = line_;
        } else if (place_ == place::nodes) {
            require_room(node_number_);
            place_ = place::node;
            node_ = {};
            operands_ = 0;
            result_.lines.push_back(static_cast<std::uint32_t>(line_));
        } else {
            unexpected("an object");
        }
        field_ = field::none;
        return true;
    }
    bool key(const std::string& name) {
        field_ = field::none;
        for (const auto& [where, which, what, expectation] : fields)
            if (where == place_ && what == name) field_ = which;
        if (field_ == field::none) refuse(line_, path(), "has a field " + in_quotes(name) + ", which is unknown");
        if (has(field_)) fail("is there twice");
        seen() |= 1u << static_cast<unsigned>(field_);
        return true;
    }
    bool end_object() {
        field_ = field::none;
        if (place_ == place::document) {
            for (const field f : {field::format, field::version, field::ieee_derivatives, field::leaves, field::nodes})
                require(f);
            place_ = place::nothing;
            return true;
        }
        if (place_ == place::leaf)
            finish_leaf();
        else
            finish_node();
        seen_in_item_ = 0;
        place_ = place_ == place::leaf ? place::leaves : place::nodes;
        return true;
    }
    bool start_array(std::size_t) {
        if (place_ == place::document && field_ == field::leaves)
            place_ = place::leaves;
        else if (place_ == place::document && field_ == field::nodes)
            place_ = place::nodes;
        else if (place_ == place::node && field_ == field::operands)
            place_ = place::operands;
        else
            unexpected("an array");
        return true;
    }
    bool end_array() {
        place_ = place_ == place::operands ? place::node : place::document;
        return true;
    }
    /// The parser's own sentence, without what repeats the place.
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& problem) {
        std::string_view what = problem.what();
        what.remove_prefix(std::min(what.find("] ") + 2, what.size()));
        if (what.starts_with("parse error at")) what.remove_prefix(std::min(what.find(": ") + 2, what.size()));
        std::string shortened;
        for (const char c : what.substr(0, 160)) shortened += c < ' ' || c > '~' ? '?' : c;
        refuse(line_, path() + ':', shortened);
    }

private:
    void require_room(std::size_t size) const {
        if (size >= limits_.nodes) fail("is one too many: there are at most " + std::to_string(limits_.nodes));
    }

    node_id index(std::uint64_t value) const {
        if (value >= limits_.nodes) fail("is " + std::to_string(value) + ", beyond the largest graph");
        return static_cast<node_id>(value);
    }
    bool number(double value) {
        (place_ == place::leaf ? leaf_.value : node_.value) = value;
        return true;
    }
    bool operation(std::string_view name) {
        for (std::size_t code = 0; code < facts_of.size(); ++code)
            if (facts_of[code].name == name) {
                node_.op = static_cast<opcode>(code);
                return true;
            }
        fail("is " + in_quotes(name) + ", which is no operation");
    }
    bool operand(std::uint64_t value) {
        if (value >= node_number_) fail("is " + std::to_string(value) + ", which is no earlier node");
        if (operands_ < node_.operands.size()) node_.operands[operands_] = static_cast<node_id>(value);
        ++operands_;
        return true;
    }

    // --- items

    void finish_leaf() {
        require(field::role);
        leaf_.has_value = has(field::value);
        if (leaf_.role == input_role::given) require(field::value);
        result_.leaves.push_back(std::move(leaf_));
        ++leaf_number_;
    }
    void finish_node() {
        require(field::operation);
        const operation_facts& facts = facts_of[node_.op];
        const field own = node_.is_input() ? field::leaf : node_.is_constant() ? field::value : field::operands;
        for (const field f : {field::leaf, field::value, field::operands})
            if (f != own) refuse_beside(f, facts.name);
        require(own);
        if (operands_ != facts.arity) {
            field_ = own;
            fail("are " + std::to_string(operands_) + "; " + std::string(facts.name) + " takes " +
                 std::to_string(facts.arity));
        }
        result_.nodes.push_back(node_);
        ++node_number_;
    }

    const graph_format_limits limits_;
    graph_text result_;
    graph_text::leaf leaf_;  // that is being read
    node node_;
};

}  // namespace ditto::emit::detail
