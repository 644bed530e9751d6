#pragma once

#include <ditto/define.hpp>

#include "laws/evaluate.hpp"

#include <array>

/// Values, first and second derivatives of Rows functions of N numbers, found in two ways that share nothing.
namespace test {

using real = long double;

template <std::size_t Rows, std::size_t N>
struct derivatives {
    std::array<real, Rows> value{};
    std::array<std::array<real, N>, Rows> first{};
    std::array<std::array<std::array<real, N>, N>, Rows> second{};
};

/// Of f(std::array of symbols), by differentiating its graph, and the derivatives' graph again.
template <std::size_t Rows, std::size_t N, class F>
derivatives<Rows, N> differentiate_twice(F f, const std::array<double, N>& at) {
    using ditto::symbol, ditto::node_id;
    ditto::graph g;
    std::array<node_id, N> inputs;
    std::array<symbol, N> x;
    for (std::size_t i = 0; i < N; ++i) {
        inputs[i] = g.input(static_cast<std::uint32_t>(i), ditto::input_role::unknown);
        x[i] = symbol(g, inputs[i]);
    }
    auto result = f(x);
    std::array<node_id, Rows> rows{};
    std::size_t row = 0;
    ditto::for_each_scalar(result, [&](const auto& s) { rows.at(row++) = symbol(s).in(g); });

    const auto gradient = [&](node_id output) {
        const auto d = ditto::differentiate_reverse(g, output, inputs, ditto::depends_on(g, g.size(), inputs));
        std::array<node_id, N> ids{};
        for (std::size_t i = 0; i < N; ++i) ids[i] = d[i].in(g);
        return ids;
    };
    std::array<std::array<node_id, N>, Rows> first{};
    std::array<std::array<std::array<node_id, N>, N>, Rows> second{};
    for (std::size_t r = 0; r < Rows; ++r) {
        first[r] = gradient(rows[r]);
        for (std::size_t i = 0; i < N; ++i) second[r][i] = gradient(first[r][i]);
    }
    const auto values = laws::values_of_nodes<double>(g, at);
    derivatives<Rows, N> all;
    for (std::size_t r = 0; r < Rows; ++r) {
        all.value[r] = values[rows[r]];
        for (std::size_t i = 0; i < N; ++i) {
            all.first[r][i] = values[first[r][i]];
            for (std::size_t j = 0; j < N; ++j) all.second[r][i][j] = values[second[r][i][j]];
        }
    }
    return all;
}

/// Of f(std::array of `real`), by central differences that are extrapolated twice: to about 1e-13 where f is smooth and of
/// order 1 within `step` of the place.
template <std::size_t Rows, std::size_t N, class F>
derivatives<Rows, N> differences(F f, const std::array<double, N>& at, real step = 0x1p-8L) {
    std::array<real, N> x{};
    for (std::size_t i = 0; i < N; ++i) x[i] = at[i];
    const auto moved = [&](std::size_t i, real u, std::size_t j, real v) {
        auto y = x;
        y[i] += u;
        y[j] += v;
        return f(y);
    };
    const auto extrapolated = [](auto quotient, real h) {
        const real d1 = quotient(h), d2 = quotient(h / 2), d4 = quotient(h / 4);
        const real r1 = (4 * d2 - d1) / 3, r2 = (4 * d4 - d2) / 3;
        return (16 * r2 - r1) / 15;
    };
    derivatives<Rows, N> all;
    const auto here = f(x);
    for (std::size_t r = 0; r < Rows; ++r) {
        all.value[r] = here[r];
        for (std::size_t i = 0; i < N; ++i) {
            all.first[r][i] =
                extrapolated([&](real h) { return (moved(i, h, i, 0)[r] - moved(i, -h, i, 0)[r]) / (2 * h); }, step);
            for (std::size_t j = 0; j < N; ++j)
                all.second[r][i][j] = extrapolated(
                    [&](real h) {
                        return (moved(i, h, j, h)[r] - moved(i, h, j, -h)[r] - moved(i, -h, j, h)[r] +
                                moved(i, -h, j, -h)[r]) /
                               (4 * h * h);
                    },
                    step);
        }
    }
    return all;
}

/// The largest disagreements; a NaN counts as infinite.
struct disagreement {
    double value = 0.0;
    double first = 0.0;
    double second = 0.0;
    friend bool operator==(const disagreement&, const disagreement&) = default;
};
template <std::size_t Rows, std::size_t N>
disagreement between(const derivatives<Rows, N>& a, const derivatives<Rows, N>& b) {
    disagreement worst;
    const auto take = [](double& largest, real x, real y) {
        const double error = static_cast<double>(std::abs(x - y));
        if (!(error <= largest)) largest = error >= 0.0 ? error : std::numeric_limits<double>::infinity();
    };
    for (std::size_t r = 0; r < Rows; ++r) {
        take(worst.value, a.value[r], b.value[r]);
        for (std::size_t i = 0; i < N; ++i) {
            take(worst.first, a.first[r][i], b.first[r][i]);
            for (std::size_t j = 0; j < N; ++j) take(worst.second, a.second[r][i][j], b.second[r][i][j]);
        }
    }
    return worst;
}

}  // namespace test
