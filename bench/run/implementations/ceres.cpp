// Ceres' automatic differentiation as its users meet it: Jets called directly, and through AutoDiffCostFunction.
#include "block_kernel.hpp"
#include "ceres_reprojection.hpp"

#include <ceres/autodiff_cost_function.h>
#include <ceres/jet.h>

#include <array>
#include <memory>
#include <utility>

namespace bench {
namespace {

struct distance_residual {
    double length;
    template <class T>
    bool operator()(const T* p, const T* q, T* r) const {
        using std::sqrt;
        const T dx = q[0] - p[0], dy = q[1] - p[1];
        r[0] = sqrt(dx * dx + dy * dy) - length;
        return true;
    }
};

struct parallel_residual {
    template <class T>
    bool operator()(const T* a, const T* b, const T* c, const T* d, T* r) const {
        r[0] = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
        return true;
    }
};

struct perpendicular_residual {
    template <class T>
    bool operator()(const T* a, const T* b, const T* c, const T* d, T* r) const {
        r[0] = (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]);
        return true;
    }
};

template <class Residual>
Residual residual_of(const planes& in, std::size_t i) {
    if constexpr (std::is_same_v<Residual, distance_residual>) return {in.givens[0][i]};
    else if constexpr (std::is_same_v<Residual, reprojection_residual>) return {in.givens[0][i], in.givens[1][i]};
    else return {};
}

/// Seeds are written out by index, not in a loop, so that compilers see constants and keep the Jets in registers.
template <class Residual, int Rows, int... Sizes, std::size_t... Unknown>
void jet_loop(const planes& in, std::size_t count, double* out, std::index_sequence<Unknown...>) {
    constexpr int unknowns = (Sizes + ...);
    constexpr auto place = [] {
        constexpr int sizes[] = {Sizes...};
        std::array<std::array<int, 2>, unknowns> p{};  // variable and component of each unknown
        for (int v = 0, k = 0; v < static_cast<int>(sizeof...(Sizes)); ++v)
            for (int c = 0; c < sizes[v]; ++c, ++k) p[static_cast<std::size_t>(k)] = {v, c};
        return p;
    }();
    using jet = ceres::Jet<double, unknowns>;
    for (std::size_t i = 0; i < count; ++i, out += Rows * (1 + unknowns)) {
        const jet x[] = {jet(in.state[in.offsets[place[Unknown][0]][i] + place[Unknown][1]], static_cast<int>(Unknown))...};
        jet r[Rows];
        const Residual residual = residual_of<Residual>(in, i);
        if constexpr (Rows == 2) residual(x, x + 9, r);
        else if constexpr (unknowns == 4) residual(x, x + 2, r);
        else residual(x, x + 2, x + 4, x + 6, r);
        for (int row = 0; row < Rows; ++row) {
            out[row] = r[row].a;
            Eigen::Map<Eigen::Matrix<double, unknowns, 1>>(out + Rows + row * unknowns) = r[row].v;
        }
    }
}

template <class Residual, int Rows, int... Sizes>
void jet_kernel(const planes& in, std::size_t count, double* out) {
    jet_loop<Residual, Rows, Sizes...>(in, count, out, std::make_index_sequence<(Sizes + ...)>{});
}

/// One cost function object an instance, called through its virtual function, as ceres::Problem does. The blocks of the
/// Jacobian are written where it wants them: one matrix for each variable, row by row.
struct cost_function_block {
    std::vector<std::unique_ptr<ceres::CostFunction>> functions;
    const block* instances;
    const double* state;
    std::size_t base;

    void operator()(double* out) const {
        const shape form = shape_of(instances->kind);
        const std::size_t variables = form.variables.size(), outputs = form.outputs();
        const double* parameters[4];
        double* jacobians[4];
        double* at = out + base;
        for (std::size_t i = 0; i < functions.size(); ++i, at += outputs) {
            double* jacobian = at + form.rows;
            for (std::size_t v = 0; v < variables; ++v) {
                parameters[v] = state + instances->offsets[v][i];
                jacobians[v] = jacobian;
                jacobian += form.rows * form.variables[v];
            }
            functions[i]->Evaluate(parameters, at, jacobians);
        }
    }
};

template <class Residual, int Rows, int... Sizes>
ceres::CostFunction* make(const planes& in, std::size_t i) {
    return new ceres::AutoDiffCostFunction<Residual, Rows, Sizes...>(new Residual(residual_of<Residual>(in, i)));
}

}  // namespace

prepared prepare_ceres_jet(const scene& s) {
    return bind_kernels(s, 1, [](structure kind) -> block_kernel {
        switch (kind) {
            case structure::distance: return jet_kernel<distance_residual, 1, 2, 2>;
            case structure::parallel: return jet_kernel<parallel_residual, 1, 2, 2, 2, 2>;
            case structure::perpendicular: return jet_kernel<perpendicular_residual, 1, 2, 2, 2, 2>;
            case structure::reprojection: return jet_kernel<reprojection_residual, 2, 9, 3>;
        }
        return nullptr;
    });
}

prepared prepare_ceres_cost_function(const scene& s) {
    auto blocks = std::make_shared<std::vector<cost_function_block>>();
    prepared p;
    for (std::size_t n = 0; n < s.blocks.size(); ++n) {
        const block& b = s.blocks[n];
        const shape form = shape_of(b.kind);
        const bound_kernel view(s, n, nullptr, 1);
        const planes in{view.state, view.offsets.data(), view.givens.data()};
        cost_function_block made{{}, &b, s.state.data(), s.output_base(n)};
        for (std::size_t i = 0; i < b.instances; ++i) {
            ceres::CostFunction* f = nullptr;
            switch (b.kind) {
                case structure::distance: f = make<distance_residual, 1, 2, 2>(in, i); break;
                case structure::parallel: f = make<parallel_residual, 1, 2, 2, 2, 2>(in, i); break;
                case structure::perpendicular: f = make<perpendicular_residual, 1, 2, 2, 2, 2>(in, i); break;
                case structure::reprojection: f = make<reprojection_residual, 2, 9, 3>(in, i); break;
            }
            made.functions.emplace_back(f);
        }
        blocks->push_back(std::move(made));

        std::vector<std::size_t> order;
        for (std::size_t row = 0; row < form.rows; ++row) order.push_back(row);
        for (std::size_t row = 0; row < form.rows; ++row) {
            std::size_t matrix = form.rows;
            for (std::size_t size : form.variables) {
                for (std::size_t c = 0; c < size; ++c) order.push_back(matrix + row * size + c);
                matrix += form.rows * size;
            }
        }
        p.order.push_back(std::move(order));
    }
    p.run = [blocks](double* out) {
        for (const cost_function_block& b : *blocks) b(out);
    };
    return p;
}

}  // namespace bench
