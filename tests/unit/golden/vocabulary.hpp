#pragma once

#include "unit/golden/golden.hpp"

#include <ditto/graph.hpp>

#include <boost/mp11/algorithm.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The records' operations on symbols, through the names in ditto's vocabulary.
namespace golden {

using ditto::symbol;

/// The operation or composition that has this name.
inline symbol named(std::string_view name, std::span<const symbol> operands) {
    symbol result;
    bool found = false;
    boost::mp11::mp_for_each<boost::mp11::mp_append<ditto::operations, ditto::compositions>>([&](auto op) {
        using Op = decltype(op);
        if constexpr (Op::arity > 0) {
            if (Op::name != name || Op::arity != operands.size()) return;
            found = true;
            result = [&]<std::size_t... I>(std::index_sequence<I...>) {
                if constexpr (ditto::operation<Op>) return apply(op, operands[I]...);
                else return Op::value(operands[I]...);
            }(std::make_index_sequence<Op::arity>{});
        }
    });
    if (!found) throw std::invalid_argument("no operation " + std::string(name));
    return result;
}

/// An operation of the records: operands are its arguments, then its parameters.
inline symbol said(const std::string& operation, std::vector<symbol> operands) {
    static const std::map<std::string, std::string> names{
        {"sub", "subtract"}, {"mul", "multiply"},       {"div", "divide"},          {"neg", "negate"},
        {"powValue", "pow"}, {"lt", "less"},            {"lte", "less_equal"},      {"gt", "greater"},
        {"eq", "equal"},     {"gte", "greater_equal"},  {"neq", "not_equal"},       {"ifThenElse", "select"}};
    if (operation == "sum" || operation == "mean") {
        symbol sum(0.0);
        for (const symbol& s : operands) sum = named("add", std::array{sum, s});
        return operation == "sum" ? sum : named("divide", std::array{sum, symbol(operands.size())});
    }
    if (operation == "ifThenElse") operands[0] = named("not_equal", std::array{operands[0], symbol(0.0)});
    const auto name = names.find(operation);
    return named(name == names.end() ? operation : name->second, operands);
}

/// A node of a record's graph; `constant` makes a symbol of each number where it is used.
template <class Constant>
symbol node_of(const json& dag, std::size_t output, std::span<const symbol> arguments, Constant constant) {
    const json& nodes = dag.at("nodes");
    std::vector<char> needed(output + 1);
    needed[output] = 1;
    const auto children = [&](std::size_t i) -> std::size_t {
        const std::string name = nodes[i][0];
        return name == "var" || name == "const" ? 0 : name == "clamp" ? 1 : nodes[i].size() - 1;
    };
    for (std::size_t i = output + 1; i-- > 0;)
        for (std::size_t k = 0; needed[i] && k < children(i); ++k) needed[nodes[i][k + 1]] = 1;
    std::vector<symbol> done(output + 1);
    const auto use = [&](std::size_t i) { return nodes[i][0] == "const" ? constant(number(nodes[i][1])) : done[i]; };
    for (std::size_t i = 0; i <= output; ++i) {
        const std::string name = nodes[i][0];
        if (!needed[i] || name == "const") continue;
        if (name == "var") {
            done[i] = arguments[nodes[i][1].get<std::size_t>()];
            continue;
        }
        std::vector<symbol> operands;
        for (std::size_t k = 0; k < children(i); ++k) operands.push_back(use(nodes[i][k + 1]));
        for (std::size_t k = children(i) + 1; k < nodes[i].size(); ++k)
            operands.push_back(constant(number(nodes[i][k])));
        done[i] = said(name, operands);
    }
    return use(output);
}

}  // namespace golden
