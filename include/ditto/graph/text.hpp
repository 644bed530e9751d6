#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/graph.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ditto {

/// The shortest text that reads back as the same number, in C++ too: "-0.0", and "nan" whatever its sign.
template <std::floating_point T>
std::string number_text(T value) {
    if (std::isnan(value)) return "nan";
    if (value == 0 && std::signbit(value)) return "-0.0";
    std::array<char, 32> digits;
    std::string text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    if (std::isfinite(value) && std::abs(value) >= T(0x1p24) && text.find_first_of(".e") == std::string::npos)
        text += ".0";  // beyond some 2^64 there is no such integer
    return text;
}

namespace detail {

/// What binds more tightly comes later.
enum class precedence : std::uint8_t { argument, comparison, sum, product, primary };

/// How an operation is written.
struct notation {
    std::string_view pattern;            ///< a, b, c stand for the operands; one that begins with ( follows the name
    precedence own;                      ///< of the whole
    std::array<precedence, 3> operands;  ///< the least that goes without parentheses
};

// Operators; all other operations are called by their name. A sum's right operand that is a sum keeps its parentheses, so
// that the text, read as C++, is the same graph.
constexpr notation notation_of(opcode code) {
    using enum precedence;
    switch (code) {
        case opcode_of<op::add>: return {"a + b", sum, {sum, product}};
        case opcode_of<op::subtract>: return {"a - b", sum, {sum, product}};
        case opcode_of<op::multiply>: return {"a*b", product, {product, primary}};
        case opcode_of<op::divide>: return {"a/b", product, {product, primary}};
        case opcode_of<op::negate>: return {"-a", sum, {product}};
        case opcode_of<op::reciprocal>: return {"1/a", product, {primary}};
        case opcode_of<op::multiply_add>: return {"a*b + c", sum, {product, primary, product}};
        case opcode_of<op::multiply_subtract>: return {"a*b - c", sum, {product, primary, product}};
        case opcode_of<op::subtract_product>: return {"c - a*b", sum, {product, primary, sum}};
        case opcode_of<op::negate_multiply_add>: return {"-(a*b + c)", sum, {product, primary, product}};
        case opcode_of<op::less>: return {"a < b", comparison, {sum, sum}};
        case opcode_of<op::less_equal>: return {"a <= b", comparison, {sum, sum}};
        case opcode_of<op::equal>: return {"a == b", comparison, {sum, sum}};
        default: break;
    }
    constexpr std::array<std::string_view, 4> calls{"()", "(a)", "(a, b)", "(a, b, c)"};
    return {calls[facts_of[code].arity], primary, {}};
}

}  // namespace detail

/// Writes nodes as infix text, with the parentheses that precedence asks for and no others: a - b, 1/a, 2*a + b, a < b,
/// select(c, a, b), name(a, b). Linear in the text; not recursive. Names is an array: input k is called names[k].
template <class Names>
class infix_writer {
public:
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    infix_writer(std::span<const node> nodes, const Names& names)
        : nodes_(nodes), names_(names), labels_(nodes.size(), no_node) {}

    /// From now on the node is called t<number>.
    void label(node_id id, std::uint32_t number) { labels_[id] = number; }

    /// Appends a node's text. Operations more than `depth` deep become "...". Gives up after `limit` characters: returns
    /// whether it did not.
    bool write(std::string& text, node_id id, std::size_t limit = unlimited, std::size_t depth = unlimited) const {
        const std::size_t end = limit > unlimited - text.size() ? unlimited : text.size() + limit;
        std::vector<frame> open;
        enter(text, open, id, precedence::argument, depth);
        while (!open.empty() && text.size() <= end) {
            frame& at = open.back();
            if (at.position == at.how.pattern.size()) {
                if (at.closes) text += ')';
                open.pop_back();
            } else if (const char c = at.how.pattern[at.position++]; c < 'a' || c > 'c') {
                text += c;
            } else {
                const auto k = static_cast<std::size_t>(c - 'a');
                enter(text, open, at.operands[k], at.how.operands[k], at.depth);
            }
        }
        return text.size() <= end;
    }

private:
    using precedence = detail::precedence;
    using notation = detail::notation;

    struct spelling {
        notation how;
        std::array<node_id, 3> operands;
    };
    struct frame : spelling {
        std::size_t position;
        std::size_t depth;
        bool closes;
    };

