#pragma once

#include <ditto/define/expression_dimensions.hpp>
#include <ditto/define/residual_definition.hpp>
#include <ditto/define/trace.hpp>

namespace ditto {

namespace detail {
template <auto Code>
consteval std::size_t arguments_used() {
    std::size_t count = 0;
    const rooted_graph source = decode(Code.words);
    for (const node& n : source.nodes.nodes())
        if (n.is_input() && n.input() + std::size_t{1} > count) count = n.input() + std::size_t{1};
    return count;
}

template <auto Code>
struct with_ieee_derivatives {
    static constexpr buffer<std::uint64_t> make() {
        graph g;
        g.set_ieee_derivatives(true);
        const node_id outputs[] = {graft(g, decode(Code.words)).in(g)};
        return with_fault(g, encode(g, outputs));
    }
};

template <bool Ieee, class... Kinds, auto Code>
consteval auto define_by_expression(expression<Code>) {
    static_assert(((kind_size<Kinds> == 1) && ...), "the arguments of an expression are scalars, so are their kinds");
    static_assert(arguments_used<Code>() <= sizeof...(Kinds), "a definition needs one kind for each argument of its "
                                                              "expression");
    if constexpr (((kind_size<Kinds> == 1) && ...) && arguments_used<Code>() <= sizeof...(Kinds))
        check_dimensions<Code, Kinds...>();
    if constexpr (Ieee) return residual_definition<without_fault<with_ieee_derivatives<Code>>::graph_code(), Kinds...>{};
    else return residual_definition<Code, Kinds...>{};
}

template <class Function, class... Arguments>
concept takes = requires(Function f, Arguments... arguments) { f(arguments...); };

template <class Function, bool Ieee, class... Kinds>
consteval auto define_by_tracing() {
    if constexpr (!std::is_empty_v<Function>) {
        static_assert(std::is_empty_v<Function>, "a definition must not capture: its structure is known to the compiler, "
                                                 "so what varies is an argument of kind ditto::given<...>");
        return refused_definition{};
    } else if constexpr (!(flat_value<traced_t<Kinds>> && ...)) {
        static_assert((flat_value<traced_t<Kinds>> && ...),
                      "a record's fields are scalars, ditto::vec, ditto::point, std::array, "
                      "or records, named by BOOST_HANA_DEFINE_STRUCT");
        return refused_definition{};
    } else if constexpr (!takes<Function, traced_t<Kinds>...>) {
        static_assert(takes<Function, traced_t<Kinds>...>,
                      "a definition's function must take one argument for each kind, of type auto, and its body must "
                      "compile with symbols: sqrt(x), not std::sqrt(x)");
        return refused_definition{};
    } else if constexpr (!flat_value<typename tracing<Function, Ieee, Kinds...>::result_type>) {
        static_assert(flat_value<typename tracing<Function, Ieee, Kinds...>::result_type>,
                      "a definition must return a number, or a vec, array or record of numbers, made of its arguments");
        return refused_definition{};
    } else {
        using traced_function = tracing<Function, Ieee, Kinds...>;
        using rows_agree [[maybe_unused]] = dimension_of_rows<typename traced_function::result_type>;
        using traced = without_fault<traced_function>;
        using verdict [[maybe_unused]] = decltype(sizeof(typename traced::verdict));
        if constexpr (traced::is_sound) return residual_definition<traced::graph_code(), Kinds...>{};
        else return refused_definition{};
    }
}
}  // namespace detail

/// A residual from a function of symbols, or from an expression, whose arguments have the kinds named.
///
/// The function is traced once, by the compiler: its loops run then, and it must not branch on its arguments (use
/// `select`). What it returns has one row a scalar.
template <kind... Kinds, class Function>
consteval auto residual(Function) {
    if constexpr (is_expression<Function>) return detail::define_by_expression<false, Kinds...>(Function{});
    else return detail::define_by_tracing<Function, false, Kinds...>();
}

/// Asks for the derivatives of IEEE arithmetic at singular points.
struct ieee_derivatives_type {};
inline constexpr ieee_derivatives_type ieee_derivatives{};

/// The same, with the derivatives that IEEE arithmetic gives at singular points, infinities and NaN, where otherwise a finite
/// one is chosen (docs/reference/singular_points.md). `reciprocal_or_zero` is 1 / a in it.
template <kind... Kinds, class Function>
consteval auto residual(Function, ieee_derivatives_type) {
    if constexpr (is_expression<Function>) return detail::define_by_expression<true, Kinds...>(Function{});
    else return detail::define_by_tracing<Function, true, Kinds...>();
}

/// Refused: what is not a kind.
template <class... NotKinds, class Function>
    requires(!(kind<NotKinds> && ...))
consteval auto residual(Function, std::same_as<ieee_derivatives_type> auto...) {
    static_assert(sizeof...(NotKinds) == 0, "a definition's arguments are named by kinds: ditto::real rather than double");
    return detail::refused_definition{};
}

template <auto Code>
template <std::convertible_to<double>... Numbers>
constexpr double expression<Code>::operator()(Numbers... arguments) const {
    static_assert(detail::arguments_used<Code>() <= sizeof...(Numbers), "an expression needs a number for each argument");
    return [&]<class... Real>(std::type_identity<Real>...) {
        return residual_definition<Code, Real...>{}(static_cast<double>(arguments)...);
    }(std::type_identity<std::conditional_t<true, real, Numbers>>{}...);
}

/// Whether two definitions are evaluated by one kernel.
template <auto A, auto B>
inline constexpr bool same_kernel =
    std::same_as<static_kernel<typename decltype(A)::structure_type, typename decltype(A)::layout_type>,
                 static_kernel<typename decltype(B)::structure_type, typename decltype(B)::layout_type>>;

/// Arithmetic operations of the kernel that yields the values, or the values and all partial derivatives; products that are
/// fused with sums count as two.
template <auto Definition, program_kind Kind = program_kind::jacobian>
inline constexpr std::uint32_t operation_count =
    program_of<typename decltype(Definition)::structure_type, typename decltype(Definition)::layout_type,
               Kind>.operation_count;

}  // namespace ditto
