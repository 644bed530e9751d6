#pragma once

#include <ditto/emit/graph_format.hpp>
#include <ditto/error.hpp>

#include <iterator>
#include <string>
#include <string_view>

namespace ditto::emit::detail {

[[noreturn]] inline void refuse(std::size_t line, const std::string& field, const std::string& what) {
    throw parse_error("ditto: line " + std::to_string(line) + ", " + field + ' ' + what);
}

/// A place in the text that knows its line. The last character that was read does not count: a number ends where the
/// character after it was read, which may be the end of its line.
class line_counter {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    line_counter(const char* at, std::size_t* line) : at_(at), line_(line) {}
    const char& operator*() const { return *at_; }
    line_counter& operator++() {
        *line_ += was_end_ ? 1 : 0;
        was_end_ = *at_++ == '\n';
        return *this;
    }
    line_counter operator++(int) {
        const line_counter before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const line_counter& a, const line_counter& b) { return a.at_ == b.at_; }

private:
    const char* at_;
    std::size_t* line_;
    bool was_end_ = false;
};

/// Where in a graph's text its reader is, and what may come there: the format's fields are listed here and nowhere else.
class graph_cursor {
protected:
    enum class place { nothing, document, leaves, leaf, nodes, node, operands };
    enum class field {
        none, format, version, ieee_derivatives, domain_fault, leaves, nodes,  // of the document
        name, role, operation, leaf, value, operands                          // of its items
    };
    struct known_field {
        place where;
        field which;
        std::string_view name, expectation;
    };
    static constexpr known_field fields[] = {
        {place::document, field::format, "format", "a string"},
        {place::document, field::version, "version", "a whole number"},
        {place::document, field::ieee_derivatives, "ieee_derivatives", "true or false"},
        {place::document, field::domain_fault, "domain_fault", "the number of a node"},
        {place::document, field::leaves, "leaves", "an array"},
        {place::document, field::nodes, "nodes", "an array"},
        {place::leaf, field::name, "name", "a string"},
        {place::leaf, field::role, "role", "a string"},
        {place::leaf, field::value, "value", "a finite number"},
        {place::node, field::operation, "operation", "a string"},
        {place::node, field::leaf, "leaf", "the number of a leaf"},
        {place::node, field::value, "value", "a number, or a string where it is not finite"},
        {place::node, field::operands, "operands", "an array"},
    };

    // --- places

    // Of the value that is read: none in an array.
    field expected() const {
        return place_ == place::document || place_ == place::leaf || place_ == place::node ? field_ : field::none;
    }
    std::string path() const {
        if (place_ == place::nothing) return "the text";
        std::string result;
        if (place_ == place::leaves || place_ == place::leaf) result = "leaves[" + std::to_string(leaf_number_) + ']';
        else if (place_ != place::document) result = "nodes[" + std::to_string(node_number_) + ']';
        if (place_ == place::operands) return result + ".operands[" + std::to_string(operands_) + ']';
        for (const known_field& f : fields)
            if (f.where == place_ && f.which == field_) return result + (result.empty() ? "" : ".") + std::string(f.name);
        return result.empty() ? "the text" : result;
    }
    [[noreturn]] void fail(const std::string& what) const { refuse(line_, path(), what); }
    [[noreturn]] void unexpected(std::string_view what) const {
        std::string_view expectation = place_ == place::operands ? "the number of an earlier node" : "an object";
        for (const known_field& f : fields)
            if (f.where == place_ && f.which == field_) expectation = f.expectation;
        fail("is to be " + std::string(expectation) + ", is " + std::string(what));
    }
    unsigned& seen() { return place_ == place::document ? seen_in_document_ : seen_in_item_; }
    bool has(field f) { return (seen() >> static_cast<unsigned>(f) & 1u) != 0; }
    void require(field f) {
        field_ = f;
        if (!has(f)) fail("is missing");
        field_ = field::none;
    }
    void refuse_beside(field f, std::string_view operation_name) {
        field_ = f;
        if (has(f)) fail("is no field of " + std::string(operation_name));
        field_ = field::none;
    }

    std::size_t line_ = 1;
    place place_ = place::nothing;
    field field_ = field::none;
    std::size_t leaf_number_ = 0, node_number_ = 0, operands_ = 0;  ///< before the place
    unsigned seen_in_document_ = 0, seen_in_item_ = 0;
};

}  // namespace ditto::emit::detail
