#pragma once

#include <ditto/graph/execute.hpp>
#include <ditto/kernel/functions.hpp>
#include <ditto/kernel/shared_slots.hpp>
#include <ditto/kernel/store.hpp>

/// What the steps of a program do over several batches of instances at once, which makes the price of a call small.
///
/// Two steps in one function, whose value in between stays in a register, would pay little: measured on reprojection, 47 of
/// whose 182 steps find a partner, 31 ns per instance for 34, nothing for distance, and seconds of compilation for all.
namespace ditto::detail {

/// What a step works on: slot s of the batches [0, count) is values[s * count], ..., output k of batch b is
/// out[(b * outputs + k) * lanes].
template <class T>
struct interpreter_frame {
    T* values;
    std::size_t slots;
    std::size_t count;
    scalar_of<T>* out;
    std::size_t outputs;
};

/// Where a step leaves its results, batch after batch.
template <class T>
struct result_place {
    scalar_of<T>* first;
    std::size_t stride;

    result_place(const interpreter_frame<T>& frame, std::size_t result) {
        if (result < frame.slots) {
            first = reinterpret_cast<scalar_of<T>*>(frame.values + result * frame.count);
            stride = lanes<T>;
        } else {
            first = frame.out + (result - frame.slots) * lanes<T>;
            stride = frame.outputs * lanes<T>;
        }
    }
    DITTO_ALWAYS_INLINE void put(std::size_t i, T value) const { store(value, first + i * stride); }
};

/// One operation over all batches of the frame. Its code is the operation's own `value`, as in static kernels.
template <std::size_t Code, class T>
void interpret(const interpreter_frame<T>& frame, const flat_step& step) {
    const std::size_t count = frame.count;
    const auto operand = [&](std::size_t k) { return frame.values + step.operands[k] * count; };
    const T* const a = operand(0);
    if constexpr (Code == store_output) {
        scalar_of<T>* const out = frame.out + step.result * lanes<T>;
        for (std::size_t i = 0; i < count; ++i) store(a[i], out + i * frame.outputs * lanes<T>);
    } else {
        if constexpr (Code == sin_cos_pair) {
            T* const sine = frame.values + step.result * count;
            T* const cosine = frame.values + step.cosine * count;
            for (std::size_t i = 0; i < count; ++i) {
                const T argument = a[i];
                sine_and_cosine(argument, sine[i], cosine[i]);
            }
        } else {
            using Op = operation_at<Code>;
            const result_place<T> result(frame, step.result);
            const T* const b = operand(1);
            const T* const c = operand(2);
            if constexpr (Op::arity == 1)
                for (std::size_t i = 0; i < count; ++i) result.put(i, Op::value(a[i]));
            else if constexpr (Op::arity == 2)
                for (std::size_t i = 0; i < count; ++i) result.put(i, Op::value(a[i], b[i]));
            else if constexpr (Op::arity == 3)
                for (std::size_t i = 0; i < count; ++i) result.put(i, Op::value(a[i], b[i], c[i]));
        }
    }
}

template <class T>
using interpreted_step = void (*)(const interpreter_frame<T>&, const flat_step&);

/// By opcode.
template <class T>
inline constexpr auto interpreted_steps = []<std::size_t... Code>(std::index_sequence<Code...>) {
    return std::array<interpreted_step<T>, sizeof...(Code)>{&interpret<Code, T>...};
}
(std::make_index_sequence<sin_cos_pair + 1>{});

template <class T>
void run_steps(const interpreter_frame<T>& frame, std::span<const flat_step> steps) {
    for (const flat_step& step : steps) interpreted_steps<T>[step.op](frame, step);
}

}  // namespace ditto::detail
