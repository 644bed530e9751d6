#pragma once

#include "reference.hpp"

#include <span>
#include <vector>

namespace laws {

/// The operation, by its own definition, on values of any type.
template <class T>
T value_of(ditto::opcode code, T a, T b, T c) {
    return with_operation(code, [&](auto op) -> T {
        using Op = decltype(op);
        if constexpr (Op::arity == 1) return Op::value(a);
        else if constexpr (Op::arity == 2) return Op::value(a, b);
        else if constexpr (Op::arity == 3) return Op::value(a, b, c);
        else return T(0.0);
    });
}

/// The value of every node, one after the other; `inputs` by their number.
template <class T>
std::vector<T> values_of_nodes(const ditto::graph& g, std::span<const T> inputs) {
    std::vector<T> value;
    value.reserve(g.size());
    for (const ditto::node& n : g.nodes()) {
        const auto operand = [&](std::size_t k) { return k < n.arity() ? value[n.operands[k]] : T(0.0); };
        if (n.is_input()) value.push_back(inputs[n.input()]);
        else if (n.is_constant()) value.push_back(T(n.value));
        else value.push_back(value_of(n.op, operand(0), operand(1), operand(2)));
    }
    return value;
}

/// An assembled program, interpreted instruction by instruction: what comes of the words without the compiler's help.
class interpreter {
public:
    interpreter() = default;
    explicit interpreter(const ditto::buffer<std::uint64_t>& words) {
        inputs_ = words[0];
        rows_ = words[1];
        operation_count_ = words[2];
        std::size_t next = 6;
        for (std::size_t i = 0; i < words[3]; ++i) {
            const std::uint64_t w = words[next++];
            instructions_.push_back({static_cast<ditto::opcode>(w & 0xffff), static_cast<std::uint16_t>(w >> 16),
                                     static_cast<std::uint16_t>(w >> 32), static_cast<std::uint16_t>(w >> 48)});
        }
        for (std::size_t i = 0; i < words[4]; ++i) constants_.push_back(std::bit_cast<double>(words[next++]));
        for (std::size_t i = 0; i < words[5]; ++i, ++next)
            partials_.push_back({static_cast<std::uint32_t>(words[next] >> 32), static_cast<std::uint32_t>(words[next])});
    }

    std::size_t rows() const { return rows_; }
    std::size_t operation_count() const { return operation_count_; }
    const std::vector<ditto::structural_partial>& partials() const { return partials_; }

    /// The rows, then the partials.
    template <class T>
    std::vector<T> run(std::span<const T> inputs) const {
        std::vector<T> registers(inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(inputs_));
        std::vector<T> outputs(rows_ + partials_.size(), T(0.0));
        for (const auto& [op, a, b, c] : instructions_) {
            T result(0.0);
            if (op == ditto::store_output) {
                outputs.at(b) = registers.at(a);
            } else if (op == ditto::opcode_of<ditto::op::constant>) {
                result = T(constants_.at(a));
            } else {
                const std::size_t arity = ditto::facts_of[op].arity;
                result = value_of(op, registers.at(a), arity > 1 ? registers.at(b) : T(0.0),
                                  arity > 2 ? registers.at(c) : T(0.0));
            }
            registers.push_back(result);
        }
        return outputs;
    }

private:
    std::size_t inputs_ = 0;
    std::size_t rows_ = 0;
    std::size_t operation_count_ = 0;
    std::vector<ditto::instruction> instructions_;
    std::vector<double> constants_;
    std::vector<ditto::structural_partial> partials_;
};

}  // namespace laws
