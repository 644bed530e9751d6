#pragma once

#include <ditto/define.hpp>

#include <cstddef>
#include <utility>

/// The models of NIST's Statistical Reference Datasets, nonlinear regression: https://www.itl.nist.gov/div898/strd
namespace nist {

// Each takes its parameters, then its predictors.
inline constexpr auto chwirut = [](auto b1, auto b2, auto b3, auto x) { return exp(-b1 * x) / (b2 + b3 * x); };
inline constexpr auto dan_wood = [](auto b1, auto b2, auto x) { return b1 * pow(x, b2); };
inline constexpr auto gauss = [](auto b1, auto b2, auto b3, auto b4, auto b5, auto b6, auto b7, auto b8, auto x) {
    return b1 * exp(-b2 * x) + b3 * exp(-square(x - b4) / square(b5)) + b6 * exp(-square(x - b7) / square(b8));
};
inline constexpr auto cubic_over_cubic = [](auto b1, auto b2, auto b3, auto b4, auto b5, auto b6, auto b7, auto x) {
    return (b1 + b2 * x + b3 * square(x) + b4 * cube(x)) / (1.0 + b5 * x + b6 * square(x) + b7 * cube(x));
};
inline constexpr auto kirby = [](auto b1, auto b2, auto b3, auto b4, auto b5, auto x) {
    return (b1 + b2 * x + b3 * square(x)) / (1.0 + b4 * x + b5 * square(x));
};
inline constexpr auto lanczos = [](auto b1, auto b2, auto b3, auto b4, auto b5, auto b6, auto x) {
    return b1 * exp(-b2 * x) + b3 * exp(-b4 * x) + b5 * exp(-b6 * x);
};
inline constexpr auto mgh17 = [](auto b1, auto b2, auto b3, auto b4, auto b5, auto x) {
    return b1 + b2 * exp(-x * b4) + b3 * exp(-x * b5);
};
inline constexpr auto rise = [](auto b1, auto b2, auto x) { return b1 * (1.0 - exp(-b2 * x)); };  // Misra1a, BoxBOD
inline constexpr auto misra1b = [](auto b1, auto b2, auto x) { return b1 * (1.0 - 1.0 / square(1.0 + b2 * x / 2.0)); };
inline constexpr auto nelson = [](auto b1, auto b2, auto b3, auto x1, auto x2) { return b1 - b2 * x1 * exp(-b3 * x2); };
inline constexpr auto rat42 = [](auto b1, auto b2, auto b3, auto x) { return b1 / (1.0 + exp(b2 - b3 * x)); };

template <class, std::size_t>
using real_number = ditto::real;

/// The residual of a model, data given per observation: the response, the parameters, the predictors. `InOne`: the
/// parameters are one variable.
template <std::size_t Parameters, std::size_t Predictors, bool InOne, class Model>
consteval auto residual_of(Model) {
    using given = ditto::given<ditto::real>;
    return []<std::size_t... I, std::size_t... K>(std::index_sequence<I...>, std::index_sequence<K...>) {
        if constexpr (InOne)
            return ditto::residual<given, ditto::vec_of<ditto::real, Parameters>,
                                   std::conditional_t<K == K, given, void>...>(
                [](auto y, auto b, auto... x) { return Model{}(b[I]..., x...) - y; });
        else
            return ditto::residual<given, std::conditional_t<I == I, ditto::real, void>...,
                                   std::conditional_t<K == K, given, void>...>(
                [](auto y, auto... all) { return Model{}(all...) - y; });
    }
    (std::make_index_sequence<Parameters>{}, std::make_index_sequence<Predictors>{});
}

}  // namespace nist
