#pragma once

#include "exact.hpp"  // first: references are then of 100 digits, too

#include "operation_laws.hpp"

#include <map>

namespace laws {

/// The value of a function of N operands, its first and its second partial derivatives, in one row.
template <std::size_t N>
struct jet {
    static constexpr std::size_t size = 1 + N + N * N;
    static constexpr std::size_t first(std::size_t i) { return 1 + i; }
    static constexpr std::size_t second(std::size_t i, std::size_t j) { return 1 + N + i * N + j; }
    static constexpr std::size_t order(std::size_t k) { return k == 0 ? 0 : k <= N ? 1 : 2; }
};

/// One of them in 100 digits.
struct expectation {
    exact value;
    double sensitivity;  ///< Σ |a_i ∂value/∂a_i|: by how much it changes, relatively, where operands are rounded
    double resolution;   ///< how far `value` may be off: differences cancel
};

/// Derivatives by central differences over steps of 10^-13 of the length over which the function bends: exact to 24 digits.
template <std::size_t N, class F>
class differences {
public:
    differences(const F& f, const std::array<double, N>& at, const std::array<double, N>& length)
        : f_(f), at_(converted<exact>(at)) {
        for (std::size_t i = 0; i < N; ++i) step_[i] = exact(length[i]) * exact(1e-13L);
    }

    std::array<expectation, jet<N>::size> all() {
        std::array<exact, jet<N>::size> value;
        value[0] = f({});
        for (std::size_t i = 0; i < N; ++i) {
            value[jet<N>::first(i)] = first(i);
            for (std::size_t j = 0; j < N; ++j) value[jet<N>::second(i, j)] = second(i, j, {});
        }
        exact size = abs(value[0]);  // of what is subtracted
        for (std::size_t i = 0; i < N; ++i) size += abs(at_[i] * value[jet<N>::first(i)]) + abs(f(moved({}, i, 1)));
        size *= exact(1e-95L);

        std::array<expectation, jet<N>::size> result;
        const auto expect = [&](std::size_t k, const exact& step, auto derivative) {
            exact sensitivity = 0;
            for (std::size_t i = 0; i < N; ++i) sensitivity += abs(at_[i] * derivative(i));
            result[k] = {value[k], static_cast<double>(sensitivity), static_cast<double>(exact(size / step))};
        };
        expect(0, 1, [&](std::size_t i) { return value[jet<N>::first(i)]; });
        for (std::size_t i = 0; i < N; ++i) {
            expect(jet<N>::first(i), step_[i], [&](std::size_t j) { return value[jet<N>::second(i, j)]; });
            for (std::size_t j = 0; j < N; ++j)
                expect(jet<N>::second(i, j), step_[i] * step_[j], [&](std::size_t k) { return third(i, j, k); });
        }
        return result;
    }

private:
    using offset = std::array<int, N>;
    static offset moved(offset o, std::size_t i, int by) {
        o[i] += by;
        return o;
    }
    // f at the point, so many steps away.
    const exact& f(const offset& o) {
        const auto [place, is_new] = known_.try_emplace(o);
        if (is_new) {
            auto at = at_;
            for (std::size_t i = 0; i < N; ++i) at[i] += step_[i] * o[i];
            place->second = f_(at);
        }
        return place->second;
    }
    exact first(std::size_t i) { return (f(moved({}, i, 1)) - f(moved({}, i, -1))) / (2 * step_[i]); }
    exact second(std::size_t i, std::size_t j, const offset& o) {
        if (i == j) return (f(moved(o, i, 1)) - 2 * f(o) + f(moved(o, i, -1))) / (step_[i] * step_[i]);
        const auto corner = [&](int a, int b) { return f(moved(moved(o, i, a), j, b)); };
        return (corner(1, 1) - corner(1, -1) - corner(-1, 1) + corner(-1, -1)) / (4 * step_[i] * step_[j]);
    }
    // One-sided: a few digits do.
    exact third(std::size_t i, std::size_t j, std::size_t k) {
        if (i == k) std::swap(j, k);
        else if (j == k) std::swap(i, k);
        return (second(i, j, moved({}, k, 1)) - second(i, j, {})) / step_[k];
    }

    const F& f_;
    std::array<exact, N> at_, step_;
    std::map<offset, exact> known_;
};

/// What was recorded, differentiated, and what came of it differentiated again: a graph for each of a jet, and a program that
/// yields value and first derivatives with their own.
template <std::size_t N>
class differentiated_twice {
public:
    template <class Record>
    explicit differentiated_twice(Record record) {
        std::array<ditto::node_id, N> inputs;
        std::array<ditto::symbol, N> operands;
        for (std::size_t i = 0; i < N; ++i) {
            inputs[i] = g_.input(static_cast<std::uint32_t>(i), ditto::input_role::unknown);
            operands[i] = ditto::symbol(g_, inputs[i]);
        }
        ids_[0] = record(operands).in(g_);
        const auto differentiate = [&](ditto::node_id id) {
            return ditto::differentiate_reverse(g_, id, inputs, ditto::depends_on(g_, g_.size(), inputs));
        };
        ditto::buffer<ditto::node_id> outputs{ids_[0]};
        const auto first = differentiate(ids_[0]);
        for (std::size_t i = 0; i < N; ++i) {
            outputs.push_back(ids_[jet<N>::first(i)] = first[i].in(g_));
            const auto second = differentiate(outputs[i + 1]);
            for (std::size_t j = 0; j < N; ++j) ids_[jet<N>::second(i, j)] = second[j].in(g_);
        }
        program_ = interpreter(ditto::assemble(ditto::derive({g_, outputs}, ditto::program_kind::jacobian)));
    }

    template <class T>
    std::array<T, jet<N>::size> by_nodes(const std::array<T, N>& at) const {
        const auto value = values_of_nodes<T>(g_, at);
        std::array<T, jet<N>::size> result;
        for (std::size_t k = 0; k < result.size(); ++k) result[k] = value[ids_[k]];
        return result;
    }
    std::array<double, jet<N>::size> by_program(const std::array<double, N>& at) const {
        const auto value = program_.run<double>(at);
        std::array<double, jet<N>::size> result{value[0]};
        for (std::size_t k = 0; k < program_.partials().size(); ++k) {
            const auto [row, input] = program_.partials()[k];
            result[row == 0 ? jet<N>::first(input) : jet<N>::second(row - 1, input)] = value[program_.rows() + k];
        }
        return result;
    }

private:
    ditto::graph g_;
    std::array<ditto::node_id, jet<N>::size> ids_;
    interpreter program_;
};

}  // namespace laws
