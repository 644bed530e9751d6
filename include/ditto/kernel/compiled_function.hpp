#pragma once

#include <ditto/kernel/function_of.hpp>
#include <ditto/kernel/interpreted_points.hpp>
#include <ditto/kernel/point_interpreter.hpp>

#include <initializer_list>
#include <memory>

namespace ditto {

/// A function R^n -> R^m: outputs of a graph by n of its leaves, made once and called many times. Calls are const and safe
/// from several threads. One of a single point allocates what it returns, and room to work in where that is more than
/// 8 kB; one of many points allocates its room once.
template <class Scalar>
class basic_compiled_function {
public:
    /// The graph's input i is parameter i; there are no other inputs.
    basic_compiled_function(rooted_graph graph, std::size_t parameters)
        : basic_compiled_function(program_of(graph, parameters), std::move(graph), parameters) {}

    std::size_t parameters() const { return parameters_; }
    std::size_t outputs() const { return program_.rows; }
    const rooted_graph& graph() const { return graph_; }      ///< what is computed
    const flat_program& program() const { return program_; }  ///< how, at many points

    std::vector<Scalar> operator()(std::span<const Scalar> at) const {
        std::vector<Scalar> result(outputs());
        (*this)(at, result);
        return result;
    }
    std::vector<Scalar> operator()(std::initializer_list<Scalar> at) const {
        return (*this)(std::span(at.begin(), at.size()));
    }
    void operator()(std::span<const Scalar> at, std::span<Scalar> into) const {
        require("parameters", at.size(), parameters_);
        require("outputs", into.size(), outputs());
        constexpr std::size_t few = 1024;
        if (point_.slots() <= few) {
            Scalar values[few];
            point_(at.data(), into.data(), values);
        } else {
            const auto values = std::make_unique_for_overwrite<Scalar[]>(point_.slots());
            point_(at.data(), into.data(), values.get());
        }
    }

    /// Many points, one after the other in `points`, and what comes of them in `into`, which must not overlap. Several are
    /// computed at once, on as many threads, each of which takes an equal part. Threads are started and joined by the call,
    /// which costs some 30 us for each.
    void evaluate(std::span<const Scalar> points, std::span<Scalar> into, std::size_t threads = 1) const {
        const std::size_t count = parameters_ == 0 ? into.size() / std::max<std::size_t>(outputs(), 1)
                                                   : points.size() / parameters_;
        if (points.size() != count * parameters_ || into.size() != count * outputs())
            throw size_mismatch("ditto: the function has " + std::to_string(parameters_) + " parameters and " +
                                std::to_string(outputs()) + " outputs; evaluate() was given " + std::to_string(points.size()) +
                                " numbers to read and room for " + std::to_string(into.size()));
        detail::interpret_points(program_, points.data(), into.data(), count, threads);
    }

private:
    // What it runs, of the same program.
    basic_compiled_function(flat_program own_slots, rooted_graph&& graph, std::size_t parameters)
        : graph_(std::move(graph)),
          parameters_(parameters),
          program_(flatten(own_slots)),
          point_(std::move(own_slots)) {}

    static flat_program program_of(const rooted_graph& graph, std::size_t parameters) {
        return with_own_slots(assemble({graph, {}, static_cast<std::uint32_t>(parameters),
                                        static_cast<std::uint32_t>(graph.outputs.size())}));
    }

    static void require(const char* what, std::size_t got, std::size_t needed) {
        if (got != needed)
            throw size_mismatch("ditto: the function has " + std::to_string(needed) + ' ' + what + ", was given " +
                                std::to_string(got));
    }

    rooted_graph graph_;
    std::size_t parameters_;
    flat_program program_;
    point_interpreter<Scalar> point_;
};

using compiled_function = basic_compiled_function<double>;

/// The outputs as a function of the parameters. Other leaves keep the values they have now.
template <class Scalar = double>
basic_compiled_function<Scalar> compile_function(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    rooted_graph source = detail::function_of(outputs, parameters);
    return {derive(std::move(source), program_kind::values).graph, parameters.size()};
}
/// The derivatives of f by each parameter.
template <class Scalar = double>
basic_compiled_function<Scalar> compile_gradient(const symbol& f, std::span<const symbol> parameters) {
    return {detail::jacobian_of(detail::function_of(std::span(&f, 1), parameters), parameters.size()), parameters.size()};
}
/// The derivatives of the outputs by the parameters: output k by parameter i is number k * parameters + i.
template <class Scalar = double>
basic_compiled_function<Scalar> compile_jacobian(std::span<const symbol> outputs, std::span<const symbol> parameters) {
    return {detail::jacobian_of(detail::function_of(outputs, parameters), parameters.size()), parameters.size()};
}
/// The second derivatives of f: that by parameters i and k is number i * parameters + k.
template <class Scalar = double>
basic_compiled_function<Scalar> compile_hessian(const symbol& f, std::span<const symbol> parameters) {
    rooted_graph gradient = detail::jacobian_of(detail::function_of(std::span(&f, 1), parameters), parameters.size());
    return {detail::jacobian_of(std::move(gradient), parameters.size()), parameters.size()};
}

template <class Scalar = double>
basic_compiled_function<Scalar> compile_function(std::initializer_list<symbol> outputs, std::initializer_list<symbol> parameters) {
    return compile_function<Scalar>(std::span(outputs.begin(), outputs.size()), std::span(parameters.begin(), parameters.size()));
}
template <class Scalar = double>
basic_compiled_function<Scalar> compile_gradient(const symbol& f, std::initializer_list<symbol> parameters) {
    return compile_gradient<Scalar>(f, std::span(parameters.begin(), parameters.size()));
}
template <class Scalar = double>
basic_compiled_function<Scalar> compile_jacobian(std::initializer_list<symbol> outputs, std::initializer_list<symbol> parameters) {
    return compile_jacobian<Scalar>(std::span(outputs.begin(), outputs.size()), std::span(parameters.begin(), parameters.size()));
}
template <class Scalar = double>
basic_compiled_function<Scalar> compile_hessian(const symbol& f, std::initializer_list<symbol> parameters) {
    return compile_hessian<Scalar>(f, std::span(parameters.begin(), parameters.size()));
}

}  // namespace ditto
