#pragma once

#include <ditto/graph/buffer.hpp>
#include <ditto/graph/leaf_registry.hpp>
#include <ditto/graph/node.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ditto {

class symbol;

/// A directed acyclic graph of operations in one flat array, hash-consed: equal nodes exist once.
///
/// Nodes are only ever appended, operands before users, so the array's order is a topological order and every pass is a
/// loop. The same class serves the compiler (definitions) and run time (dynamic graphs). Amortised O(1) per node.
class graph {
public:
    constexpr std::size_t size() const { return nodes_.size(); }
    constexpr const node& operator[](node_id id) const { return nodes_[id]; }
    constexpr std::span<const node> nodes() const { return {nodes_.data(), nodes_.size()}; }

    constexpr node_id constant(double value) { return insert({opcode_of<op::constant>, {}, value}); }

    constexpr node_id input(std::uint32_t number, input_role role) {
        return insert({opcode_of<op::input>, {number, static_cast<node_id>(role), 0}, 0.0});
    }

    /// The node, as it is: the existing one or a new one. Rewriting is the business of simplify.hpp.
    constexpr node_id insert(const node& n) {
        if (2 * (nodes_.size() + 1) > slots_.size()) grow(slots_.empty() ? 256 : 4 * slots_.size());
        node_id& slot = slots_[find_slot(n)];
        if (slot == 0) {
            nodes_.push_back(n);
            slot = static_cast<node_id>(nodes_.size());
        }
        return slot - 1;
    }

    /// Room for so many nodes.
    constexpr void reserve(std::size_t nodes) {
        nodes_.reserve(nodes);
        if (2 * nodes >= slots_.size()) grow(std::bit_ceil(2 * nodes + 2));
    }

    /// The node if it exists, else no_node.
    constexpr node_id find(const node& n) const { return slots_.empty() ? no_node : slots_[find_slot(n)] - 1; }

    constexpr bool is_constant(node_id id) const { return nodes_[id].is_constant(); }
    constexpr bool is_constant(node_id id, double value) const {
        return nodes_[id].is_constant() && nodes_[id].value == value;
    }
    template <operation Op>
    constexpr bool is(node_id id) const {
        return nodes_[id].op == opcode_of<Op>;
    }
    constexpr node_id operand(node_id id, std::size_t i = 0) const { return nodes_[id].operands[i]; }

    // --- graphs built at run time (defined in run_time.hpp)

    /// The unknown of that name, which is one however often it is asked for; new ones start at 0, unless told otherwise.
    /// Throws where it has another start value, or that is not finite, or the name is that of a given.
    symbol variable(std::string_view name);
    symbol variable(std::string_view name, double start);
    /// Data by name: a number that varies from instance to instance, and no solver changes. The same rules.
    symbol given(std::string_view name, double value);
    /// An unknown without a name: always another one.
    symbol weight(double start);
    /// The operation of that name (docs/reference/operations.md) on symbols of this graph. Throws where there is none, or
    /// it takes another number of operands.
    symbol apply(std::string_view operation, std::span<const symbol> operands);
    symbol apply(std::string_view operation, std::initializer_list<symbol> operands);
    /// Another value for a leaf, a variable's start or a given's number, from now on. Throws where it is no leaf.
    void set_value(const symbol& leaf, double value);
    /// The value of a symbol at the leaves' values, or at others, by the number of the leaf.
    double evaluate(const symbol& s) const;
    double evaluate(const symbol& s, std::span<const double> leaves) const;
    const leaf_registry& leaves() const { return leaves_; }
    /// In a graph with leaves by name a constant is data, one instance's number: no rule looks at it, so that x - 0 and x - 3,
    /// x^2 and x^2.5 have one structure. What is compiled for itself has it folded in again.
    constexpr bool constants_are_data() const { return leaves_.size() != 0; }

    /// The graph as JSON, and back (defined in emit/serialization.hpp; docs/reference/graph_format.md). Nodes keep their
    /// numbers: parse(text).serialize() == text. Throws parse_error, which names line and field.
    std::string serialize() const;
    static graph parse(std::string_view text);

    /// Whether derivatives at singular points are those of IEEE arithmetic; otherwise the finite ones that operations choose.
    constexpr bool has_ieee_derivatives() const { return ieee_derivatives_; }
    constexpr void set_ieee_derivatives(bool on) { ieee_derivatives_ = on; }

    /// The first operation whose constant operands lie outside its domain, or no_node. Reported at the definition.
    constexpr node_id domain_fault() const { return domain_fault_; }
    constexpr void report_domain_fault(node_id id) {
        if (domain_fault_ == no_node) domain_fault_ = id;
    }

private:
    constexpr std::size_t find_slot(const node& n) const {
        const node* nodes = nodes_.data();
        const node_id* slots = slots_.data();
        const std::size_t mask = slots_.size() - 1;
        std::size_t slot = hash_of(n) & mask;
        while (slots[slot] != 0 && !(nodes[slots[slot] - 1] == n)) slot = (slot + 1) & mask;
        return slot;
    }

    constexpr void grow(std::size_t size) {
        slots_ = buffer<node_id>(size);
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            std::size_t slot = hash_of(nodes_[i]) & (size - 1);
            while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
            slots_[slot] = static_cast<node_id>(i) + 1;
        }
    }

    buffer<node> nodes_;
    buffer<node_id> slots_;  // 1 + node, 0 where free; open addressing with linear probing, at most half full
    leaf_registry leaves_;
    node_id domain_fault_ = no_node;
    bool ieee_derivatives_ = false;
};

}  // namespace ditto
