#pragma once

#include <ditto/graph/execute.hpp>
#include <ditto/kernel/flat_program.hpp>

#include <boost/mp11/list.hpp>

/// The steps of programs for one point at a time, where the dispatch of a step costs more than its arithmetic.
///
/// Each step holds the function that does it, and that function ends by calling the next step's. Compilers that optimise
/// make a jump of such a call, and keep in registers what it passes on: the place in the program, and the last result, which
/// is what the next step mostly reads (follow_chains.hpp). Two cheap steps in a row are one function, one for each pair,
/// which halves the jumps. The code of an operation is its own `value`, as in static kernels.
///
/// Measured, the gradient of a chain of 50 operations, 141 steps, in microseconds: one call per step from a loop 0.97, jumps
/// 0.30, pairs 0.16, steps in the order of chains 0.12; outputs copied and sizes checked 0.14 (bench/run/compiled_functions).
namespace ditto::detail {

template <class Scalar>
struct point_step {
    /// Does this step and all that follow, up to a pause; returns what comes after that.
    using function = const point_step* (*)(const point_step* step, Scalar* values, Scalar last);

    function run = nullptr;
    std::uint16_t result = 0;
    std::uint16_t cosine = 0;
    std::array<std::uint16_t, 3> operands{};
};

/// A step whose operand number `Last` is the result of the step before; none is, if it has no such operand.
template <class Op, std::size_t Last>
struct step_form {
    static constexpr opcode code = opcode_of<Op>;
    static constexpr std::size_t last_operand = Last;

    template <class Scalar>
    DITTO_ALWAYS_INLINE static Scalar value(const point_step<Scalar>& step, const Scalar* values, Scalar last) {
        const auto operand = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) __attribute__((always_inline)) {
            if constexpr (K == Last) return last;
            else return values[step.operands[K]];
        };
        return [&]<std::size_t... K>(std::index_sequence<K...>) __attribute__((always_inline)) {
            return Op::value(operand(std::integral_constant<std::size_t, K>{})...);
        }
        (std::make_index_sequence<Op::arity>{});
    }
};

/// Does steps of these forms. Every result is stored, so that no compiler fuses the product of one with the sum of another:
/// results do not depend on what is done together.
template <class Scalar, class... Form>
const point_step<Scalar>* run_forms(const point_step<Scalar>* step, Scalar* values, Scalar last) {
    ((last = Form::value(*step, values, last), values[step->result] = last, ++step), ...);
    return step->run(step, values, last);
}

template <class Scalar>
const point_step<Scalar>* run_sine_and_cosine(const point_step<Scalar>* step, Scalar* values, Scalar last) {
    sine_and_cosine(values[step->operands[0]], values[step->result], values[step->cosine]);
    return step[1].run(step + 1, values, last);
}

/// Ends the calls, which are nested where the compiler makes no jumps of them.
template <class Scalar>
const point_step<Scalar>* pause(const point_step<Scalar>* step, Scalar*, Scalar) {
    return step + 1;
}

inline constexpr std::size_t no_operand = 3;

template <class Op, std::size_t... Last>
using forms_of = boost::mp11::mp_list<step_form<Op, no_operand>, step_form<Op, Last>...>;

/// The forms that come in pairs: operations that cost less than a jump, and of which derivatives are made. Of operands that
/// may be exchanged only the first is ever the last result.
using paired_forms = boost::mp11::mp_append<
    forms_of<op::add, 0>, forms_of<op::subtract, 0, 1>, forms_of<op::multiply, 0>, forms_of<op::negate, 0>,
    forms_of<op::reciprocal, 0>, forms_of<op::multiply_add, 0, 2>, forms_of<op::multiply_subtract, 0, 2>,
    forms_of<op::subtract_product, 0, 2>>;

/// The functions of these forms, of each alone and of each after each.
template <class Scalar, class Forms>
struct form_functions;
template <class Scalar, class... Form>
struct form_functions<Scalar, boost::mp11::mp_list<Form...>> {
    using function = typename point_step<Scalar>::function;
    static constexpr std::size_t size = sizeof...(Form), not_found = size;
    using row = std::array<function, size>;

    static constexpr row alone{&run_forms<Scalar, Form>...};
    template <class First>
    static constexpr row after{&run_forms<Scalar, First, Form>...};
    static constexpr std::array<row, size> pairs{after<Form>...};

    static constexpr std::size_t find(opcode code, std::size_t last_operand) {
        constexpr std::array<opcode, size> codes{Form::code...};
        constexpr std::array<std::size_t, size> last_operands{Form::last_operand...};
        std::size_t i = 0;
        while (i < size && (codes[i] != code || last_operands[i] != last_operand)) ++i;
        return i;
    }
};

/// The functions of all operations, by opcode, operands from memory; a leaf is no step and has none.
template <class Scalar>
inline constexpr auto point_functions = []<std::size_t... Code>(std::index_sequence<Code...>) {
    const auto function_of = []<std::size_t C>(std::integral_constant<std::size_t, C>) ->
        typename point_step<Scalar>::function {
            if constexpr (C == sin_cos_pair) return &run_sine_and_cosine<Scalar>;
            else if constexpr (C == store_output) return nullptr;
            else if constexpr (operation_at<C>::arity == 0) return nullptr;
            else return &run_forms<Scalar, step_form<operation_at<C>, no_operand>>;
        };
    return std::array{function_of(std::integral_constant<std::size_t, Code>{})...};
}
(std::make_index_sequence<sin_cos_pair + 1>{});

}  // namespace ditto::detail
