#pragma once

#include <ditto/error.hpp>
#include <ditto/graph/symbol.hpp>
#include <ditto/kernel/interpreter.hpp>

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ditto {

/// A function R^n -> R^m: outputs of a graph by n of its leaves, made once and called many times. Calls are const, allocate
/// nothing but what they return, and are safe from several threads.
class compiled_function {
public:
    /// The graph's input i is parameter i; there are no other inputs.
    compiled_function(rooted_graph graph, std::size_t parameters)
        : graph_(std::move(graph)),
          parameters_(parameters),
          program_(flatten(assemble({graph_, {}, static_cast<std::uint32_t>(parameters),
                                     static_cast<std::uint32_t>(graph_.outputs.size())}))) {}

    std::size_t parameters() const { return parameters_; }
    std::size_t outputs() const { return program_.rows; }
    const rooted_graph& graph() const { return graph_; }        ///< what is computed
    const flat_program& program() const { return program_; }  ///< how

    std::vector<double> operator()(std::span<const double> at) const {
        std::vector<double> result(outputs());
        (*this)(at, result);
        return result;
    }
    std::vector<double> operator()(std::initializer_list<double> at) const {
        return (*this)(std::span(at.begin(), at.size()));
    }
    void operator()(std::span<const double> at, std::span<double> into) const {
        require("parameters", at.size(), parameters_);
        require("outputs", into.size(), outputs());
        workspace<double> values(program_.slots);
        for (const auto& [slot, value] : program_.constants) values[slot] = value;
        for (std::size_t i = 0; i < parameters_; ++i) values[program_.inputs[i]] = at[i];
        detail::run_steps(detail::interpreter_frame<double>{values.data(), 1, into.data(), outputs()}, program_.steps);
    }

    /// Many points, one after the other in `points`, and what comes of them in `into`. Several are computed at once.
    void evaluate(std::span<const double> points, std::span<double> into) const {
        const std::size_t count = parameters_ == 0 ? into.size() / std::max<std::size_t>(outputs(), 1)
                                                   : points.size() / parameters_;
        require("parameters", points.size(), count * parameters_);
        require("outputs", into.size(), count * outputs());
        using T = batch<double>;
        constexpr std::size_t width = lanes<T>;
        workspace<T> values(program_.slots), results(outputs());
        for (const auto& [slot, value] : program_.constants) values[slot] = T(value);
        const detail::interpreter_frame<T> frame{values.data(), 1, reinterpret_cast<double*>(results.data()), outputs()};
        for (std::size_t first = 0; first < count; first += width) {
            const std::size_t live = std::min(width, count - first);
            for (std::size_t i = 0; i < parameters_; ++i)
                for (std::size_t lane = 0; lane < width; ++lane)  // what is left over repeats the last point
                    values[program_.inputs[i]].lanes[lane] = points[(first + std::min(lane, live - 1)) * parameters_ + i];
            detail::run_steps(frame, program_.steps);
            for (std::size_t lane = 0; lane < live; ++lane)
                for (std::size_t k = 0; k < outputs(); ++k) into[(first + lane) * outputs() + k] = results[k].lanes[lane];
        }
    }

private:
    // Small ones on the stack.
    template <class T>
    class workspace {
    public:
        explicit workspace(std::size_t size) : many_(size > few ? new T[size] : nullptr) {}
        T* data() { return many_ ? many_.get() : few_; }
        T& operator[](std::size_t i) { return data()[i]; }

    private:
        static constexpr std::size_t few = 256;
        T few_[few];
        std::unique_ptr<T[]> many_;
    };

    static void require(const char* what, std::size_t got, std::size_t needed) {
        if (got != needed)
            throw size_mismatch("ditto: the function has " + std::to_string(needed) + ' ' + what + ", was given " +
                                std::to_string(got));
    }

    rooted_graph graph_;
    std::size_t parameters_;
    flat_program program_;
};

namespace detail {

/// What the outputs are of the parameters: a graph whose input i is parameter i. All other leaves are constants, with
/// their values, and what follows from those alone is folded.
inline rooted_graph function_of(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    const graph* source = nullptr;
    const auto join = [&](const symbol& s, const char* what) {
        if (s.owner() == nullptr) return;
        if (source != nullptr && s.owner() != source) throw error(std::string("ditto: ") + what + " of different graphs");
        source = s.owner();
    };
    for (const symbol& s : parameters) join(s, "parameters");
    for (const symbol& s : outputs) join(s, "an output and the parameters are");
    rooted_graph result;
    buffer<node_id> renamed;
    if (source != nullptr) {
        std::vector<std::uint32_t> parameter_of(source->size(), no_node);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const symbol& s = parameters[i];
            if (s.owner() == nullptr || !(*source)[s.id()].is_input())
                throw error("ditto: parameter " + std::to_string(i) + " is no leaf of the graph");
            if (parameter_of[s.id()] != no_node)
                throw error("ditto: parameters " + std::to_string(parameter_of[s.id()]) + " and " + std::to_string(i) +
                            " are the same leaf");
            parameter_of[s.id()] = static_cast<std::uint32_t>(i);
        }
        buffer<node_id> roots;
        for (const symbol& s : outputs)
            if (s.owner() != nullptr) roots.push_back(s.id());
        const buffer<char> needed = needed_by(*source, roots);
        renamed = buffer<node_id>(source->size());
        for (std::size_t i = 0; i < source->size(); ++i) {
            if (!needed[i]) continue;
            const node& n = (*source)[static_cast<node_id>(i)];
            if (n.is_constant()) renamed[i] = result.nodes.constant(n.value);
            else if (!n.is_input()) renamed[i] = simplify(result.nodes, n.op, {renamed[n.operands[0]], renamed[n.operands[1]],
                                                                               renamed[n.operands[2]]});
            else if (parameter_of[i] != no_node) renamed[i] = result.nodes.input(parameter_of[i], input_role::unknown);
            else renamed[i] = result.nodes.constant(source->leaves().value(n.input()));
        }
    }
    for (const symbol& s : outputs)
        result.outputs.push_back(s.owner() == nullptr ? result.nodes.constant(s.literal()) : renamed[s.id()]);
    return result;
}

/// The derivatives of all outputs by all parameters, [output][parameter]; zeros are constants.
inline rooted_graph jacobian_of(rooted_graph source, std::size_t parameters) {
    const std::size_t rows = source.outputs.size();
    derived_graph derived = derive(std::move(source), program_kind::jacobian);
    graph& g = derived.graph.nodes;
    buffer<node_id> outputs(rows * parameters, no_node);
    for (std::size_t k = 0; k < derived.partials.size(); ++k)
        outputs[derived.partials[k].row * parameters + derived.partials[k].input] = derived.graph.outputs[rows + k];
    for (node_id& id : outputs)
        if (id == no_node) id = g.constant(0.0);
    return {std::move(g), std::move(outputs)};
}

}  // namespace detail

