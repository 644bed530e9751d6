#pragma once

#include <ditto/define/manifold.hpp>
#include <ditto/error.hpp>
#include <ditto/graph/facts.hpp>
#include <ditto/graph/instruction_mix.hpp>

namespace ditto {

template <auto Code, kind... Kinds>
class residual_definition;

namespace detail {

template <kind K>
inline constexpr std::size_t kind_steps = is_curved<K> ? kind_columns<K> : 0;

/// [scalar]: the number of the argument that it belongs to; after all scalars the coordinates of steps
template <kind... Kinds>
inline constexpr auto arguments_of_scalars = [] {
    std::array<std::size_t, (std::size_t{0} + ... + (kind_size<Kinds> + kind_steps<Kinds>))> result{};
    std::size_t scalar = 0;
    for (const auto& sizes : {std::array<std::size_t, sizeof...(Kinds)>{kind_size<Kinds>...}, {kind_steps<Kinds>...}})
        for (std::size_t argument = 0; argument < sizes.size(); ++argument)
            for (std::size_t c = 0; c < sizes[argument]; ++c) result[scalar++] = argument;
    return result;
}();

/// [unknown]: the scalar, or coordinate of a step, that it is
template <kind... Kinds>
inline constexpr auto scalars_of_unknowns = [] {
    std::array<std::size_t, (std::size_t{0} + ... + kind_columns<Kinds>)> result{};
    std::size_t scalar = 0, step = (std::size_t{0} + ... + kind_size<Kinds>), unknown = 0;
    const auto add = [&](std::size_t size, std::size_t columns, bool curved) {
        for (std::size_t c = 0; c < columns; ++c) result[unknown++] = curved ? step++ : scalar + c;
        scalar += size;
    };
    (add(kind_size<Kinds>, kind_columns<Kinds>, is_curved<Kinds>), ...);
    return result;
}();

template <auto Code>
inline constexpr std::size_t rows_of = decode(Code.words).outputs.size();

/// [row][scalar]: whether one depends on the other
template <auto Code, std::size_t Scalars>
inline constexpr auto dependence_of_rows = [] {
    std::array<std::array<bool, Scalars>, rows_of<Code>> result{};
    const auto source = decode(Code.words);
    for (std::size_t first = 0; first < Scalars; first += 64) {
        const auto bits = dependence(source.nodes, first);
        for (std::size_t row = 0; row < result.size(); ++row)
            for (std::size_t s = first; s < Scalars && s < first + 64; ++s)
                result[row][s] = (bits[source.outputs[row]] >> (s - first) & 1) != 0;
    }
    return result;
}();

template <class Chosen>
constexpr buffer<node_id> inputs_where(const graph& g, Chosen chosen) {
    buffer<node_id> result;
    for (std::size_t i = 0; i < g.size(); ++i)
        if (g[static_cast<node_id>(i)].is_input() && chosen(g[static_cast<node_id>(i)]))
            result.push_back(static_cast<node_id>(i));
    return result;
}

/// [row]
template <class Structure>
inline constexpr auto rows_with_kinks = [] {
    const auto source = decode(Structure::code.words);
    const auto& g = source.nodes;
    const auto unknowns = inputs_where(g, [](const node& n) { return n.role() == input_role::unknown; });
    const auto marked = depends_on(g, g.size(), kinks(g, value_ranges(g), unknowns));
    std::array<bool, rows_of<Structure::code>> result{};
    for (std::size_t row = 0; row < result.size(); ++row) result[row] = marked[source.outputs[row]] != 0;
    return result;
}();

/// [row]: the row, or with Kind jacobian one of its partial derivatives
template <class Structure, program_kind Kind>
inline constexpr auto non_finite_rows = [] {
    const auto derived = derive(decode(Structure::code.words), Kind);
    const auto& g = derived.graph.nodes;
    const auto marked = depends_on(g, g.size(), non_finite_nodes(value_ranges(g)));
    std::array<bool, rows_of<Structure::code>> result{};
    for (std::size_t k = 0; k < derived.graph.outputs.size(); ++k)
        if (marked[derived.graph.outputs[k]])
            result[k < derived.rows ? k : derived.partials[k - derived.rows].row] = true;
    return result;
}();

template <std::size_t N>
constexpr bool any(const std::array<bool, N>& flags) {
    for (const bool flag : flags)
        if (flag) return true;
    return false;
}

}  // namespace detail

template <class Definition>
class definition_facts;

/// What follows from the structure of a definition, for `static_assert`; evaluated where it is asked for. Arguments are
/// template arguments, counted from 0; unknowns are counted scalar by scalar, as the columns of `linearize`.
///
/// "May" errs on one side: what is said not to happen does not.
template <auto Code, kind... Kinds>
class definition_facts<residual_definition<Code, Kinds...>> {
    using definition = residual_definition<Code, Kinds...>;

public:
    /// Whether a row depends on an unknown. Where it does not, jacobian[row][unknown] is zero by structure.
    static constexpr bool depends_on(std::size_t row, std::size_t unknown) {
        check_row(row);
        if (unknown >= definition::unknowns()) throw error("a definition's unknowns are counted from 0 to unknowns() - 1");
        return dependence()[row][detail::scalars_of_unknowns<Kinds...>[unknown]];
    }
    /// Whether a row depends on a scalar of an argument, unknown or given.
    template <std::size_t Argument>
    static constexpr bool depends_on(std::size_t row) {
        static_assert(Argument < sizeof...(Kinds), "a definition's arguments are counted from 0");
        check_row(row);
        for (std::size_t scalar = 0; scalar < arguments().size(); ++scalar)
            if (arguments()[scalar] == Argument && dependence()[row][scalar]) return true;
        return false;
    }
    template <std::size_t Argument>
    static constexpr bool depends_on() {
        for (std::size_t row = 0; row < definition::rows(); ++row)
            if (depends_on<Argument>(row)) return true;
        return false;
    }

