// The kernels that ditto makes from definitions, as contract programs write them.
#include "block_kernel.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>


namespace bench {
namespace {

using ditto::point2;

constexpr auto distance = ditto::residual<point2, point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto parallel = ditto::residual<point2, point2, point2, point2>(
    [](auto a, auto b, auto c, auto d) { return cross(b - a, d - c); });
constexpr auto perpendicular = ditto::residual<point2, point2, point2, point2>(
    [](auto a, auto b, auto c, auto d) { return dot(b - a, d - c); });

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal), (T, k1),
                             (T, k2));
};
constexpr auto reprojection = ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>(
    [](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z;
        auto v = -y / z;
        auto r2 = u * u + v * v;
        auto d = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{d * u - seen[0], d * v - seen[1]};
    });

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
    bound_table(Definition, const scene& s, std::size_t n)
        : table(&Definition::template kernel<double>()),
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

bound_table bind(const scene& s, std::size_t n) {
    switch (s.blocks[n].kind) {
        case structure::parallel: return {parallel, s, n};
        case structure::perpendicular: return {perpendicular, s, n};
        case structure::reprojection: return {reprojection, s, n};
        default: return {distance, s, n};
    }
}

}  // namespace

prepared prepare_ditto(const scene& s) {
    std::vector<bound_table> tables;
    prepared p;
    for (std::size_t n = 0; n < s.blocks.size(); ++n) {
        tables.push_back(bind(s, n));
        p.lanes = tables.back().table->shape.lanes;
        p.order.push_back(tables.back().order);
    }
    p.run = [tables = std::move(tables)](double* out) {
        for (const bound_table& t : tables) t(out);
    };
    return p;
}

}  // namespace bench