/// The outputs as a function of the parameters. Other leaves keep the values they have now.
inline compiled_function compile_function(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    rooted_graph source = detail::function_of(outputs, parameters);
    return {derive(std::move(source), program_kind::values).graph, parameters.size()};
}
/// The derivatives of f by each parameter.
inline compiled_function compile_gradient(const symbol& f, std::span<const symbol> parameters) {
    return {detail::jacobian_of(detail::function_of(std::span(&f, 1), parameters), parameters.size()), parameters.size()};
}
/// The derivatives of the outputs by the parameters: output k by parameter i is number k * parameters + i.
inline compiled_function compile_jacobian(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    return {detail::jacobian_of(detail::function_of(outputs, parameters), parameters.size()), parameters.size()};
}
/// The second derivatives of f: that by parameters i and k is number i * parameters + k.
inline compiled_function compile_hessian(const symbol& f, std::span<const symbol> parameters) {
    rooted_graph gradient = detail::jacobian_of(detail::function_of(std::span(&f, 1), parameters), parameters.size());
    return {detail::jacobian_of(std::move(gradient), parameters.size()), parameters.size()};
}

inline compiled_function compile_function(std::initializer_list<symbol> outputs, std::initializer_list<symbol> parameters) {
    return compile_function(std::span(outputs.begin(), outputs.size()), std::span(parameters.begin(), parameters.size()));
}
inline compiled_function compile_gradient(const symbol& f, std::initializer_list<symbol> parameters) {
    return compile_gradient(f, std::span(parameters.begin(), parameters.size()));
}
inline compiled_function compile_jacobian(std::initializer_list<symbol> outputs, std::initializer_list<symbol> parameters) {
    return compile_jacobian(std::span(outputs.begin(), outputs.size()), std::span(parameters.begin(), parameters.size()));
}
inline compiled_function compile_hessian(const symbol& f, std::initializer_list<symbol> parameters) {
    return compile_hessian(f, std::span(parameters.begin(), parameters.size()));
}

}  // namespace ditto
