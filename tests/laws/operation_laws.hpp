#pragma once

#include "evaluate.hpp"

#include <array>
#include <random>

/// What every operation must obey, written once: a new one obeys by standing in the list.
namespace laws {

template <class Op>
using operands_of = std::array<double, Op::arity>;

template <class Op>
double margin_at(const operands_of<Op>& a) {
    return std::apply([](auto... x) { return margin(Op{}, x...); }, a);
}
template <class Op, class Real>
Real reference_at(const std::array<Real, Op::arity>& a) {
    return std::apply([](auto... x) { return reference(Op{}, x...); }, a);
}
template <class Op, class T>
T value_at(const std::array<T, Op::arity>& a) {
    return std::apply([](auto... x) { return Op::value(x...); }, a);
}
template <class To, class From, std::size_t N>
std::array<To, N> converted(const std::array<From, N>& a) {
    std::array<To, N> result{};
    for (std::size_t i = 0; i < N; ++i) result[i] = static_cast<To>(a[i]);
    return result;
}

/// Moves the first operand into the domain, if its reciprocal, its negative or both lie there.
template <class Op>
void move_into_domain(operands_of<Op>& a) {
    if constexpr (requires { std::apply(Op::in_domain, a); }) {
        const double x = a[0];
        for (const double moved : {x, 1 / x, -x, -1 / x}) {
            a[0] = moved;
            if (std::isfinite(moved) && std::apply(Op::in_domain, a)) return;
        }
        a[0] = x;
    }
}

/// Operands in the domain, away from kinks and poles, of all magnitudes between 1/64 and 64; conditions are 0 or 1, exponents
/// whole, half or whatever.
template <class Op, class Engine>
operands_of<Op> operands_in_domain(Engine& engine) {
    constexpr double exponents[] = {2, -1, 3, 0.5, -2.5, 17, -3, 1};
    std::uniform_real_distribution<double> exponent(-6.0, Op::dimensions == ditto::dimension_rule::number ? 3.0 : 6.0);
    for (;;) {
        operands_of<Op> a{};
        for (double& x : a) x = (engine() % 2 != 0 ? 1.0 : -1.0) * std::exp2(exponent(engine));
        if (Op::dimensions == ditto::dimension_rule::choice) a[0] = static_cast<double>(engine() % 2);
        if (std::same_as<Op, ditto::op::pow> && engine() % 2 == 0) a[1] = exponents[engine() % std::size(exponents)];
        move_into_domain<Op>(a);
        if (margin_at<Op>(a) > 0.01) return a;
    }
}

/// d Op / d operand i by central differences of the reference, extrapolated twice.
template <class Op>
real difference_quotient(const operands_of<Op>& at, std::size_t i) {
    const auto central = [&](real h) {
        auto above = converted<real>(at);
        auto below = above;
        above[i] += h;
        below[i] -= h;
        return (reference_at<Op, real>(above) - reference_at<Op, real>(below)) / (2 * h);
    };
    const real h = 0x1p-10L * std::min({1.0L, std::abs(static_cast<real>(at[i])) * 0.25L, real{margin_at<Op>(at)}});
    const real d1 = central(h), d2 = central(h / 2), d4 = central(h / 4);
    const real r1 = (4 * d2 - d1) / 3, r2 = (4 * d4 - d2) / 3;
    return (16 * r2 - r1) / 15;
}

/// The distance of two numbers in units of the last place of the larger; 0 between NaNs and between equal infinities.
template <class Scalar>
double ulps_between(Scalar a, Scalar b) {
    if (a == b || (std::isnan(a) && std::isnan(b))) return 0.0;
    if (!std::isfinite(a) || !std::isfinite(b)) return std::numeric_limits<double>::infinity();
    const Scalar larger = std::max(std::abs(a), std::abs(b));
    const Scalar ulp = std::max(std::nextafter(larger, std::numeric_limits<Scalar>::infinity()) - larger,
                                std::numeric_limits<Scalar>::denorm_min());
    return static_cast<double>(std::abs(static_cast<real>(a) - static_cast<real>(b)) / static_cast<real>(ulp));
}

}  // namespace laws
