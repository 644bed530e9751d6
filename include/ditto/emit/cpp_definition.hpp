#pragma once

#include <ditto/emit/identifier.hpp>
#include <ditto/graph/code.hpp>
#include <ditto/graph/evaluate.hpp>
#include <ditto/graph/share.hpp>
#include <ditto/graph/symbol.hpp>
#include <ditto/graph/text.hpp>

#include <algorithm>
#include <cctype>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ditto::emit {

/// What becomes of a graph's constants in a definition: arguments, so that it serves all residuals of its structure, or
/// literals, so that it serves this one and what follows from them is simplified.
enum class constants_as { givens, literals };

namespace detail {

/// Rewrites a graph in terms that a definition has. There conditions are no numbers, and what is used as the other is
/// converted: a condition c to select(c, 1, 0), a number n, as a condition, to n == 0 with the branches exchanged.
class definition_writer {
public:
    definition_writer(const graph& source, std::span<const node_id> outputs, constants_as constants)
        : source_(source), constants_(constants), needed_(needed_by(source, outputs)) {
        find_numbers_and_conditions();
        name_leaves(input_role::unknown, "x", "ditto::real");
        name_leaves(input_role::given, "d", "ditto::given<ditto::real>");
        for (std::size_t i = 0; i < source.size(); ++i)
            if (needed_[i]) copy(static_cast<node_id>(i));
        for (const node_id id : outputs)  // rows are made of arguments, also those that are constants
            outputs_.push_back(is_number_[id] && constants == constants_as::literals ? constant(values_[id])
                                                                                     : as_number(id));
    }

    std::string write(std::string_view name) const {
        std::string kinds, parameters;
        for (const parameter& p : parameters_) {
            kinds += (kinds.empty() ? "" : ", ") + p.kind;
            parameters += (parameters.empty() ? "auto " : ", auto ") + p.name;
        }
        return comment_ + "inline constexpr auto " + std::string(name) + " =\n    ditto::residual<" + kinds +
               ">(\n        [](" + parameters + ") {\n" + body() + "        }" +
               (source_.has_ieee_derivatives() ? ", ditto::ieee_derivatives" : "") + ");\n";
    }

private:
    struct parameter {
        std::string kind, name;
    };

    // Constants, what follows from them alone where they are literals, and conditions.
    void find_numbers_and_conditions() {
        std::size_t inputs = 0;
        for (const node& n : source_.nodes())
            if (n.is_input()) inputs = std::max(inputs, n.input() + std::size_t{1});
        values_ = evaluate<double>(source_.nodes(), std::vector<double>(inputs));
        is_number_.resize(source_.size());
        is_condition_.resize(source_.size());
        number_.resize(source_.size(), no_node);
        condition_.resize(source_.size(), no_node);
        for (std::size_t i = 0; i < source_.size(); ++i) {
            const node& n = source_[static_cast<node_id>(i)];
            bool follows = n.arity() != 0 && constants_ == constants_as::literals;
            for (std::size_t k = 0; k < n.arity(); ++k) follows = follows && is_number_[n.operands[k]];
            is_number_[i] = follows || n.is_constant();
            if (is_number_[i]) continue;
            const auto [a, yes, no] = n.operands;
            const bool is_choice = n.op == opcode_of<op::select> && (is_condition_[yes] || is_condition_[no]);
            is_condition_[i] = ditto::detail::notation_of(n.op).own == ditto::detail::precedence::comparison ||
                               (is_choice && may_be_condition(yes) && may_be_condition(no));
        }
    }
    bool may_be_condition(node_id id) const {
        return is_condition_[id] || source_.is_constant(id, 0.0) || source_.is_constant(id, 1.0);
    }

    void name_leaves(input_role role, const char* letter, const char* kind) {
        std::vector<node_id> leaves;
        for (std::size_t i = 0; i < source_.size(); ++i)
            if (const node& n = source_[static_cast<node_id>(i)]; needed_[i] && n.is_input() && n.role() == role)
                leaves.push_back(static_cast<node_id>(i));
        std::sort(leaves.begin(), leaves.end(),
                  [&](node_id a, node_id b) { return source_[a].input() < source_[b].input(); });
        for (std::size_t k = 0; k < leaves.size(); ++k) {
            const std::uint32_t input = source_[leaves[k]].input();
            const bool is_named = input < source_.leaves().size() && !source_.leaves().name(input).empty();
            number_[leaves[k]] =
                add_parameter(kind, letter + std::to_string(k),
                              is_named ? in_quotes(source_.leaves().name(input)) : "leaf " + std::to_string(input));
        }
    }
    node_id add_parameter(const char* kind, const std::string& name, const std::string& what) {
        parameters_.push_back({kind, name});
        comment_ += "// " + name + ": " + what + '\n';
        return word(name);
    }
    // An input that is written so.
    node_id word(const std::string& text) {
        const auto [at, is_new] = number_of_word_.try_emplace(text, static_cast<std::uint32_t>(words_.size()));
        if (is_new) words_.push_back(text);
        return graph_.input(at->second, input_role::unknown);
    }

