#pragma once

#include <ditto/define/kinds.hpp>
#include <ditto/define/rejected.hpp>
#include <ditto/problem/handles.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace ditto {

namespace reason {
struct wrong_variable_kind;    ///< the variable has another kind than the definition's argument
struct variable_is_needed;     ///< the argument is an unknown: pass a variable of the problem
struct value_of_given_needed;  ///< the argument is given: pass its value
}  // namespace reason
namespace repair {
struct pass_a_variable_of_the_expected_kind;
struct pass_what_add_variable_returned;
struct pass_its_value;
}  // namespace repair

namespace detail {

/// A variable passed where `Kind` is asked for. Takes variables of any kind, so that a wrong one is named.
template <class Kind>
class variable_argument {
public:
    constexpr variable_argument(const variable<Kind>& v)
        : problem(handle_access::problem(v)), index(handle_access::index(v)), serial(handle_access::serial(v)) {}
    template <class Other>
        requires(!std::same_as<Kind, Other>)
    constexpr variable_argument(const variable<Other>&) {
        (void)sizeof(rejected<reason::wrong_variable_kind, expects<Kind>, got<Other>,
                              repair::pass_a_variable_of_the_expected_kind>);
    }

    std::uint64_t problem = 0;
    std::uint32_t index = 0;
    std::uint32_t serial = 0;
};

template <class Kind, class Scalar, bool Given>
struct argument_of {
    using type = variable_argument<Kind>;
};
template <class Kind, class Scalar>
struct argument_of<Kind, Scalar, true> {
    using type = value_t<Kind, Scalar>;
};

/// What `add` takes for a kind: a variable for an unknown, a value for a given.
template <class Kind, class Scalar>
using argument_t = typename argument_of<Kind, Scalar, is_given<Kind>>::type;

template <class Kind, class Scalar, class Argument>
inline constexpr bool fits = is_given<Kind> ? std::convertible_to<Argument, value_t<Kind, Scalar>>
                                            : std::same_as<std::remove_cvref_t<Argument>, variable<Kind>>;

template <class Argument>
struct bare {
    using type = Argument;
};
template <class Kind>
struct bare<variable<Kind>> {
    using type = Kind;
};

/// Refuses argument `Place`, counted from 1, unless it fits.
template <int Place, class Kind, class Scalar, class Argument>
constexpr bool check_argument() {
    using plain = std::remove_cvref_t<Argument>;
    if constexpr (fits<Kind, Scalar, Argument>)
        return true;
    else if constexpr (is_given<Kind>)
        return sizeof(rejected<reason::value_of_given_needed, argument<Place>, expects<Kind>, got<plain>,
                               repair::pass_its_value>) != 0;
    else if constexpr (is_variable<plain>)
        return sizeof(rejected<reason::wrong_variable_kind, argument<Place>, expects<Kind>,
                               got<typename bare<plain>::type>, repair::pass_a_variable_of_the_expected_kind>) != 0;
    else
        return sizeof(rejected<reason::variable_is_needed, argument<Place>, expects<Kind>, got<plain>,
                               repair::pass_what_add_variable_returned>) != 0;
}

/// Refuses a number of arguments that is not the definition's, in words that name it.
template <std::size_t Expected, std::size_t Got>
constexpr bool check_count() {
    constexpr bool wrong = Expected != Got;
    static_assert(!(wrong && Expected == 1), "ditto: add() expects 1 argument after this definition, one per kind");
    static_assert(!(wrong && Expected == 2), "ditto: add() expects 2 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 3), "ditto: add() expects 3 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 4), "ditto: add() expects 4 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 5), "ditto: add() expects 5 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 6), "ditto: add() expects 6 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 7), "ditto: add() expects 7 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 8), "ditto: add() expects 8 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 9), "ditto: add() expects 9 arguments after this definition, one per kind");
    static_assert(!(wrong && Expected == 10), "ditto: add() expects 10 arguments after this definition, one per kind");
    static_assert(!(wrong && (Expected == 0 || Expected > 10)),
                  "ditto: add() expects as many arguments after the definition as it has kinds");
    return !wrong;
}

template <class Scalar, class... Kinds>
struct arguments {
    /// Whether `add` can be called as it is meant to be.
    template <class... Arguments>
    static constexpr bool accept() {
        if constexpr (sizeof...(Kinds) != sizeof...(Arguments))
            return false;
        else
            return (fits<Kinds, Scalar, Arguments> && ...);
    }

    template <class... Arguments>
    static constexpr void check() {
        if constexpr (sizeof...(Kinds) == sizeof...(Arguments)) []<std::size_t... I>(std::index_sequence<I...>) {
                (void)(check_argument<static_cast<int>(I) + 1, Kinds, Scalar, Arguments>() && ...);
            }
        (std::index_sequence_for<Kinds...>{});
        else(void) check_count<sizeof...(Kinds), sizeof...(Arguments)>();
    }
};

}  // namespace detail
}  // namespace ditto
