#pragma once

#include <ditto/define/residual.hpp>

namespace ditto {

/// An energy: a function whose value, not its square, is added to the cost. It has one row, and is otherwise a residual, whose
/// kernel it shares.
template <auto Code, class... Kinds>
class energy_definition : public residual_definition<Code, Kinds...> {
    static_assert(residual_definition<Code, Kinds...>::rows() == 1, "ditto: an energy is one number; sum its terms");
};

namespace detail {
template <auto Code, class... Kinds>
inline constexpr bool is_definition<energy_definition<Code, Kinds...>> = true;

template <auto Code, class... Kinds>
consteval auto as_energy(residual_definition<Code, Kinds...>) {
    return energy_definition<Code, Kinds...>{};
}
consteval refused_definition as_energy(refused_definition) { return {}; }
}  // namespace detail

/// An energy from a function of symbols, or from an expression, whose arguments have the kinds named: as `residual`.
template <kind... Kinds, class Function>
consteval auto energy(Function f) {
    return detail::as_energy(residual<Kinds...>(f));
}

}  // namespace ditto
