#pragma once

#include "unit/golden/losses.hpp"
#include "unit/golden/reference.hpp"
#include "unit/golden/vocabulary.hpp"

#include <functional>
#include <optional>

/// The records as cases: where a function is evaluated, what it must give there, and how a graph says it.
namespace golden {

using function_of_symbols = std::function<symbol(std::span<const symbol> unknowns, std::span<const symbol> givens)>;

struct known_case {
    std::string id;
    std::vector<double> unknowns;
    std::vector<double> givens{};
    double value = 0.0;
    std::vector<std::optional<double>> gradient{};  ///< by the unknowns, as far as it is known
    double tolerance = 1e-12;                       ///< relative; the absolute one is a tenth
    function_of_symbols build{};
};

/// Both NaN, equal (as infinities are), or as near as the tolerances say.
inline bool agree(double actual, double expected, double relative, double absolute) {
    if (std::isnan(expected)) return std::isnan(actual);
    return actual == expected || std::abs(actual - expected) <= std::max(absolute, relative * std::abs(expected));
}

inline bool is_true(const json& record, const char* flag) { return record.value(flag, json(true)) == true; }

// Arguments, then parameters.
inline std::vector<double> operands_of(const json& record) {
    std::vector<double> all = numbers(record.at("args"));
    for (const json& p : record.value("params", json::array())) all.push_back(number(p));
    return all;
}

inline function_of_symbols said_operation(const json& record) {
    return [record](auto x, auto) {
        std::vector<symbol> operands(x.begin(), x.end());
        for (const json& p : record.value("params", json::array())) operands.push_back(number(p));
        return said(record.at("op"), operands);
    };
}

inline promise promised(const std::string& operation, const std::vector<double>& operands) {
    return promised(operation, std::vector<real>(operands.begin(), operands.end()));
}

/// Value and gradient of a record's graph, by the chain rule on what is promised of operations.
inline promise promised_graph(const json& dag, const std::vector<double>& x) {
    std::vector<promise> done;
    const promise none{0, std::vector<real>(x.size())};
    for (const json& node : dag.at("nodes")) {
        const std::string name = node[0];
        promise result = none;
        if (name == "const") {
            result.value = number(node[1]);
        } else if (name == "var") {
            result.value = x[node[1].get<std::size_t>()];
            result.partials[node[1].get<std::size_t>()] = 1;
        } else {
            std::vector<real> operands;
            const std::size_t children = name == "clamp" ? 1 : node.size() - 1;
            for (std::size_t k = 1; k < node.size(); ++k)
                operands.push_back(k <= children ? done[node[k].get<std::size_t>()].value : number(node[k]));
            const promise local = promised(name, operands);
            result.value = local.value;
            for (std::size_t k = 0; k < children; ++k)
                for (std::size_t j = 0; j < x.size(); ++j)
                    result.partials[j] += local.partials[k] * done[node[k + 1].get<std::size_t>()].partials[j];
        }
        done.push_back(result);
    }
    return done[dag.at("out")[0].get<std::size_t>()];
}

/// Single operations. A record speaks for what finite differences confirm; elsewhere, at kinks and for what it flags as the
/// other library's defects, the promise does.
inline std::vector<known_case> operations() {
    std::vector<known_case> cases;
    for (const json& r : section("ops")) {
        const std::string operation = r.at("op");
        const promise promise = promised(operation, operands_of(r));
        const json kinks = r.value("kink", json::array());
        const bool kink = std::any_of(kinks.begin(), kinks.end(), [](const json& k) { return !k.is_null(); });
        known_case c{r.at("id"), numbers(r.at("args"))};
        c.value = is_true(r, "value_ref_ok") && !kink ? number(r.at("value")) : static_cast<double>(promise.value);
        for (std::size_t i = 0; i < c.unknowns.size(); ++i)
            c.gradient.push_back(r.at("fd_ok")[i] == true ? number(r.at("grad")[i])
                                                          : static_cast<double>(promise.partials[i]));
        c.build = said_operation(r);
        cases.push_back(c);
    }
    return cases;
}

/// Where the other library throws: here the value is IEEE arithmetic's.
inline std::vector<known_case> operation_errors() {
    std::vector<known_case> cases;
    for (const json& r : section("op_errors")) {
        known_case c{r.at("id"), numbers(r.at("args"))};
        c.value = number(r.at("ieee"));
        c.gradient.resize(c.unknowns.size());
        c.build = said_operation(r);
        cases.push_back(c);
    }
    return cases;
}

inline std::vector<known_case> expressions() {
    std::vector<known_case> cases;
    for (const json& r : section("exprs")) {
        known_case c{r.at("id"), numbers(r.at("x"))};
        if (is_true(r, "fd_ok") && is_true(r, "value_ref_ok")) {
            c.value = number(r.at("value"));
            for (const json& g : r.at("grad")) c.gradient.push_back(number(g));
        } else {
            const promise promise = promised_graph(r.at("dag"), c.unknowns);
            c.value = static_cast<double>(promise.value);
            for (const real p : promise.partials) c.gradient.push_back(static_cast<double>(p));
        }
        c.build = [dag = r.at("dag")](auto x, auto) {
            return node_of(dag, dag.at("out")[0], x, [](double constant) { return symbol(constant); });
        };
        cases.push_back(c);
    }
    return cases;
}

/// A loss by its name in the records; targets are givens, and so is the parameter, after them.
inline symbol said_loss(const json& record, std::span<const symbol> outputs, std::span<const symbol> givens) {
    const std::string loss = record.at("loss");
    const std::vector<symbol> o(outputs.begin(), outputs.end());
    if (loss == "categoricalCrossEntropy" || loss == "cce")
        return losses::cross_entropy(o, record.at("targets").empty() ? 0 : record.at("targets")[0].get<std::size_t>());
    const std::vector<symbol> t(givens.begin(), record.contains("param") ? givens.end() - 1 : givens.end());
    const symbol parameter = givens.empty() ? symbol() : givens.back();
    if (loss == "mse") return losses::mse(o, t);
    if (loss == "mae") return losses::mae(o, t);
    if (loss == "huber") return losses::huber(o, t, parameter);
    if (loss == "tukey") return losses::tukey(o, t, parameter);
    if (loss == "binaryCrossEntropy" || loss == "bce") return losses::binary_cross_entropy(o, t);
    throw std::invalid_argument("no loss " + loss);
}

inline std::vector<known_case> loss_functions() {
    std::vector<known_case> cases;
    for (json r : section("losses")) {
        std::istringstream names(r.at("loss").get<std::string>());
        for (std::string name; std::getline(names, name, '/');) {
            r["loss"] = name;
            known_case c{r.at("id"), numbers(r.at("outputs"))};
            if (name != "categoricalCrossEntropy" && name != "cce") c.givens = numbers(r.at("targets"));
            if (r.contains("param")) c.givens.push_back(number(r.at("param")));
            c.value = number(r.at(r.contains("value_ref") ? "value_ref" : "value"));
            // Choices at kinks of |e| are the mean of both sides, as central differences are.
            for (const double d : numbers(r.value(is_true(r, "fd_ok") ? "grad" : "fd", json::array())))
                c.gradient.push_back(std::isnan(d) ? std::nullopt : std::optional(d));
            if (!is_true(r, "fd_ok")) c.tolerance = 1e-6;
            c.build = [r](auto x, auto given) { return said_loss(r, x, given); };
            cases.push_back(c);
        }
    }
    return cases;
}

}  // namespace golden
