// What programs do that keep expressions as nodes: a virtual call for the value of each, operands first, and for each row
// one for its adjoint, operands last. The nodes are those of ditto's simplified graph, each once, in an order that needs no
// recursion: the walk is as short as it gets.
#include "bound_table.hpp"
#include "definitions.hpp"

#include <array>
#include <memory>

namespace bench {
namespace {

struct tree_node {
    double value = 0;
    double adjoint = 0;
    virtual ~tree_node() = default;
    virtual void find_value() {}
    virtual void pass_adjoint() {}
};

template <class Op>
struct operation_node final : tree_node {
    std::array<tree_node*, Op::arity> operands;

    void find_value() override {
        value = std::apply([](auto*... operand) { return Op::value(operand->value...); }, operands);
    }
    void pass_adjoint() override {
        if (adjoint == 0) return;
        if constexpr (std::same_as<Op, ditto::op::select>) {
            operands[operands[0]->value != 0 ? 1 : 2]->adjoint += adjoint;
        } else {
            const auto partials =
                std::apply([&](auto*... operand) { return Op::partials(value, operand->value...); }, operands);
            for (std::size_t k = 0; k < Op::arity; ++k) operands[k]->adjoint += adjoint * partials[k];
        }
    }
};

template <class Op>
std::unique_ptr<tree_node> make_node(const std::array<tree_node*, 3>& operands) {
    if constexpr (Op::arity == 0) {
        return std::make_unique<tree_node>();
    } else {
        auto made = std::make_unique<operation_node<Op>>();
        std::copy_n(operands.begin(), Op::arity, made->operands.begin());
        return made;
    }
}
template <class... Op>
std::unique_ptr<tree_node> make_node_of(boost::mp11::mp_list<Op...>, ditto::opcode code,
                                     const std::array<tree_node*, 3>& operands) {
    static constexpr std::array makers{&make_node<Op>...};
    return makers[code](operands);
}

/// The expressions of a block's residual.
class walked_block {
public:
    template <class Definition>
    walked_block(Definition definition, const scene& s, std::size_t n)
        : table_(definition, Definition::template kernel<double>(), s, n), count_(s.blocks[n].instances) {
        const ditto::rooted_graph graph = ditto::decode(Definition::structure_type::code.words);
        const auto& layout = Definition::layout_type::data;
        std::vector<tree_node*> inputs;
        for (const ditto::node& from : graph.nodes.nodes()) {
            std::array<tree_node*, 3> operands{};
            for (std::size_t k = 0; k < from.arity(); ++k) operands[k] = nodes_[from.operands[k]].get();
            nodes_.push_back(make_node_of(ditto::operations{}, from.op, operands));
            if (from.is_constant()) nodes_.back()->value = from.value;
            if (!from.is_input()) continue;
            inputs.resize(std::max<std::size_t>(inputs.size(), from.input() + 1u));
            inputs[from.input()] = nodes_.back().get();
        }
        for (const ditto::node_id id : graph.outputs) rows_.push_back(nodes_[id].get());
        const auto node_of = [&](std::size_t input) { return input < inputs.size() ? inputs[input] : &unused_; };
        std::size_t scalar = 0;
        for (const std::size_t size : layout.variable_sizes) {
            variables_.emplace_back();
            for (std::size_t c = 0; c < size; ++c) variables_.back().push_back(node_of(layout.scalar_inputs[scalar++]));
        }
        for (const std::size_t input : layout.given_inputs) givens_.push_back(node_of(input));
    }

    const std::vector<std::size_t>& order() const { return table_.order; }

    void operator()(double* out) {
        out += table_.base;
        for (std::size_t i = 0; i < count_; ++i) {
            for (std::size_t v = 0; v < variables_.size(); ++v)
                for (std::size_t c = 0; c < variables_[v].size(); ++c)
                    variables_[v][c]->value = table_.state[static_cast<std::size_t>(table_.offsets[v][i]) + c];
            for (std::size_t g = 0; g < givens_.size(); ++g) givens_[g]->value = table_.givens[g][i];
            for (const auto& node : nodes_) node->find_value();
            for (const tree_node* row : rows_) *out++ = row->value;
            auto partial = table_.table->shape.partials.begin();
            for (std::uint32_t row = 0; row < rows_.size(); ++row) {
                for (const auto& node : nodes_) node->adjoint = 0;
                rows_[row]->adjoint = 1;
                for (std::size_t k = nodes_.size(); k-- > 0;) nodes_[k]->pass_adjoint();
                for (; partial != table_.table->shape.partials.end() && partial->row == row; ++partial)
                    *out++ = variables_[partial->variable][partial->component]->adjoint;
            }
        }
    }

private:
    bound_table table_;  // its kernel is not called, but says where arguments are and which partials there are
    std::size_t count_;
    std::vector<std::unique_ptr<tree_node>> nodes_;
    std::vector<tree_node*> rows_, givens_;
    std::vector<std::vector<tree_node*>> variables_;
    tree_node unused_;
};

}  // namespace

prepared prepare_tree_walk(const scene& s) {
    std::vector<std::shared_ptr<walked_block>> blocks;
    prepared p;
    for (std::size_t n = 0; n < s.blocks.size(); ++n) {
        blocks.push_back(with_definition(s.blocks[n].kind, [&](auto definition) {
            return std::make_shared<walked_block>(definition, s, n);
        }));
        p.order.push_back(blocks.back()->order());
    }
    p.run = [blocks = std::move(blocks)](double* out) {
        for (const auto& each : blocks) (*each)(out);
    };
    return p;
}

}  // namespace bench
