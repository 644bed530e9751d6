#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/program.hpp>

#include <utility>

namespace ditto {

namespace detail {

template <class T>
DITTO_ALWAYS_INLINE constexpr T literal(double c) {
    if constexpr (number<T>) return static_cast<T>(c);
    else return T(static_cast<typename T::scalar_type>(c));
}

// Both of one argument, by a function that batches have.
template <class T>
DITTO_ALWAYS_INLINE constexpr void sine_and_cosine(T a, T& sine, T& cosine) {
    if constexpr (requires { sincos(a).sin; }) {
        const auto both = sincos(a);
        sine = both.sin;
        cosine = both.cos;
    } else {
        using std::cos;
        using std::sin;
        sine = sin(a);
        cosine = cos(a);
    }
}

// Functions of one operand that are long where they are inlined, as they are while a program has few of them.
inline constexpr std::size_t most_inlined_functions = 8;
constexpr bool is_long(opcode op) { return op != store_output && facts_of[op].cost > 10; }

template <const auto& Program>
inline constexpr bool calls_functions = [] {
    std::size_t count = 0;
    for (const instruction& i : Program.instructions) count += is_long(i.op) ? 1 : 0;
    return count > most_inlined_functions;
}();

template <class Op, class T, class... Operands>
[[gnu::noinline]] constexpr T called(Operands... operands) {
    return Op::value(operands...);
}
template <class T>
[[gnu::noinline]] constexpr void called_sine_and_cosine(T a, T& sine, T& cosine) {
    sine_and_cosine(a, sine, cosine);
}

/// One instruction on registers. The operands are constants once this is inlined.
template <opcode Code, bool Paired, bool Calls, class T, class Store>
DITTO_ALWAYS_INLINE constexpr void step(T* r, std::size_t result, const instruction& i, const double* constants,
                                        Store& store) {
    if constexpr (Code == store_output) {
        store(std::size_t{i.b}, r[i.a]);
    } else {
        using Op = operation_at<Code>;
        if constexpr (std::same_as<Op, op::constant>) r[result] = literal<T>(constants[i.a]);
        else if constexpr (Paired && Calls && std::same_as<Op, op::sin>)
            called_sine_and_cosine<T>(r[i.a], r[result], r[result + 1]);
        else if constexpr (Paired && std::same_as<Op, op::sin>)
            sine_and_cosine(r[i.a], r[result], r[result + 1]);
        else if constexpr (Paired) return;  // the cosine, which its sine has left here
        else if constexpr (Calls && is_long(Code) && Op::arity == 1) r[result] = called<Op, T>(r[i.a]);
        else if constexpr (Calls && is_long(Code) && Op::arity == 2) r[result] = called<Op, T>(r[i.a], r[i.b]);
        else if constexpr (Op::arity == 1) r[result] = Op::value(r[i.a]);
        else if constexpr (Op::arity == 2) r[result] = Op::value(r[i.a], r[i.b]);
        else r[result] = Op::value(r[i.a], r[i.b], r[i.c]);
    }
}

template <opcode Code>
inline constexpr bool may_pair = Code == opcode_of<op::sin> || Code == opcode_of<op::cos>;

template <const auto& Program, std::size_t First, class T, class Store, std::size_t... I>
DITTO_ALWAYS_INLINE constexpr void run_chunk([[maybe_unused]] T* r, Store& store, std::index_sequence<I...>) {
    (step<Program.instructions[First + I].op,
          may_pair<Program.instructions[First + I].op> && Program.instructions[First + I].b == 1,
          calls_functions<Program>>(
         r, Program.inputs + First + I, Program.instructions[First + I], Program.constants.data(), store),
     ...);
}

// Chunks, because compilers limit the length of a fold.
template <const auto& Program, std::size_t First, std::size_t Last, class T, class Store>
DITTO_ALWAYS_INLINE constexpr void run_range(T* r, Store& store) {
    constexpr std::size_t chunk = Last - First < 64 ? Last - First : 64;
    run_chunk<Program, First>(r, store, std::make_index_sequence<chunk>{});
    if constexpr (First + chunk < Last) run_range<Program, First + chunk, Last>(r, store);
}

}  // namespace detail

/// Runs a program as straight-line code: `inputs` in the program's order, `store(k, value)` for each output as soon as it is
/// known. T is a number or a batch. Nothing is allocated.
template <const auto& Program, class T, class Store>
DITTO_ALWAYS_INLINE constexpr void execute(const T* inputs, Store store) {
    T registers[Program.inputs + Program.instructions.size()];
    for (std::size_t i = 0; i < Program.inputs; ++i) registers[i] = inputs[i];
    detail::run_range<Program, 0, Program.instructions.size()>(registers, store);
}

}  // namespace ditto
