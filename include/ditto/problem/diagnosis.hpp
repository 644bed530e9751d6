#pragma once

#include <ditto/config.hpp>
#include <ditto/define/kernel_code.hpp>
#include <ditto/graph/evaluate.hpp>
#include <ditto/graph/non_finite.hpp>
#include <ditto/graph/text.hpp>
#include <ditto/problem/problem.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ditto {

/// Why a residual is not finite. Texts call the definition's arguments a, b, c, ... as ditto::print does.
struct diagnosis {
    struct number {
        std::string name;
        double value;
    };

    residual_handle residual;
    std::size_t index = 0;         ///< of the residual, in order of adding
    std::size_t row = 0;           ///< of r and J
    std::string derivative_by;     ///< the scalar by which the row's derivative is not finite; empty: its value is not
    std::string node;              ///< the first operation that yields no finite number of finite ones, or the input that
                                   ///< is none; empty for kernels that were made by hand
    double value = 0;              ///< what it yields
    std::vector<number> operands;  ///< of the operation
    std::vector<number> inputs;    ///< all scalars of all arguments
    std::string message;           ///< all of that in a sentence
};

namespace detail {

/// Explains residuals one by one; keeps the code of the last one's kernel, for the next may have the same.
template <class Scalar>
class explainer {
public:
    explicit explainer(const Scalar* state) : state_(state) {}

    /// Fills in all that follows from what a kernel made of an instance: `value` in the output of that number.
    void explain(const definition_description& definition, const block<Scalar>& in, std::size_t instance,
                 std::size_t output, Scalar value, diagnosis& into) {
        const std::size_t rows = in.shape().rows;
        into.value = static_cast<double>(value);
        into.message = "residual " + std::to_string(into.index) + " (row " + std::to_string(into.row) + ")";
        if (definition.words.empty()) {
            read_variables(in, instance);
            if (output >= rows) into.derivative_by = unknown_name(in.shape(), in.shape().partials[output - rows]);
        } else {
            read_arguments(definition, in, instance);
            if (output >= rows) into.derivative_by = code_.input_names[code_.partials[output - rows].input];
        }
        for (std::size_t s = 0; s < values_.size(); ++s)
            into.inputs.push_back({names_[s], static_cast<double>(values_[s])});
        if (!into.derivative_by.empty()) into.message += ", derivative by " + into.derivative_by;
        into.message += ": ";
        if (definition.words.empty()) {
            into.message += "it is " + number_text(value) + at(std::vector<char>(values_.size(), 1));
        } else {
            explain_node(code_.operations.outputs[output], value, into);
        }
    }

private:
    void read_variables(const block<Scalar>& in, std::size_t instance) {
        names_.clear();
        values_.clear();
        for (std::uint32_t v = 0; v < in.shape().variables.size(); ++v)
            for (std::uint32_t c = 0; c < in.shape().variables[v]; ++c) {
                names_.push_back(unknown_name(in.shape(), {0, v, c}));
                values_.push_back(state_[static_cast<std::size_t>(in.offsets[v][instance]) + c]);
            }
        for (std::uint32_t g = 0; g < in.shape().givens; ++g) {
            names_.push_back('g' + std::to_string(g));
            values_.push_back(in.givens[g][instance]);
        }
    }
    static std::string unknown_name(const kernel_shape& shape, const partial_position& p) {
        const std::string component = shape.variables[p.variable] == 1 ? "" : '[' + std::to_string(p.component) + ']';
        return 'x' + std::to_string(p.variable) + component;
    }

    void read_arguments(const definition_description& definition, const block<Scalar>& in, std::size_t instance) {
        if (definition_ != &definition) {
            definition_ = &definition;
            code_ = rebuild_kernel(definition);
        }
        names_ = code_.scalar_names;
        values_.clear();
        is_given_.clear();
        for (const auto& [shape, size, place, steps] : definition.arguments)
            for (std::uint32_t s = 0; s < size; ++s) {
                is_given_.push_back(place.given);
                values_.push_back(place.given ? in.givens[place.index + s][instance]
                                              : state_[static_cast<std::size_t>(in.offsets[place.index][instance]) + s]);
            }
    }

