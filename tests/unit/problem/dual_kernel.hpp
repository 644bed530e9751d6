#pragma once

#include <ditto/define/description.hpp>
#include <ditto/kernel/kernel_table.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

/// Kernels made by hand from a generic function of dual numbers: what problems and solvers are tested with where a
/// definition would not do (many models in one program, values that are not finite on purpose).
namespace test {

template <class T, std::size_t N>
struct dual {
    T value{};
    std::array<T, N> partials{};

    constexpr dual() = default;
    constexpr dual(T v) : value(v) {}
    constexpr dual(T v, std::array<T, N> d) : value(v), partials(d) {}

    constexpr dual chain(T v, T slope) const {
        dual r(v);
        for (std::size_t i = 0; i < N; ++i) r.partials[i] = slope * partials[i];
        return r;
    }
    friend constexpr dual combine(const dual& a, const dual& b, T v, T da, T db) {
        dual r(v);
        for (std::size_t i = 0; i < N; ++i) r.partials[i] = da * a.partials[i] + db * b.partials[i];
        return r;
    }
    friend constexpr dual operator+(const dual& a, const dual& b) { return combine(a, b, a.value + b.value, 1, 1); }
    friend constexpr dual operator-(const dual& a, const dual& b) { return combine(a, b, a.value - b.value, 1, -1); }
    friend constexpr dual operator-(const dual& a) { return a.chain(-a.value, -1); }
    friend constexpr dual operator*(const dual& a, const dual& b) {
        return combine(a, b, a.value * b.value, b.value, a.value);
    }
    friend constexpr dual operator/(const dual& a, const dual& b) {
        return combine(a, b, a.value / b.value, 1 / b.value, -a.value / (b.value * b.value));
    }
    friend dual exp(const dual& a) { return a.chain(std::exp(a.value), std::exp(a.value)); }
    friend dual log(const dual& a) { return a.chain(std::log(a.value), 1 / a.value); }
    friend dual sqrt(const dual& a) { return a.chain(std::sqrt(a.value), T(0.5) / std::sqrt(a.value)); }
    friend dual atan2(const dual& y, const dual& x) {
        const T s = x.value * x.value + y.value * y.value;
        return combine(y, x, std::atan2(y.value, x.value), x.value / s, -y.value / s);
    }
};

/// A kernel of one row over scalar variables: `Function{}(x, g)` of arrays of `Unknowns` duals and `Givens` numbers.
/// Batches have four lanes.
template <class Function, std::size_t Unknowns, std::size_t Givens, class Scalar = double>
struct dual_kernel {
    static constexpr std::size_t lanes = 4;
    using number = dual<Scalar, Unknowns>;

    static constexpr std::array<std::uint32_t, Unknowns> sizes = [] {
        std::array<std::uint32_t, Unknowns> s{};
        s.fill(1);
        return s;
    }();
    static constexpr std::array<ditto::partial_position, Unknowns> partials = [] {
        std::array<ditto::partial_position, Unknowns> p{};
        for (std::uint32_t i = 0; i < Unknowns; ++i) p[i] = {0, i, 0};
        return p;
    }();
    static constexpr std::array<std::uint32_t, Givens> planes = [] {
        std::array<std::uint32_t, Givens> p{};
        for (std::uint32_t i = 0; i < Givens; ++i) p[i] = i;
        return p;
    }();
    static constexpr ditto::definition_description definition{planes};

    template <bool WithPartials>
    static void run(const void*, const ditto::instance_planes<Scalar>& in, std::size_t first, std::size_t last,
                    Scalar* out) {
        constexpr std::size_t outputs = WithPartials ? 1 + Unknowns : 1;
        for (std::size_t i = first * lanes; i < last * lanes; ++i) {
            std::array<number, Unknowns> x;
            std::array<Scalar, Givens> g;
            for (std::size_t v = 0; v < Unknowns; ++v) {
                x[v] = number(in.state[in.offsets[v][i]]);
                x[v].partials[v] = 1;
            }
            for (std::size_t k = 0; k < Givens; ++k) g[k] = in.givens[k][i];
            const number r = Function{}(x, g);
            Scalar* lane = out + (i / lanes - first) * outputs * lanes + i % lanes;
            lane[0] = r.value;
            if constexpr (WithPartials)
                for (std::size_t v = 0; v < Unknowns; ++v) lane[(1 + v) * lanes] = r.partials[v];
        }
    }
    static constexpr ditto::kernel_table<Scalar> table{
        {1, Givens, lanes, sizes, partials}, &run<false>, &run<true>, nullptr};
};

}  // namespace test
