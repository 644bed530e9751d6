#pragma once

#include <cmath>
#include <map>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// What ditto promises of the records' operations: plain calls of the standard library in extended precision, and at
/// singular points the choices of docs/reference/singular_points.md. It knows nothing of ditto's own code.
namespace golden {

using real = long double;

/// A value and its partial derivatives by the operands.
struct promise {
    real value;
    std::vector<real> partials;
};

/// `operands` are the arguments of a record, then its parameters.
inline promise promised(const std::string& operation, std::span<const real> operands) {
    using arguments = std::span<const real>;
    using function = promise (*)(arguments);
    static const auto slope = [](real a) -> real { return a == 1 || a == -1 ? 0 : 1 / std::sqrt((1 - a) * (1 + a)); };
    static const auto sigmoid = [](real a) -> real { return 1 / (1 + std::exp(-a)); };
    static const auto condition = [](bool holds) { return promise{holds ? 1.0L : 0.0L, {0, 0}}; };
    static const std::map<std::string, function> promises{
        {"add", [](arguments a) { return promise{a[0] + a[1], {1, 1}}; }},
        {"sub", [](arguments a) { return promise{a[0] - a[1], {1, -1}}; }},
        {"mul", [](arguments a) { return promise{a[0] * a[1], {a[1], a[0]}}; }},
        {"div", [](arguments a) { return promise{a[0] / a[1], {1 / a[1], -a[0] / (a[1] * a[1])}}; }},
        {"neg", [](arguments a) { return promise{-a[0], {-1}}; }},
        {"reciprocal", [](arguments a) { return promise{1 / a[0], {-1 / (a[0] * a[0])}}; }},
        {"square", [](arguments a) { return promise{a[0] * a[0], {2 * a[0]}}; }},
        {"cube", [](arguments a) { return promise{a[0] * a[0] * a[0], {3 * a[0] * a[0]}}; }},
        {"sqrt", [](arguments a) {
             const real root = std::sqrt(a[0]);
             return promise{root, {root == 0 ? 0 : 1 / (2 * root)}};
         }},
        {"powValue", [](arguments a) {
             const real v = std::pow(a[0], a[1]);
             const bool infinite_slope = a[0] == 0 && a[1] > 0 && a[1] < 1;
             return promise{v,
                            {a[1] == 0 || infinite_slope ? 0 : a[1] * std::pow(a[0], a[1] - 1),
                             a[0] > 0 ? v * std::log(a[0]) : 0}};
         }},
        {"exp", [](arguments a) { return promise{std::exp(a[0]), {std::exp(a[0])}}; }},
        {"log", [](arguments a) { return promise{std::log(a[0]), {1 / a[0]}}; }},
        {"sin", [](arguments a) { return promise{std::sin(a[0]), {std::cos(a[0])}}; }},
        {"cos", [](arguments a) { return promise{std::cos(a[0]), {-std::sin(a[0])}}; }},
        {"tan", [](arguments a) { return promise{std::tan(a[0]), {1 + std::tan(a[0]) * std::tan(a[0])}}; }},
        {"asin", [](arguments a) { return promise{std::asin(a[0]), {slope(a[0])}}; }},
        {"acos", [](arguments a) { return promise{std::acos(a[0]), {-slope(a[0])}}; }},
        {"atan", [](arguments a) { return promise{std::atan(a[0]), {1 / (1 + a[0] * a[0])}}; }},
        {"tanh", [](arguments a) { return promise{std::tanh(a[0]), {1 / (std::cosh(a[0]) * std::cosh(a[0]))}}; }},
        {"sigmoid", [](arguments a) { return promise{sigmoid(a[0]), {sigmoid(a[0]) * sigmoid(-a[0])}}; }},
        {"softplus", [](arguments a) {
             return promise{std::fmax(a[0], 0.0L) + std::log1p(std::exp(-std::abs(a[0]))), {sigmoid(a[0])}};
         }},
        {"relu", [](arguments a) { return promise{a[0] > 0 ? a[0] : 0, {a[0] > 0 ? 1.0L : 0.0L}}; }},
        {"abs", [](arguments a) { return promise{std::abs(a[0]), {real((a[0] > 0) - (a[0] < 0))}}; }},
        {"sign", [](arguments a) { return promise{real((a[0] > 0) - (a[0] < 0)), {0}}; }},
        {"floor", [](arguments a) { return promise{std::floor(a[0]), {0}}; }},
        {"ceil", [](arguments a) { return promise{std::ceil(a[0]), {0}}; }},
        {"round", [](arguments a) { return promise{std::round(a[0]), {0}}; }},
        {"mod", [](arguments a) { return promise{std::fmod(a[0], a[1]), {1, -std::trunc(a[0] / a[1])}}; }},
        {"min", [](arguments a) {
             const real first = a[0] < a[1] ? 1 : a[0] > a[1] ? 0 : 0.5L;
             return promise{std::fmin(a[0], a[1]), {first, 1 - first}};
         }},
        {"max", [](arguments a) {
             const real first = a[0] > a[1] ? 1 : a[0] < a[1] ? 0 : 0.5L;
             return promise{std::fmax(a[0], a[1]), {first, 1 - first}};
         }},
        {"clamp", [](arguments a) {
             const real low = a[1], high = a[2];
             const real inside = low > high || a[0] < low || a[0] > high ? 0 : a[0] == low || a[0] == high ? 0.5L : 1;
             return promise{std::fmax(low, std::fmin(a[0], high)), {inside}};
         }},
        {"eq", [](arguments a) { return condition(a[0] == a[1]); }},
        {"neq", [](arguments a) { return condition(a[0] != a[1]); }},
        {"lt", [](arguments a) { return condition(a[0] < a[1]); }},
        {"lte", [](arguments a) { return condition(a[0] <= a[1]); }},
        {"gt", [](arguments a) { return condition(a[0] > a[1]); }},
        {"gte", [](arguments a) { return condition(a[0] >= a[1]); }},
        {"ifThenElse", [](arguments a) {
             const real yes = a[0] != 0 ? 1 : 0;
             return promise{a[0] != 0 ? a[1] : a[2], {0, yes, 1 - yes}};
         }},
        {"sum", [](arguments a) {
             return promise{std::accumulate(a.begin(), a.end(), real(0)), std::vector<real>(a.size(), 1)};
         }},
        {"mean", [](arguments a) {
             const real sum = std::accumulate(a.begin(), a.end(), real(0)), count = static_cast<real>(a.size());
             return promise{sum / count, std::vector<real>(a.size(), 1 / count)};
         }},
    };
    const auto found = promises.find(operation == "pow" ? "powValue" : operation);
    if (found == promises.end()) throw std::invalid_argument("nothing is promised of " + operation);
    return found->second(operands);
}

}  // namespace golden