    void explain_node(node_id output, Scalar value, diagnosis& into) const {
        const auto nodes = code_.nodes();
        std::vector<Scalar> inputs;
        for (const std::uint32_t scalar : code_.scalar_of_input) inputs.push_back(values_[scalar]);
        const std::vector<Scalar> values = evaluate<Scalar>(nodes, inputs);
        const node_id guilty = first_non_finite_node<Scalar>(nodes, values, output);
        const node& n = nodes[guilty];
        const bool is_confirmed = !std::isfinite(values[guilty]);
        if (is_confirmed) value = values[guilty];
        into.value = static_cast<double>(value);
        into.node = elided_infix(nodes, guilty, code_.input_names);
        if (n.is_input()) {
            const char* role = is_given_[code_.scalar_of_input[n.input()]] ? "given " : "variable ";
            into.message += std::string("the ") + role + into.node + " is " + number_text(value) + " itself";
            return;
        }
        std::string operands;
        for (std::size_t k = 0; k < n.arity(); ++k) {
            const Scalar operand = values[n.operands[k]];
            into.operands.push_back({elided_infix(nodes, n.operands[k], code_.input_names), static_cast<double>(operand)});
            operands += (k == 0 ? "" : ", ") + number_text(operand);
        }
        into.message += into.node + " is " + number_text(value);
        if (into.node.find("...") != std::string::npos) into.message += " (operands " + operands + ")";
        if (!is_confirmed) into.message += " (in the kernel, which rounds differently)";
        into.message += at(scalars_below(guilty));
    }

    /// Marks the scalars that a node depends on.
    std::vector<char> scalars_below(node_id id) const {
        std::vector<char> below(id + std::size_t{1}), scalars(values_.size());
        below[id] = 1;
        for (++id; id-- > 0;) {
            const node& n = code_.nodes()[id];
            if (below[id] && n.is_input()) scalars[code_.scalar_of_input[n.input()]] = 1;
            for (std::size_t k = 0; below[id] && k < n.arity(); ++k) below[n.operands[k]] = 1;
        }
        return scalars;
    }

    std::string at(const std::vector<char>& scalars) const {
        constexpr std::size_t most = 12;
        std::string text;
        std::size_t count = 0;
        for (std::size_t s = 0; s < scalars.size(); ++s) {
            if (!scalars[s] || ++count > most) continue;
            text += (count == 1 ? " at " : ", ") + names_[s] + " = " + number_text(values_[s]);
        }
        return count > most ? text + ", and " + std::to_string(count - most) + " more" : text;
    }

    const Scalar* state_;
    const definition_description* definition_ = nullptr;
    kernel_code code_;
    std::vector<std::string> names_;  // of the scalars of all arguments
    std::vector<Scalar> values_;
    std::vector<char> is_given_;
};

}  // namespace detail

template <class Scalar>
std::vector<diagnosis> basic_problem<Scalar>::diagnose(std::size_t limit) const {
    struct culprit {
        const detail::block<Scalar>* in;
        std::size_t instance, output;
        Scalar value;
        std::int32_t row() const { return in->rows[instance]; }
    };
    std::vector<culprit> culprits;
    each_non_finite([&](const detail::block<Scalar>& in, std::size_t instance, std::size_t output, Scalar value) {
        culprits.push_back({&in, instance, output, value});
    });
    const auto last = culprits.begin() + static_cast<std::ptrdiff_t>(std::min(limit, culprits.size()));
    std::partial_sort(culprits.begin(), last, culprits.end(),
                      [](const culprit& a, const culprit& b) { return a.row() < b.row(); });
    culprits.erase(last, culprits.end());

    std::vector<diagnosis> result;
    detail::explainer<Scalar> explainer(storage_.variables.state().data());
    for (const culprit& c : culprits) {
        const std::uint32_t slot = c.in->slots[c.instance];
        const auto& residual = storage_.residuals[slot];
        const std::size_t rows = c.in->shape().rows;
        const std::size_t row = c.output < rows ? c.output : c.in->shape().partials[c.output - rows].row;
        diagnosis& made = result.emplace_back();
        made.residual = detail::handle_access::make(identity_.number(), slot, residual.serial);
        made.index = residual.order;
        made.row = static_cast<std::size_t>(c.row()) + row;
        explainer.explain(*residual.definition, *c.in, c.instance, c.output, c.value, made);
    }
    return result;
}

}  // namespace ditto
