#pragma once

#include "evaluate.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>

namespace laws {

/// An expression graph as it was said, before anybody simplified, shared or ordered it, and a point of its domain.
struct recorded_graph {
    struct step {
        ditto::opcode op;
        std::array<std::uint32_t, 3> operands{};
        double literal = 0.0;  ///< of a constant
        std::uint32_t input = 0;
        std::size_t arity() const { return ditto::facts_of[op].arity; }
    };
    std::vector<step> steps;
    std::vector<std::uint32_t> outputs;
    std::vector<ditto::input_role> roles;
    std::vector<double> point;  ///< of every input; no kink, step or pole is near

    /// All steps, as they were said, in extended precision.
    std::vector<real> evaluate(std::span<const real> inputs) const {
        std::vector<real> value;
        for (const step& s : steps) {
            const auto operand = [&](std::size_t k) { return k < s.arity() ? value[s.operands[k]] : real{0}; };
            if (s.op == ditto::opcode_of<ditto::op::input>) value.push_back(inputs[s.input]);
            else if (s.arity() == 0) value.push_back(s.literal);
            else value.push_back(reference_of(s.op, operand(0), operand(1), operand(2)));
        }
        return value;
    }
    static real reference_of(ditto::opcode code, real a, real b, real c) {
        return with_operation(code, [&](auto op) -> real {
            if constexpr (decltype(op)::arity == 1) return reference(op, a);
            else if constexpr (decltype(op)::arity == 2) return reference(op, a, b);
            else if constexpr (decltype(op)::arity == 3) return reference(op, a, b, c);
            else return 0;
        });
    }
};

/// How a recorded graph is told to ditto: what must make no difference.
struct telling {
    std::vector<std::uint32_t> input_numbers;  ///< of each input
    std::vector<std::uint32_t> order;          ///< of the steps; operands before users
    std::vector<char> exchanged;               ///< whether a commutative step's operands are exchanged
    bool with_dead_nodes = false;

    static telling plain(const recorded_graph& r) {
        telling t;
        t.input_numbers.resize(r.roles.size());
        t.order.resize(r.steps.size());
        t.exchanged.resize(r.steps.size());
        std::iota(t.input_numbers.begin(), t.input_numbers.end(), 0u);
        std::iota(t.order.begin(), t.order.end(), 0u);
        return t;
    }
    template <class Engine>
    void exchange_operands(Engine& engine) {
        for (char& e : exchanged) e = engine() % 2 != 0;
    }
    template <class Engine>
    void permute_inputs(Engine& engine) {
        std::shuffle(input_numbers.begin(), input_numbers.end(), engine);
    }
    /// Another topological order: steps by random priority, as soon as their operands are there.
    template <class Engine>
    void reorder(const recorded_graph& r, Engine& engine) {
        std::vector<char> done(r.steps.size());
        order.clear();
        while (order.size() < r.steps.size()) {
            std::vector<std::uint32_t> ready;
            for (std::uint32_t i = 0; i < r.steps.size(); ++i) {
                if (done[i]) continue;
                bool is_ready = true;
                for (std::size_t k = 0; k < r.steps[i].arity(); ++k) is_ready = is_ready && done[r.steps[i].operands[k]];
                if (is_ready) ready.push_back(i);
            }
            order.push_back(ready[engine() % ready.size()]);
            done[order.back()] = 1;
        }
    }
};

/// The recorded graph, told through symbols; its outputs.
inline ditto::buffer<ditto::node_id> tell(const recorded_graph& r, ditto::graph& g, const telling& t) {
    std::vector<ditto::symbol> symbols(r.steps.size());
    for (const std::uint32_t i : t.order) {
        const auto& s = r.steps[i];
        if (s.op == ditto::opcode_of<ditto::op::input>) {
            symbols[i] = ditto::symbol(g, g.input(t.input_numbers[s.input], r.roles[s.input]));
        } else if (s.arity() == 0) {
            symbols[i] = ditto::symbol(g, g.constant(s.literal));
        } else {
            std::array<ditto::symbol, 3> a;
            for (std::size_t k = 0; k < s.arity(); ++k) a[k] = symbols[s.operands[k]];
            if (ditto::facts_of[s.op].commutative && t.exchanged[i]) std::swap(a[0], a[1]);
            symbols[i] = with_operation(s.op, [&](auto op) -> ditto::symbol {
                if constexpr (decltype(op)::arity == 1) return apply(op, a[0]);
                else if constexpr (decltype(op)::arity == 2) return apply(op, a[0], a[1]);
                else if constexpr (decltype(op)::arity == 3) return apply(op, a[0], a[1], a[2]);
                else return {};
            });
        }
        if (t.with_dead_nodes && i % 3 == 0) (void)(sin(symbols[i] + 0.37) * symbols[i]).in(g);
    }
    ditto::buffer<ditto::node_id> outputs;
    for (const std::uint32_t output : r.outputs) outputs.push_back(symbols[output].in(g));
    return outputs;
}

/// Graphs over all operations of the list, at whose point every step is in its domain, moderate, and away from its kinks.
/// Literals are such that rules apply: zeros, ones, signs, powers.
class random_graphs {
public:
    explicit random_graphs(std::uint64_t seed) : engine_(seed) {}
    std::mt19937_64& engine() { return engine_; }

