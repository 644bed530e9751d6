#pragma once

#include <ditto/define/arrange.hpp>
#include <ditto/define/expression_dimensions.hpp>
#include <ditto/define/facts.hpp>
#include <ditto/define/trace.hpp>
#include <ditto/graph/execute.hpp>

namespace ditto {

template <class Scalar>
struct kernel_table;
template <class Structure, class Layout>
struct static_kernel;  // kernel/static_kernel.hpp

/// Value and derivatives of a residual at one place. Unknowns are numbered scalar by scalar in the order of arguments.
template <std::size_t Rows, std::size_t Unknowns>
struct linearization {
    std::array<double, Rows> value{};
    std::array<std::array<double, Unknowns>, Rows> jacobian{};  ///< [row][unknown]
};

/// A residual: a graph (as words, its inputs numbered scalar by scalar) whose arguments have kinds. An empty type.
template <auto Code, kind... Kinds>
class residual_definition : public definition_facts<residual_definition<Code, Kinds...>> {
    static constexpr std::size_t scalars = (std::size_t{0} + ... + kind_size<Kinds>);
    static_assert(scalars < unused_input, "a definition has at most 65534 scalars");
    static constexpr std::array<detail::argument_shape, sizeof...(Kinds)> shapes{
        detail::argument_shape{is_given<Kinds>, static_cast<std::uint32_t>(kind_size<Kinds>)}...};

    static consteval auto roles() {
        std::array<input_role, scalars + 1> result{};
        std::size_t scalar = 0;
        for (const auto& [given, size] : shapes)
            for (std::size_t c = 0; c < size; ++c) result[scalar++] = given ? input_role::given : input_role::unknown;
        return result;
    }
    using canonical = detail::canonicalisation<Code, roles()>;
    static constexpr auto inputs = canonical::inputs();
    static constexpr std::size_t variables = (std::size_t{0} + ... + (is_given<Kinds> ? 0 : 1));

public:
    /// Scalars solved for, given scalars, and residuals of one instance.
    static constexpr std::size_t unknowns() {
        return (std::size_t{0} + ... + (is_given<Kinds> ? std::size_t{0} : kind_size<Kinds>));
    }
    static constexpr std::size_t givens() { return scalars - unknowns(); }
    static constexpr std::size_t rows() { return canonical::rows(); }

    using structure_type = structure<canonical::structure_code()>;

private:
    static constexpr auto arranged = detail::arrange<variables, unknowns(), givens()>(shapes, inputs);

public:
    using layout_type = layout<arranged.data>;
    static constexpr auto places = arranged.places;

    /// The kernel that evaluates instances of this structure; its address identifies it.
    template <class Scalar>
    static const kernel_table<Scalar>& kernel() {
        return static_kernel<structure_type, layout_type>::template table<Scalar>;
    }

    /// The residual of numbers: one number, or a vec of rows() numbers.
    constexpr auto operator()(const value_t<Kinds, double>&... arguments) const {
        std::array<double, rows()> value{};
        run<program_kind::values>([&](std::size_t k, double v) { value[k] = v; }, arguments...);
        if constexpr (rows() == 1) {
            return value[0];
        } else {
            vec<double, rows()> result{};
            for (std::size_t i = 0; i < rows(); ++i) result[i] = value[i];
            return result;
        }
    }

    /// The residual and its partial derivatives with respect to the unknowns.
    constexpr auto linearize(const value_t<Kinds, double>&... arguments) const {
        constexpr const auto& program = program_of<structure_type, layout_type, program_kind::jacobian>;
        constexpr auto columns = unknown_columns();
        linearization<rows(), unknowns()> result;
        run<program_kind::jacobian>(
            [&](std::size_t k, double v) {
                if (k < rows()) result.value[k] = v;
                else result.jacobian[program.partials[k - rows()].row][columns[program.partials[k - rows()].input]] = v;
            },
            arguments...);
        return result;
    }

private:
    template <program_kind Kind, class Store>
    static constexpr void run(Store store, const value_t<Kinds, double>&... arguments) {
        std::array<double, scalars + 1> all{};
        double* next = all.data();
        ((flatten<Kinds, double>(arguments, next), next += kind_size<Kinds>), ...);
        std::array<double, inputs.size() + 1> in{};
        for (std::size_t k = 0; k < inputs.size(); ++k) in[k] = all[inputs[k]];
        execute<program_of<structure_type, layout_type, Kind>>(in.data(), store);
    }

    // The unknown that each canonical input is, counted without the givens.
    static consteval auto unknown_columns() {
        std::array<std::size_t, inputs.size() + 1> columns{};
        for (std::size_t k = 0; k < inputs.size(); ++k)
            for (std::size_t scalar = 0; scalar < inputs[k]; ++scalar)
                if (roles()[scalar] == input_role::unknown) ++columns[k];
        return columns;
    }
};

namespace detail {
template <class T>
inline constexpr bool is_definition = false;
template <auto Code, class... Kinds>
inline constexpr bool is_definition<residual_definition<Code, Kinds...>> = true;

template <auto Code>
consteval std::size_t arguments_used() {
    std::size_t count = 0;
    const rooted_graph source = decode(Code.words);
    for (const node& n : source.nodes.nodes())
        if (n.is_input() && n.input() + std::size_t{1} > count) count = n.input() + std::size_t{1};
    return count;
}

template <class... Kinds, auto Code>
consteval auto define_by_expression(expression<Code>) {
    static_assert(((kind_size<Kinds> == 1) && ...), "the arguments of an expression are scalars, so are their kinds");
    static_assert(arguments_used<Code>() <= sizeof...(Kinds), "a definition needs one kind for each argument of its "
                                                              "expression");
    if constexpr (((kind_size<Kinds> == 1) && ...) && arguments_used<Code>() <= sizeof...(Kinds))
        check_dimensions<Code, Kinds...>();
    return residual_definition<Code, Kinds...>{};
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
        static_assert((flat_value<traced_t<Kinds>> && ...), "a record's fields are scalars, ditto::vec, ditto::point, std::array, "
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
    if constexpr (is_expression<Function>) return detail::define_by_expression<Kinds...>(Function{});
    else return detail::define_by_tracing<Function, false, Kinds...>();
}

/// Asks for the derivatives of IEEE arithmetic at singular points.
struct ieee_derivatives_type {};
inline constexpr ieee_derivatives_type ieee_derivatives{};

/// The same, with the derivatives that IEEE arithmetic gives at singular points, infinities and NaN, where otherwise a finite
/// one is chosen (docs/reference/singular_points.md). `reciprocal_or_zero` is 1 / a in it.
template <kind... Kinds, class Function>
consteval auto residual(Function, ieee_derivatives_type) {
    return detail::define_by_tracing<Function, true, Kinds...>();
}

/// Refused: what is not a kind.
template <class... NotKinds, class Function>
    requires(!(kind<NotKinds> && ...))
consteval auto residual(Function) {
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
    program_of<typename decltype(Definition)::structure_type, typename decltype(Definition)::layout_type, Kind>.operation_count;

}  // namespace ditto
