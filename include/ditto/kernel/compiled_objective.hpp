#pragma once

#include <ditto/kernel/compiled_function.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

namespace ditto {

/// A function of a graph's leaves and its gradient, computed together: what `ditto::minimise` takes. It keeps room to work
/// in, so that each thread needs its own; copies are cheap beside compiling.
template <class Scalar>
class basic_compiled_objective {
public:
    /// Its outputs are the value, then the derivative by each parameter.
    explicit basic_compiled_objective(basic_compiled_function<Scalar> value_and_gradient)
        : function_(std::move(value_and_gradient)), outputs_(function_.outputs()) {}

    std::size_t parameters() const { return function_.parameters(); }
    const basic_compiled_function<Scalar>& function() const { return function_; }

    /// Returns the value and writes the gradient.
    Scalar operator()(std::span<const Scalar> at, std::span<Scalar> gradient) {
        if (gradient.size() != parameters())
            throw size_mismatch("ditto: the objective has " + std::to_string(parameters()) +
                                " parameters, the gradient has room for " + std::to_string(gradient.size()));
        function_(at, outputs_);
        std::copy(outputs_.begin() + 1, outputs_.end(), gradient.begin());
        return outputs_[0];
    }

private:
    basic_compiled_function<Scalar> function_;
    std::vector<Scalar> outputs_;
};

using compiled_objective = basic_compiled_objective<double>;

/// f and its derivatives by the parameters. Other leaves keep the values they have now.
template <class Scalar = double>
basic_compiled_objective<Scalar> compile_objective(const symbol& f, std::span<const symbol> parameters) {
    rooted_graph both = detail::jacobian_of(detail::function_of(std::span(&f, 1), parameters), parameters.size(), true);
    return basic_compiled_objective<Scalar>({std::move(both), parameters.size()});
}
template <class Scalar = double>
basic_compiled_objective<Scalar> compile_objective(const symbol& f, std::initializer_list<symbol> parameters) {
    return compile_objective<Scalar>(f, std::span(parameters.begin(), parameters.size()));
}

}  // namespace ditto
