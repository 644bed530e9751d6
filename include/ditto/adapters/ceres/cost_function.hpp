#pragma once

// Needs Ceres 2.1.

#include <ditto/adapters/ceres/manifold.hpp>
#include <ditto/define/energy.hpp>

#include <ceres/cost_function.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ditto {

namespace detail {

/// The values of the arguments that are given.
template <class... Kinds>
using given_values = decltype(std::tuple_cat(
    std::declval<std::conditional_t<is_given<Kinds>, std::tuple<value_t<Kinds, double>>, std::tuple<>>>()...));

template <class... Kinds>
void set_block_sizes(std::vector<std::int32_t>& sizes) {
    ((is_given<Kinds> ? void() : sizes.push_back(static_cast<std::int32_t>(kind_size<Kinds>))), ...);
}

/// A definition at one place, as Ceres calls it: a block for each unknown argument, which holds its scalars.
template <auto Code, class... Kinds>
class definition_cost_function final : public ceres::CostFunction {
    using definition = residual_definition<Code, Kinds...>;
    using indices = std::index_sequence_for<Kinds...>;
    static constexpr std::size_t rows = definition::rows();

public:
    explicit definition_cost_function(const given_values<Kinds...>& givens) {
        set_num_residuals(static_cast<int>(rows));
        set_block_sizes<Kinds...>(*mutable_parameter_block_sizes());
        place_givens(givens, indices{});
    }

    bool Evaluate(double const* const* blocks, double* residuals, double** jacobians) const override {
        auto at = arguments_;
        read(at, blocks, indices{});
        if (jacobians == nullptr) {
            const auto value = std::apply(definition{}, at);
            if constexpr (rows == 1) *residuals = value;
            else std::copy(value.begin(), value.end(), residuals);
            return true;
        }
        const auto found = std::apply([](const auto&... a) { return definition{}.linearize(a...); }, at);
        std::copy(found.value.begin(), found.value.end(), residuals);
        std::size_t column = 0;
        (write<Kinds>(found.jacobian, column, blocks, jacobians), ...);
        return true;
    }

private:
    template <std::size_t... I>
    void place_givens(const given_values<Kinds...>& givens, std::index_sequence<I...>) {
        [[maybe_unused]] const auto place = [&]<std::size_t A>(std::integral_constant<std::size_t, A>) {
            constexpr std::array<bool, sizeof...(Kinds)> is{is_given<Kinds>...};
            constexpr auto before = static_cast<std::size_t>(std::count(is.begin(), is.begin() + A, true));
            if constexpr (is[A]) std::get<A>(arguments_) = std::get<before>(givens);
        };
        (place(std::integral_constant<std::size_t, I>{}), ...);
    }
    template <std::size_t... I>
    static void read(std::tuple<value_t<Kinds, double>...>& at, double const* const* block, std::index_sequence<I...>) {
        ((is_given<Kinds> ? void() : void(std::get<I>(at) = unflatten<Kinds, double>(*block++))), ...);
    }
    // By the scalars of the next block, row by row.
    template <class Kind, class Jacobian>
    static void write(const Jacobian& found, std::size_t& column, double const* const*& block, double**& into) {
        if constexpr (!is_given<Kind>) {
            if (double* out = *into; out != nullptr) {
                if constexpr (is_curved<Kind>) {
                    Eigen::Matrix<double, 1, static_cast<int>(kind_columns<Kind>)> row;
                    const auto coordinates = tangent_space<Kind>::coordinates(*block);
                    for (std::size_t r = 0; r < rows; ++r, out += kind_size<Kind>) {
                        std::copy_n(found[r].begin() + column, kind_columns<Kind>, row.data());
                        Eigen::Matrix<double, 1, static_cast<int>(kind_size<Kind>)>::Map(out).noalias() = row * coordinates;
                    }
                } else {
                    for (std::size_t r = 0; r < rows; ++r)
                        out = std::copy_n(found[r].begin() + column, kind_columns<Kind>, out);
                }
            }
            column += kind_columns<Kind>;
            ++block;
            ++into;
        }
    }

    std::tuple<value_t<Kinds, double>...> arguments_{};  // what is given, and room for what is not
};

}  // namespace detail

/// A definition as Ceres' cost function: a parameter block for each unknown argument, in the order of the definition, which
/// holds its kind's scalars; the values of what is given follow the definition. Ceres takes the ownership by `.release()`.
///
/// Blocks of kinds on manifolds need a ceres::Manifold: `ceres_manifold<Kind>`, or another one with the same points.
template <auto Code, class... Kinds, class... Givens>
std::unique_ptr<ceres::CostFunction> ceres_cost_function(const residual_definition<Code, Kinds...>&,
                                                         const Givens&... givens) {
    static_assert(std::constructible_from<detail::given_values<Kinds...>, const Givens&...>,
                  "ditto: ceres_cost_function() takes the value of each given kind after the definition, and nothing else");
    return std::make_unique<detail::definition_cost_function<Code, Kinds...>>(detail::given_values<Kinds...>(givens...));
}
/// Refused: Ceres squares what it is given, and an energy is not a residual.
template <auto Code, class... Kinds, class... Givens>
void ceres_cost_function(const energy_definition<Code, Kinds...>&, const Givens&...) = delete;

}  // namespace ditto
