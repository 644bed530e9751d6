#pragma once

#include "unit/golden/losses.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

#include <limits>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <vector>

/// The records' structures as definitions known to the compiler, by the records' names.
namespace golden {

/// A definition of one array of unknowns and one of givens, as the tests call it.
struct definition {
    std::size_t unknowns;
    std::size_t givens;
    double (*value)(const double* unknowns, const double* givens);
    std::vector<double> (*linearize)(const double* unknowns, const double* givens);  ///< value, then gradient
    const ditto::kernel_table<double>& (*kernel)();
    ditto::symbol (*trace)(std::span<const ditto::symbol> unknowns, std::span<const ditto::symbol> givens);
};

using library = std::map<std::string, definition>;

// What the text of definitions is made of, besides ditto's functions.
inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A constant of the graph that x belongs to, so that functions of constants are traced, too.
template <class T>
constexpr T constant(const T& x, double c) {
    return 0.0 * x + c;
}
template <class A, class B>
constexpr auto equal(const A& a, const B& b) {
    return apply(ditto::op::equal{}, a, b);
}
template <class A, class B>
constexpr auto differ(const A& a, const B& b) {
    return ditto::op::not_equal::value(a, b);
}
template <std::size_t Count, class T, std::size_t N>
constexpr std::array<T, Count> first(const std::array<T, N>& all) {
    std::array<T, Count> result{};
    for (std::size_t i = 0; i < Count; ++i) result[i] = all[i];
    return result;
}

namespace detail {
template <std::size_t N, class T>
constexpr std::array<T, N> copied(const T* from) {
    std::array<T, N> result{};
    for (std::size_t i = 0; i < N; ++i) result[i] = from[i];
    return result;
}

template <std::size_t Unknowns, std::size_t Givens, class Function>
struct defined {
    static consteval auto make() {
        using unknowns = ditto::array<ditto::real, Unknowns>;
        if constexpr (Givens == 0) return ditto::residual<unknowns>(Function{});
        else return ditto::residual<unknowns, ditto::given<ditto::array<ditto::real, Givens>>>(Function{});
    }
    static constexpr auto residual = make();

    template <class T, class F>
    static auto with_arguments(const T* unknowns, [[maybe_unused]] const T* givens, F f) {
        if constexpr (Givens == 0) return f(copied<Unknowns>(unknowns));
        else return f(copied<Unknowns>(unknowns), copied<Givens>(givens));
    }
    static double value(const double* unknowns, const double* givens) {
        return with_arguments(unknowns, givens, residual);
    }
    static std::vector<double> linearize(const double* unknowns, const double* givens) {
        return with_arguments(unknowns, givens, [](const auto&... arguments) {
            const auto at = residual.linearize(arguments...);
            std::vector<double> result{at.value[0]};
            result.insert(result.end(), at.jacobian[0].begin(), at.jacobian[0].end());
            return result;
        });
    }
    static ditto::symbol trace(std::span<const ditto::symbol> unknowns, std::span<const ditto::symbol> givens) {
        return with_arguments(unknowns.data(), givens.data(), Function{});
    }
};
}  // namespace detail

/// Adds a definition under each of the names, which are parted by spaces.
template <std::size_t Unknowns, std::size_t Givens, class Function>
void define(library& all, const char* names, Function) {
    using made = detail::defined<Unknowns, Givens, Function>;
    const definition entry{Unknowns, Givens, &made::value, &made::linearize, &made::residual.template kernel<double>,
                           &made::trace};
    std::istringstream in(names);
    for (std::string name; in >> name;) all.emplace(name, entry);
}

/// Every definition that definitions.py wrote.
void define_all(library& all);

}  // namespace golden
