#pragma once

#include <ditto/config.hpp>
#include <ditto/graph/operations/abs.hpp>
#include <ditto/graph/operations/comparison.hpp>
#include <ditto/graph/operations/exponential.hpp>
#include <ditto/graph/operations/logarithm.hpp>
#include <ditto/graph/operations/negate.hpp>
#include <ditto/graph/operations/select.hpp>

namespace ditto {
template <traced A>
constexpr auto sigmoid(const A& a);
template <number T>
constexpr T sigmoid(T a);
}  // namespace ditto

namespace ditto::op {

/// Logistic function 1 / (1 + exp(-a)), which neither overflows nor loses digits on either side.
///
///   derivative  e / (1 + e)² da with e = exp(-|a|), which is the value's exponential; the second one cancels near 0
///   error       2 ulp, of batches and numbers: the exponential's, a sum's, a division's
struct sigmoid {
    static constexpr std::string_view name = "sigmoid";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 14;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::abs, std::exp;
        const T small = exp(-abs(a));
        return detail::choose(a < T(0.0), small, T(1.0)) / (T(1.0) + small);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        using std::abs, std::exp;
        const T small = exp(-abs(a)), larger = T(1.0) / (T(1.0) + small);
        return {small * (larger * larger)};
    }
};
static_assert(operation<sigmoid>);

/// log(1 + exp(a)), a smooth max(a, 0) which neither overflows nor loses digits on either side.
///
///   derivative  σ(a) da
///   error       2 ulp, of batches and numbers
struct softplus {
    static constexpr std::string_view name = "softplus";
    static constexpr std::size_t arity = 1;
    static constexpr bool commutative = false;
    static constexpr int cost = 42;
    static constexpr auto dimensions = dimension_rule::number;
    template <class T>
    static constexpr T value(T a) {
        using std::abs, std::exp, std::log1p;
        const T bend = log1p(exp(-abs(a)));
        return detail::choose(T(0.0) < a, a + bend, bend);
    }
    template <class T>
    static constexpr std::array<T, 1> partials(T, T a) {
        return {ditto::sigmoid(a)};
    }
};
static_assert(operation<softplus>);

}  // namespace ditto::op

namespace ditto {

template <traced A>
constexpr auto sigmoid(const A& a) {
    return apply(op::sigmoid{}, a);
}
template <number T>
constexpr T sigmoid(T a) {
    return op::sigmoid::value(a);
}

template <traced A>
constexpr auto softplus(const A& a) {
    return apply(op::softplus{}, a);
}

}  // namespace ditto
