#pragma once

#include "../implementation.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

namespace bench {

/// A kernel bound to a block: the benches' variables and givens in the order of the kernel's.
struct bound_table {
    const ditto::kernel_table<double>* table;
    std::vector<const std::int32_t*> offsets;
    std::vector<const double*> givens;
    const double* state;
    std::size_t batches;
    std::size_t base;
    std::vector<std::size_t> order;

    template <class Definition>
    bound_table(Definition, const ditto::kernel_table<double>& kernel, const scene& s, std::size_t n)
        : table(&kernel),
          offsets(s.blocks[n].offsets.size()),
          givens(s.blocks[n].givens.size()),
          state(s.state.data()),
          batches((s.blocks[n].instances + table->shape.lanes - 1) / table->shape.lanes),
          base(s.output_base(n)) {
        const block& from = s.blocks[n];
        const shape form = shape_of(from.kind);
        std::vector<std::size_t> first_column(offsets.size());  // of the kernel's variables, in the benches' Jacobian
        std::size_t variable = 0, given = 0, column = 0;
        for (const ditto::argument_place& place : Definition::places) {
            if (place.given) {
                for (std::size_t plane = place.index; given < givens.size(); ++plane) givens[plane] = from.givens[given++].data();
            } else {
                offsets[place.index] = from.offsets[variable].data();
                first_column[place.index] = column;
                column += form.variables[variable++];
            }
        }
        order.resize(form.outputs());
        for (std::size_t row = 0; row < form.rows; ++row) order[row] = row;
        for (std::size_t k = 0; k < table->shape.partials.size(); ++k) {
            const ditto::partial_position& at = table->shape.partials[k];
            order[form.rows + at.row * column + first_column[at.variable] + at.component] = form.rows + k;
        }
    }

    void operator()(double* out) const {
        table->linearize(table->context, {state, offsets.data(), givens.data()}, 0, batches, out + base);
    }
};

}  // namespace bench