    recorded_graph next(std::size_t inputs, std::size_t steps, std::size_t outputs) {
        recorded_graph r;
        std::vector<real> value;
        for (std::uint32_t i = 0; i < inputs; ++i) {
            r.roles.push_back(below(4) == 0 ? ditto::input_role::given : ditto::input_role::unknown);
            r.point.push_back((below(2) != 0 ? 1 : -1) * std::uniform_real_distribution<double>(0.2, 2.0)(engine_));
            r.steps.push_back({ditto::opcode_of<ditto::op::input>, {}, 0.0, i});
            value.push_back(r.point.back());
        }
        while (r.steps.size() < inputs + steps)
            if (const auto s = step_on(r, value)) {
                const auto operand = [&](std::size_t k) { return k < s->arity() ? value[s->operands[k]] : real{0}; };
                r.steps.push_back(*s);
                value.push_back(s->arity() == 0 ? static_cast<real>(s->literal)
                                                : recorded_graph::reference_of(s->op, operand(0), operand(1), operand(2)));
            }
        for (std::size_t i = 0; i < outputs; ++i) r.outputs.push_back(recent(r.steps.size()));
        return r;
    }

private:
    using step = recorded_graph::step;

    std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>(engine_() % n); }
    // Half of the time one of the last few.
    std::uint32_t recent(std::size_t size) {
        if (below(2) == 0 || size < 6) return below(size);
        return static_cast<std::uint32_t>(size) - 1 - below(5);
    }

    std::optional<step> step_on(const recorded_graph& r, const std::vector<real>& value) {
        constexpr double literals[] = {0, 1, -1, 2, 0.5, -2, 3, -0.5, 1.5, 5, -3, 0.7, 2.25, 17};
        step s{static_cast<ditto::opcode>(below(ditto::facts_of.size())), {}, 0.0, 0};
        if (s.op == ditto::opcode_of<ditto::op::input>) return std::nullopt;
        if (s.arity() == 0) {
            s.literal = literals[below(std::size(literals))];
            return s;
        }
        for (std::size_t k = 0; k < s.arity(); ++k) s.operands[k] = recent(r.steps.size());
        const auto is = [&](std::size_t k, auto op) { return r.steps[s.operands[k]].op == ditto::opcode_of<decltype(op)>; };
        if (s.op == ditto::opcode_of<ditto::op::select>)  // its condition is one, or a literal
            if (!is(0, ditto::op::less{}) && !is(0, ditto::op::less_equal{}) && !is(0, ditto::op::constant{}))
                return std::nullopt;
        const auto operand = [&](std::size_t k) {
            return k < s.arity() ? static_cast<double>(value[s.operands[k]]) : 0.0;
        };
        if (s.op == ditto::opcode_of<ditto::op::pow> && !is(1, ditto::op::constant{}) && operand(0) < 0.05)
            return std::nullopt;  // what is whole by accident need not be
        const bool acceptable = with_operation(s.op, [&](auto op) {
            using Op = decltype(op);
            if constexpr (Op::arity == 0) return false;
            else if constexpr (Op::arity == 1) return margin(op, operand(0)) > 0.05;
            else if constexpr (Op::arity == 2) return margin(op, operand(0), operand(1)) > 0.05;
            else return margin(op, operand(0), operand(1), operand(2)) > 0.05;
        });
        if (!acceptable) return std::nullopt;
        const real v = recorded_graph::reference_of(s.op, operand(0), operand(1), operand(2));
        if (!(std::abs(v) < 50)) return std::nullopt;
        return s;
    }

    std::mt19937_64 engine_;
};

}  // namespace laws