    /// Whether all rows are linear in the unknowns, taken together: then the Jacobian is constant, for given values.
    static consteval bool is_linear() { return degree_in_unknowns() <= degree::linear; }
    /// The same for quadratic, or less: then the Jacobian is linear.
    static consteval bool is_quadratic() { return degree_in_unknowns() <= degree::quadratic; }

    /// Whether all rows are linear in the arguments named, taken together, for any values of the others.
    template <std::size_t... Arguments>
    static consteval bool is_linear_in() {
        return degree_in_arguments<Arguments...>() <= degree::linear;
    }
    template <std::size_t... Arguments>
    static consteval bool is_quadratic_in() {
        return degree_in_arguments<Arguments...>() <= degree::quadratic;
    }

    /// Whether a row may have a kink, a step or the edge of a derivative, as a function of the unknowns; at which nodes,
    /// `kinks` says.
    static constexpr bool may_be_non_smooth(std::size_t row) {
        check_row(row);
        return detail::rows_with_kinks<typename definition::structure_type>[row];
    }
    static constexpr bool may_be_non_smooth() {
        return detail::any(detail::rows_with_kinks<typename definition::structure_type>);
    }

    /// Whether a row, or (unless `of` is values) one of its derivatives, may be infinite or NaN for finite arguments of
    /// moderate size. Sums, products and quotients are not asked whether they overflow near the largest number.
    static constexpr bool may_be_non_finite(std::size_t row, program_kind of = program_kind::jacobian) {
        check_row(row);
        return non_finite(of)[row];
    }
    static constexpr bool may_be_non_finite(program_kind of = program_kind::jacobian) {
        return detail::any(non_finite(of));
    }

private:
    static constexpr void check_row(std::size_t row) {
        if (row >= definition::rows()) throw error("a definition's rows are counted from 0 to rows() - 1");
    }
    static constexpr const auto& arguments() { return detail::arguments_of_scalars<Kinds...>; }
    static constexpr const auto& dependence() {
        return detail::dependence_of_rows<Code, detail::arguments_of_scalars<Kinds...>.size()>;
    }
    static constexpr const auto& non_finite(program_kind of) {
        using structure_type = typename definition::structure_type;
        return of == program_kind::values ? detail::non_finite_rows<structure_type, program_kind::values>
                                          : detail::non_finite_rows<structure_type, program_kind::jacobian>;
    }

    template <std::size_t... Arguments>
    static consteval degree degree_in_arguments() {
        static_assert(((Arguments < sizeof...(Kinds)) && ...), "a definition's arguments are counted from 0");
        return degree_where([](std::size_t argument) { return ((argument == Arguments) || ...); });
    }
    static consteval degree degree_in_unknowns() {
        constexpr bool given[] = {is_given<Kinds>..., false};
        return degree_where([&](std::size_t argument) { return !given[argument]; });
    }
    template <class Chosen>
    static consteval degree degree_where(Chosen chosen) {
        const auto source = decode(Code.words);
        const auto is_chosen = [&](const node& n) { return chosen(arguments()[n.input()]); };
        const auto by_node = degrees(source.nodes, detail::inputs_where(source.nodes, is_chosen));
        degree largest = degree::constant;
        for (const node_id id : source.outputs) largest = std::max(largest, by_node[id]);
        return largest;
    }
};

/// The instructions of the kernel that yields the values, or the values and all partial derivatives.
template <auto Definition, program_kind Kind = program_kind::jacobian>
inline constexpr instruction_mix instruction_mix_of = [] {
    instruction_mix mix;
    for (const instruction& i : program_of<typename decltype(Definition)::structure_type,
                                           typename decltype(Definition)::layout_type, Kind>.instructions)
        mix.count(i.op);
    return mix;
}();

/// Floating-point operations of that kernel for one instance: a fused product and sum count two, functions none.
template <auto Definition, program_kind Kind = program_kind::jacobian>
inline constexpr std::uint32_t flop_count = instruction_mix_of<Definition, Kind>.flops();

}  // namespace ditto
