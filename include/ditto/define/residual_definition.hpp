#pragma once

#include <ditto/define/arrange.hpp>
#include <ditto/define/facts.hpp>
#include <ditto/define/manifold.hpp>
#include <ditto/graph/canonical.hpp>
#include <ditto/graph/execute.hpp>

namespace ditto {

namespace detail {
template <auto Code, std::size_t Row>
struct one_row {
    static constexpr buffer<std::uint64_t> make() {
        const rooted_graph source = decode(Code.words);
        return encode(source.nodes, std::span(source.outputs.data() + Row, 1));
    }
};
}  // namespace detail

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

/// A residual: a graph (as words, its inputs numbered scalar by scalar, then the steps of points on manifolds) whose
/// arguments have kinds. An empty type.
template <auto Code, kind... Kinds>
class residual_definition : public definition_facts<residual_definition<Code, Kinds...>> {
    static constexpr std::size_t scalars = (std::size_t{0} + ... + kind_size<Kinds>);
    static_assert(scalars < unused_input, "a definition has at most 65534 scalars");
    static constexpr std::array<detail::argument_shape, sizeof...(Kinds)> shapes{
        detail::argument_shape{is_given<Kinds>, static_cast<std::uint32_t>(kind_size<Kinds>),
                               static_cast<std::uint32_t>(kind_columns<Kinds>), detail::is_curved<Kinds>}...};
    static constexpr bool has_steps = (detail::is_curved<Kinds> || ...);
    static_assert(((!manifold<Kinds> || kind_columns<Kinds> > 0) && ...), "a manifold has a degree of freedom at least");
    static constexpr std::size_t steps =
        (std::size_t{0} + ... + (detail::is_curved<Kinds> ? kind_columns<Kinds> : std::size_t{0}));

    // A point of a manifold is data to the graph: what is solved for is the step away from it.
    static consteval auto roles() {
        std::array<input_role, scalars + steps + 1> result{};
        std::size_t scalar = 0;
        for (const auto& [given, size, columns, curved] : shapes)
            for (std::size_t c = 0; c < size; ++c)
                result[scalar++] = given || curved ? input_role::given : input_role::unknown;
        return result;
    }
    using canonical = detail::canonicalisation<Code, roles()>;
    static constexpr auto inputs = canonical::inputs();
    static constexpr std::size_t variables = (std::size_t{0} + ... + (is_given<Kinds> ? 0 : 1));
    static constexpr std::size_t given_scalars =
        (std::size_t{0} + ... + (is_given<Kinds> ? kind_size<Kinds> : std::size_t{0}));

public:
    /// Scalars solved for (coordinates of steps on manifolds), given scalars, and residuals of one instance.
    static constexpr std::size_t unknowns() { return (std::size_t{0} + ... + kind_columns<Kinds>); }
    static constexpr std::size_t givens() { return given_scalars; }
    static constexpr std::size_t rows() { return canonical::rows(); }

    using structure_type = structure<canonical::structure_code()>;
    /// One row of it, as a definition of its own.
    template <std::size_t Row>
    using row_type = residual_definition<detail::frozen<detail::one_row<Code, Row>>(), Kinds...>;

private:
    static constexpr auto arranged =
        detail::arrange<variables, scalars - given_scalars, givens(), has_steps ? unknowns() : 0>(shapes, inputs);

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
        std::array<double, scalars + steps + 1> all{};
        double* next = all.data();
        ((flatten<Kinds, double>(arguments, next), next += kind_size<Kinds>), ...);
        std::array<double, inputs.size() + 1> in{};
        for (std::size_t k = 0; k < inputs.size(); ++k) in[k] = all[inputs[k]];
        execute<program_of<structure_type, layout_type, Kind>>(in.data(), store);
    }

    // The unknown that each canonical input is, counted argument by argument.
    static consteval auto unknown_columns() {
        std::array<std::size_t, scalars + steps + 1> column_of{};
        std::size_t column = 0;
        for (const std::size_t scalar : detail::scalars_of_unknowns<Kinds...>) column_of[scalar] = column++;
        std::array<std::size_t, inputs.size() + 1> result{};
        for (std::size_t k = 0; k < inputs.size(); ++k) result[k] = column_of[inputs[k]];
        return result;
    }
};

namespace detail {
template <class T>
inline constexpr bool is_definition = false;
template <auto Code, class... Kinds>
inline constexpr bool is_definition<residual_definition<Code, Kinds...>> = true;
}  // namespace detail

}  // namespace ditto