    void copy(node_id id) {
        const node& n = source_[id];
        if (n.is_input() || is_number_[id]) return;
        node result = n;
        if (n.op == opcode_of<op::select>) {
            const bool is_flag = is_condition_[n.operands[0]];
            result.operands[0] =
                is_flag ? condition_[n.operands[0]]
                        : graph_.insert({opcode_of<op::equal>, {as_number(n.operands[0]), word("0.0"), 0}, 0.0});
            for (const std::size_t k : {std::size_t{1}, std::size_t{2}})
                result.operands[is_flag ? k : 3 - k] =
                    is_condition_[id] ? as_condition(n.operands[k]) : as_number(n.operands[k]);
        } else {
            for (std::size_t k = 0; k < n.arity(); ++k) result.operands[k] = as_number(n.operands[k]);
        }
        (is_condition_[id] ? condition_ : number_)[id] = graph_.insert(result);
        if (!is_condition_[id] && is_pure(result)) pure_.push_back(number_[id]);
    }
    // Whether it is a pure number whatever its operands are, where all others go with everything.
    bool is_pure(const node& n) const {
        const auto is_literal = [&](node_id id) {
            return graph_[id].is_input() && !std::isalpha(words_[graph_[id].input()][0]);
        };
        return n.op == opcode_of<op::sign> ||
               (n.op == opcode_of<op::select> && is_literal(n.operands[1]) && is_literal(n.operands[2]));
    }
    node_id as_condition(node_id id) {
        return is_condition_[id] ? condition_[id] : word(values_[id] != 0 ? "true" : "false");
    }
    node_id as_number(node_id id) {
        if (number_[id] != no_node) return number_[id];
        if (is_condition_[id]) {
            number_[id] = graph_.insert({opcode_of<op::select>, {condition_[id], word("1.0"), word("0.0")}, 0.0});
            pure_.push_back(number_[id]);
            return number_[id];
        }
        const double value = values_[id];
        if (constants_ == constants_as::givens) return number_[id] = constant(value);
        if (!std::isfinite(value))
            throw error("ditto: " + number_text(value) + " is no literal of a definition; it can be a given");
        const std::string text = number_text(value);
        return number_[id] = word(std::signbit(value) ? '(' + text + ')' : text);
    }

    // As an argument.
    node_id constant(double value) {
        const std::string name = "c" + std::to_string(constants_added_++);
        return add_parameter("ditto::given<ditto::real>", name, number_text(value));
    }

    // Names what is used more than once, or would make a line long, or is to go with everything.
    std::string body() const {
        const auto nodes = graph_.nodes();
        infix_writer writer(nodes, words_);
        std::vector<std::uint32_t> uses(nodes.size());
        for (const node_id id : outputs_) ++uses[id];
        for (const node& n : nodes)
            for (std::size_t k = 0; k < n.arity(); ++k) ++uses[n.operands[k]];
        std::vector<std::size_t> size(nodes.size(), 1);
        std::vector<char> is_pure(nodes.size());
        for (const node_id id : pure_) is_pure[id] = 1;
        std::string text;
        std::uint32_t labels = 0;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (std::size_t k = 0; k < nodes[i].arity(); ++k) size[i] += size[nodes[i].operands[k]];
            if (!(uses[i] > 1 && size[i] > 2) && size[i] <= 20 && !is_pure[i]) continue;
            const auto id = static_cast<node_id>(i);
            text += "            const auto t" + std::to_string(labels) + (is_pure[i] ? " = as_real(" : " = ");
            writer.write(text, id);
            text += is_pure[i] ? ");\n" : ";\n";
            writer.label(id, labels++);
            size[i] = 1;
        }
        text += outputs_.size() == 1 ? "            return " : "            return std::array{";
        for (std::size_t k = 0; k < outputs_.size(); ++k) {
            text += k == 0 ? "" : ", ";
            if (outputs_.size() > 1) text += "as_real(";  // rows may differ in what they are
            writer.write(text, outputs_[k]);
            if (outputs_.size() > 1) text += ')';
        }
        return text + (outputs_.size() == 1 ? ";\n" : "};\n");
    }

    const graph& source_;
    const constants_as constants_;
    buffer<char> needed_;
    std::vector<double> values_;  // of numbers
    std::vector<char> is_number_, is_condition_;
    std::vector<node_id> number_, condition_;  // by node of the source, its node here
    graph graph_;                              // its input k is written words_[k]
    std::vector<std::string> words_;
    std::unordered_map<std::string, std::uint32_t> number_of_word_;
    std::vector<node_id> outputs_, pure_;
    std::vector<parameter> parameters_;
    std::string comment_;
    std::size_t constants_added_ = 0;
};

}  // namespace detail

/// A definition of the residual to paste: inline constexpr auto name = ditto::residual<...>(...); with a comment on what its
/// arguments are in the graph. Unknowns are of kind ditto::real, given leaves and constants of ditto::given<ditto::real>, in
/// the order of leaves, then of constants. Throws where the name is no identifier, or a literal is not finite.
inline std::string cpp_definition(const rooted_graph& of, std::string_view name,
                                  constants_as constants = constants_as::givens) {
    detail::require_identifier(name);
    return detail::definition_writer(of.nodes, of.outputs, constants).write(name);
}
inline std::string cpp_definition(const symbol& of, std::string_view name,
                                  constants_as constants = constants_as::givens) {
    detail::require_identifier(name);
    if (of.owner() == nullptr) throw error("ditto: a number is no residual");
    const node_id output = of.id();
    return detail::definition_writer(*of.owner(), std::span(&output, 1), constants).write(name);
}

}  // namespace ditto::emit