    bool is_atom(node_id id) const { return labels_[id] != no_node || nodes_[id].arity() == 0; }
    bool is_negative(node_id id) const {
        const double value = nodes_[id].value;
        return nodes_[id].is_constant() && std::signbit(value) && !std::isnan(value);
    }

    spelling spell(node_id id) const {
        spelling s{detail::notation_of(nodes_[id].op), nodes_[id].operands};
        auto& [a, b, c] = s.operands;
        const bool is_simple = is_atom(a) || detail::notation_of(nodes_[a].op).own == precedence::primary;
        const bool is_product = s.how.pattern.find("a*b") != std::string_view::npos;
        if (is_product && nodes_[b].is_constant() && is_simple) std::swap(a, b);  // 2*a
        if (s.how.pattern.starts_with('a') && is_negative(a)) {  // -2*a, which binds like a difference
            s.how.operands[0] = precedence::argument;
            s.how.own = std::min(s.how.own, precedence::sum);
        }
        return s;
    }

    void enter(std::string& text, std::vector<frame>& open, node_id id, precedence needed, std::size_t depth) const {
        if (!is_atom(id) && depth != 0) {
            const spelling s = spell(id);
            const bool closes = s.how.own < needed;
            if (closes) text += '(';
            if (s.how.pattern.starts_with('(')) text += facts_of[nodes_[id].op].name;
            open.push_back({s, 0, depth - 1, closes});
            return;
        }
        const bool closes = is_negative(id) && precedence::sum < needed;
        if (closes) text += '(';
        if (labels_[id] != no_node) text += 't' + std::to_string(labels_[id]);
        else if (!is_atom(id)) text += "...";
        else if (nodes_[id].is_constant()) text += number_text(nodes_[id].value);
        else text += names_[nodes_[id].input()];
        if (closes) text += ')';
    }

    std::span<const node> nodes_;
    const Names& names_;
    std::vector<std::uint32_t> labels_;
};

/// Nodes as infix text, a line each. Where one takes more than `limit` characters, what is used more than once, and is more
/// than one operation on one leaf, gets a name on a line of its own before: t0 = ... Linear in the nodes.
template <class Names>
std::string infix(std::span<const node> nodes, std::span<const node_id> outputs, const Names& names,
                  std::size_t limit = 100) {
    infix_writer<Names> writer(nodes, names);
    std::string text;
    const auto write_outputs = [&](std::size_t most) {
        bool first = true, fits = true;
        for (const node_id id : outputs) {
            if (!first) text += '\n';
            first = false;
            fits = fits && writer.write(text, id, most);
        }
        return fits;
    };
    if (write_outputs(limit)) return text;

    text.clear();
    std::vector<std::uint32_t> uses(nodes.size());
    for (const node_id id : outputs) ++uses[id];
    for (std::size_t i = nodes.size(); i-- > 0;)
        for (std::size_t k = 0; uses[i] != 0 && k < nodes[i].arity(); ++k) ++uses[nodes[i].operands[k]];
    std::vector<std::size_t> size(nodes.size(), 1);  // of the text, in leaves and operations
    std::uint32_t labels = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (uses[i] == 0) continue;
        for (std::size_t k = 0; k < nodes[i].arity(); ++k) size[i] += size[nodes[i].operands[k]];
        if (uses[i] < 2 || size[i] < 3) continue;
        const auto id = static_cast<node_id>(i);
        text += 't' + std::to_string(labels) + " = ";
        writer.write(text, id);
        text += '\n';
        writer.label(id, labels++);
        size[i] = 1;
    }
    write_outputs(infix_writer<Names>::unlimited);
    return text;
}

/// One node as infix text of at most about `limit` characters: what lies deep in a long one becomes "...".
template <class Names>
std::string elided_infix(std::span<const node> nodes, node_id id, const Names& names, std::size_t limit = 100) {
    const infix_writer<Names> writer(nodes, names);
    std::string text;
    if (writer.write(text, id, limit)) return text;
    text.clear();
    writer.write(text, id, infix_writer<Names>::unlimited, 1);
    std::string deeper;
    for (std::size_t depth = 2; writer.write(deeper, id, limit, depth); ++depth) {
        text.swap(deeper);
        deeper.clear();
    }
    return text;
}

}  // namespace ditto
