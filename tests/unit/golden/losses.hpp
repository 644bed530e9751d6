#pragma once

#include <ditto/graph/symbol.hpp>

#include <array>
#include <cstddef>
#include <stdexcept>

/// Loss functions of outputs and targets, said with ditto's vocabulary: means over the outputs, 0 of none. Outputs are an
/// array or a vector of traced numbers; targets and parameters may be traced or not.
namespace golden::losses {

template <class Outputs>
using scalar = typename Outputs::value_type;

/// The mean of f(output, target).
template <class Outputs, class Targets, class F>
constexpr auto mean(const Outputs& outputs, const Targets& targets, F f) {
    if (outputs.size() != targets.size()) throw std::invalid_argument("as many targets as outputs");
    scalar<Outputs> sum(0.0);
    if (outputs.size() == 0) return sum;
    for (std::size_t i = 0; i < outputs.size(); ++i) sum = sum + f(outputs[i], targets[i]);
    return scalar<Outputs>(sum / static_cast<double>(outputs.size()));
}

template <class Outputs, class Targets>
constexpr auto mse(const Outputs& outputs, const Targets& targets) {
    return mean(outputs, targets, [](const auto& o, const auto& t) { return square(o - t); });
}

template <class Outputs, class Targets>
constexpr auto mae(const Outputs& outputs, const Targets& targets) {
    return mean(outputs, targets, [](const auto& o, const auto& t) { return abs(o - t); });
}

/// e²/2 up to |e| = delta, delta (|e| - delta/2) from there on.
template <class Outputs, class Targets, class Delta>
constexpr auto huber(const Outputs& outputs, const Targets& targets, const Delta& delta) {
    return mean(outputs, targets, [&](const auto& o, const auto& t) {
        const auto size = abs(o - t);
        return select(size <= delta, 0.5 * square(size), delta * (size - 0.5 * delta));
    });
}

/// Tukey's biweight c²/6 (1 - (1 - (e/c)²)³), c²/6 where |e| > c.
template <class Outputs, class Targets, class C>
constexpr auto tukey(const Outputs& outputs, const Targets& targets, const C& c) {
    return mean(outputs, targets, [&](const auto& o, const auto& t) {
        const auto ratio = (o - t) / c;
        return c * c / 6.0 * (1.0 - select(abs(ratio) <= 1.0, cube(1.0 - square(ratio)), 0.0));
    });
}

/// Logarithms of less than 1e-12 are that of 1e-12, as in the records: an output may be 0 or 1.
template <class Outputs, class Targets>
constexpr auto binary_cross_entropy(const Outputs& outputs, const Targets& targets) {
    const auto bounded_log = [](const auto& a) { return log(max(a, 1e-12)); };
    return mean(outputs, targets, [&](const auto& o, const auto& t) {
        return -(t * bounded_log(o) + (1.0 - t) * bounded_log(1.0 - o));
    });
}

/// -log(p + 1e-12) where p = softmax(outputs)[label]; the constant is the records'.
template <class Outputs>
constexpr auto cross_entropy(const Outputs& outputs, std::size_t label) {
    if (outputs.size() == 0) return scalar<Outputs>(0.0);
    if (label >= outputs.size()) throw std::invalid_argument("no such label");
    scalar<Outputs> largest = outputs[0], sum(0.0);
    for (const auto& o : outputs) largest = max(largest, o);
    for (const auto& o : outputs) sum = sum + exp(o - largest);
    return scalar<Outputs>(-log(exp(outputs[label] - largest) / sum + 1e-12));
}

}  // namespace golden::losses
