#pragma once

// What a problem that was assembled from a graph answers about the graph's symbols; included by assembly.hpp.

#include <ditto/graph/text.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/problem/symbol_table.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

namespace ditto {

/// The number of the leaf that a symbol is, of the graph that the problem was assembled from.
template <class Scalar>
std::uint32_t basic_problem<Scalar>::leaf_of(const symbol& s) const {
    const graph* const g = s.owner();
    if (!symbols_ || g == nullptr || g != symbols_->of || g->leaves().identity() != symbols_->identity || s.id() >= g->size())
        throw invalid_handle("ditto: the symbol belongs to no graph that this problem was assembled from");
    const node& n = (*g)[s.id()];
    if (!n.is_input()) throw invalid_handle("ditto: the symbol is computed from others: only leaves have values here");
    return n.input();
}

/// The place of a variable, which it needs to have one.
template <class Scalar>
auto basic_problem<Scalar>::place_of(const symbol& s) const {
    const std::uint32_t at = symbols_->variable_of_leaf.find(leaf_of(s));
    if (at == detail::number_map::none)
        throw invalid_handle("ditto: no residual of this problem needs \"" +
                             std::string(s.owner()->leaves().name((*s.owner())[s.id()].input())) + '"');
    return symbols_->places[at];
}

template <class Scalar>
Scalar basic_problem<Scalar>::value(const symbol& s) const {
    const std::uint32_t leaf = leaf_of(s), given = symbols_->given_of_leaf.find(leaf);
    if (given == detail::number_map::none) {
        const auto [variable, component] = place_of(s);
        return storage_.variables.at(variable)[component];
    }
    for (const auto& [slot, serial, plane] : symbols_->given_places[given])
        if (storage_.residuals.contains(slot, serial)) {
            const auto& at = storage_.residuals[slot];
            return storage_.residuals.blocks()[at.block].givens[plane][at.instance];
        }
    throw invalid_handle("ditto: all residuals that needed \"" + std::string(s.owner()->leaves().name(leaf)) + "\" were removed");
}

template <class Scalar>
void basic_problem<Scalar>::set_value(const symbol& s, Scalar value) {
    (void)std::as_const(*this).value(s);  // throws where it has none
    if (!std::isfinite(value)) throw error("ditto: a leaf cannot be " + number_text(value));
    const std::uint32_t given = symbols_->given_of_leaf.find(leaf_of(s));
    if (given == detail::number_map::none) {
        const auto [variable, component] = place_of(s);
        storage_.variables.at(variable)[component] = value;
        return;
    }
    for (const auto& [slot, serial, plane] : symbols_->given_places[given])
        if (storage_.residuals.contains(slot, serial)) {
            const auto& at = storage_.residuals[slot];
            storage_.residuals.blocks()[at.block].givens[plane][at.instance] = value;
        }
}

template <class Scalar>
bool basic_problem<Scalar>::is_fixed(const symbol& s) const {
    return storage_.variables.fixed(place_of(s).variable);
}

template <class Scalar>
std::size_t basic_problem<Scalar>::column(const symbol& s) {
    const auto [variable, component] = place_of(s);
    if (storage_.variables.fixed(variable)) throw invalid_handle("ditto: the variable is fixed: it has no column");
    storage_.prepare();
    return static_cast<std::size_t>(storage_.variables.offset(variable)) + component;
}

template <class Scalar>
void basic_problem<Scalar>::set_fixed(std::initializer_list<symbol> variables, bool fixed) {
    for (const symbol& s : variables) {
        const std::uint32_t id = place_of(s).variable;
        std::vector<char> named(static_cast<std::size_t>(storage_.variables.size(id)));
        for (const symbol& other : variables)
            if (const auto at = place_of(other); at.variable == id) named[at.component] = 1;
        if (std::find(named.begin(), named.end(), 0) != named.end())
            throw error("ditto: \"" + std::string(s.owner()->leaves().name((*s.owner())[s.id()].input())) + "\" is one variable of " +
                        std::to_string(named.size()) + " with its neighbours: fix or free them together, or fix it in assemble()");
    }
    for (const symbol& s : variables)
        if (storage_.variables.set_fixed(place_of(s).variable, fixed)) edited();
}

}  // namespace ditto
