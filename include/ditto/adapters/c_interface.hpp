#pragma once

// Defines the functions of c_interface.h: include it in one translation unit of a program.

#include <ditto/adapters/c_interface.h>
#include <ditto/emit/serialization.hpp>
#include <ditto/error.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct ditto_function {
    ditto::compiled_function value;
    ditto::compiled_function value_and_gradient;  ///< the derivatives after the value
    std::vector<std::string> names;
    std::vector<double> start;
};

namespace ditto::detail {

/// No memory may be left to say why: then a sentence that needs none.
struct c_error {
    std::string text;
    const char* shown = "";
};
inline c_error& last_c_error() {
    thread_local c_error error;
    return error;
}
inline void report_c_error(const char* what) noexcept {
    c_error& last = last_c_error();
    try {
        last.text = what;
        last.shown = last.text.c_str();
    } catch (...) {
        last.shown = "ditto: no memory is left";
    }
}

/// What f returns, or `failure` where it throws: nothing is thrown across the interface.
template <class Result, class F>
Result guarded(Result failure, F&& f) noexcept {
    try {
        return f();
    } catch (const std::exception& e) {
        report_c_error(e.what());
    } catch (...) {
        report_c_error("ditto: something unknown was thrown");
    }
    return failure;
}

inline void require_argument(const void* argument, const char* what) {
    if (argument == nullptr) throw error(std::string("ditto: ") + what + " is null");
}
inline void require_parameters(const ditto_function* function, std::size_t parameters) {
    require_argument(function, "the function");
    if (parameters != function->start.size())
        throw size_mismatch("ditto: the function has " + std::to_string(function->start.size()) +
                            " parameters, was given " + std::to_string(parameters));
}

inline ditto_function* make_c_function(std::string_view text, std::size_t output) {
    graph g = graph::parse(text);
    if (output >= g.size())
        throw error("ditto: the output is node " + std::to_string(output) + ", of " + std::to_string(g.size()) + " nodes");
    std::vector<symbol> parameters(g.leaves().size());
    for (std::size_t i = 0; i < g.size(); ++i)
        if (const node& n = g[static_cast<node_id>(i)]; n.is_input() && n.role() == input_role::unknown)
            parameters[n.input()] = symbol(g, static_cast<node_id>(i));
    std::erase_if(parameters, [](const symbol& s) { return s.owner() == nullptr; });  // given leaves
    std::vector<std::string> names;
    std::vector<double> start;
    for (const symbol& s : parameters) {
        const std::uint32_t leaf = g[s.id()].input();
        names.emplace_back(g.leaves().name(leaf));
        start.push_back(g.leaves().value(leaf));
    }
    const symbol f(g, static_cast<node_id>(output));
    rooted_graph both = jacobian_of(function_of(std::span(&f, 1), parameters), parameters.size(), true);
    return new ditto_function{compile_function(std::span(&f, 1), parameters),
                              compiled_function(std::move(both), parameters.size()), std::move(names), std::move(start)};
}

inline void evaluate_c_function(const ditto_function& function, std::span<const double> point, double& value,
                                double* gradient) {
    if (gradient == nullptr) return function.value(point, std::span(&value, 1));
    const std::vector<double> all = function.value_and_gradient(point);
    value = all[0];
    std::copy(all.begin() + 1, all.end(), gradient);
}

}  // namespace ditto::detail

extern "C" {

ditto_function* ditto_function_create(const char* text, size_t size, size_t output) {
    return ditto::detail::guarded<ditto_function*>(nullptr, [&] {
        ditto::detail::require_argument(text, "the text");
        return ditto::detail::make_c_function({text, size}, output);
    });
}

void ditto_function_destroy(ditto_function* function) { delete function; }

size_t ditto_function_parameters(const ditto_function* function) {
    return function == nullptr ? 0 : function->start.size();
}

const char* ditto_function_parameter_name(const ditto_function* function, size_t parameter) {
    return parameter < ditto_function_parameters(function) ? function->names[parameter].c_str() : nullptr;
}

int ditto_function_start(const ditto_function* function, size_t parameters, double* point) {
    return ditto::detail::guarded(1, [&] {
        ditto::detail::require_parameters(function, parameters);
        if (parameters != 0) ditto::detail::require_argument(point, "the point");
        std::copy(function->start.begin(), function->start.end(), point);
        return 0;
    });
}

int ditto_function_evaluate(const ditto_function* function, size_t parameters, const double* point, double* value,
                            double* gradient) {
    return ditto::detail::guarded(1, [&] {
        ditto::detail::require_parameters(function, parameters);
        if (parameters != 0) ditto::detail::require_argument(point, "the point");
        ditto::detail::require_argument(value, "the value");
        ditto::detail::evaluate_c_function(*function, {point, parameters}, *value, gradient);
        return 0;
    });
}

const char* ditto_error_text(void) { return ditto::detail::last_c_error().shown; }

}  // extern "C"
