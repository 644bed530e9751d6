#pragma once

#include "unit/golden/vocabulary.hpp"

#include <string>
#include <vector>

namespace golden {

/// A graph with named variables, and residuals over them that a record's graph tells.
struct told_system {
    ditto::graph g{};
    std::vector<symbol> x{};
    std::vector<symbol> residuals{};

    explicit told_system(const std::vector<double>& at) {
        for (std::size_t i = 0; i < at.size(); ++i) x.push_back(g.variable("x" + std::to_string(i), at[i]));
    }
    told_system(const told_system&) = delete;

    symbol constant(double value) { return {g, g.constant(value)}; }
    symbol node(const json& dag, std::size_t output) {
        return node_of(dag, output, x, [&](double value) { return constant(value); });
    }
};

}  // namespace golden
