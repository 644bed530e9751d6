// Every operation against 100 digits: value, first and second derivatives, of numbers, of batches and by a program.
//
// What is computed in ε = 2^-52 may be off by what rounding the operands does, a few times over:
//
//     |error| <= C ε (|exact| + Σ |a_i ∂exact/∂a_i| + cancelled),   C = 6, of values 2
//
// where `cancelled` is 0 but for a few formulas, see below, and so are the operands for which the law is not claimed. Below the
// least normal number nothing is.
#include "catch.hpp"
#include "exact_derivatives.hpp"

#include <ditto/kernel/functions.hpp>

#include <boost/mp11/algorithm.hpp>

#include <functional>
#include <sstream>

namespace {

using namespace laws;
namespace op = ditto::op;

#ifdef __OPTIMIZE__
constexpr std::size_t points = 1000;
#else
constexpr std::size_t points = 100;  // by sanitized programs, in which 100 digits take 30 times as long
#endif

bool is_within(double size, double least, double most) { return size >= least && size <= most; }

/// Whether the law is claimed for derivatives of that order: elsewhere squares and cubes overflow or underflow on the way, and
/// quotients by subnormal numbers, of which there is no reciprocal. `is_literal`: the exponent of a power is.
template <class Op>
bool is_within_reach(const operands_of<Op>& a, std::size_t order, [[maybe_unused]] bool is_literal) {
    constexpr double least_normal = std::numeric_limits<double>::min();
    if constexpr (is_one_of<Op, op::sin, op::cos, op::tan>) return abs(a[0]) <= 1e15;  // for the reference's sake
    else if constexpr (is_one_of<Op, op::exp, op::exp2, op::expm1, op::sinh, op::cosh, op::tanh, op::erf, op::erfc,
                                 op::sigmoid, op::softplus>)
        return abs(a[0]) <= 1e4;
    else if constexpr (std::same_as<Op, op::divide>)
        return is_within(abs(a[1]), order == 0 ? least_normal : order == 1 ? 1e-150 : 1e-100,
                         order == 0 ? HUGE_VAL : order == 1 ? 1e150 : 1e100);
    else if constexpr (std::same_as<Op, op::mod>) return abs(a[1]) >= least_normal && abs(a[0] / a[1]) <= 1e30;
    else if constexpr (std::same_as<Op, op::pow>) {
        if (is_literal && order > 0) return abs(log10(abs(a[0]))) * std::max(1.0, abs(a[1])) <= (order == 1 ? 150 : 100);
        return order == 0 || is_within(a[0], order == 1 ? least_normal : 1e-150, order == 1 ? HUGE_VAL : 1e150);
    } else if constexpr (std::same_as<Op, op::atan>) return order == 0 || abs(a[0]) <= (order == 1 ? 1e150 : 1e75);
    else if constexpr (is_one_of<Op, op::asinh, op::acosh>) return order == 0 || abs(a[0]) <= (order == 1 ? 1e150 : 1e100);
    else if constexpr (std::same_as<Op, op::atan2>)
        return order == 0 || is_within(hypot(a[0], a[1]), order == 1 ? 1e-150 : 1e-75, order == 1 ? 1e150 : 1e75);
    else if constexpr (std::same_as<Op, op::hypot>)
        return order == 0 || is_within(hypot(a[0], a[1]), order == 1 ? least_normal : 1e-150, order == 1 ? HUGE_VAL : 1e150);
    else return true;
}

/// The size of what cancels in a derivative's formula, given operand, value and first derivative.
template <class Op>
double cancelled(std::size_t order, double a, double value, double first) {
    if (std::same_as<Op, op::tanh> && order > 0) return 1.0;            // 1 - v²
    if (std::same_as<Op, op::sigmoid> && order == 2) return first;      // v' (2 e / (1 + e) - 1)
    if (std::same_as<Op, op::hypot> && order == 2) return 1 / value;    // (1 - a² / v²) / v
    if (std::same_as<Op, op::pow> && order == 2) return abs(first / a);  // v' (c - 1) / a
    return 0.0;
}

/// The length over which the operation bends.
template <class Op>
double length(const operands_of<Op>& a, std::size_t i) {
    const double size = abs(a[i]), nearest = margin_at<Op>(a);
    if constexpr (is_one_of<Op, op::sin, op::cos, op::tan>) return std::min(1.0, nearest);
    else if constexpr (std::same_as<Op, op::pow>) return i == 0 ? size / (1 + abs(a[1])) : 1 / (1 + abs(log(a[0])));
    else if constexpr (is_one_of<Op, op::hypot, op::atan2>) return nearest;
    else if constexpr (Op::dimensions == ditto::dimension_rule::number || Op::dimensions == ditto::dimension_rule::angle)
        return std::min(std::max(1.0, size), nearest);
    else return std::min(size == 0.0 ? 1.0 : size, nearest);
}

/// What the law asks of an operation whose first N operands vary, the others being literals: the part that is compiled for each.
template <std::size_t N>
struct subject {
    using operands = std::array<double, N>;
    std::function<ditto::symbol(const std::array<ditto::symbol, N>&)> record;
    std::function<exact(std::array<exact, N>)> reference;
    std::function<bool(operands&)> move_to_regular_point;  // if it can
    std::function<bool(const operands&, std::size_t)> is_within_reach;
    std::function<double(const operands&, std::size_t)> length;
    double (*cancelled)(std::size_t order, double a, double value, double first);
};

template <class Op, std::size_t N>
subject<N> subject_of(const operands_of<Op>& literals = {}) {
    const auto all = [literals](const auto& varying) {
        using T = typename std::remove_cvref_t<decltype(varying)>::value_type;
        std::array<T, Op::arity> a;
        for (std::size_t i = 0; i < Op::arity; ++i) a[i] = i < N ? varying[i] : T(literals[i]);
        return a;
    };
    return {[all](const auto& a) { return std::apply([](auto... x) { return apply(Op{}, x...); }, all(a)); },
            [all](std::array<exact, N> a) {
                if (Op::dimensions == ditto::dimension_rule::choice) a[0] = round(a[0]);  // a condition
                return reference_at<Op, exact>(all(a));
            },
            [all](auto& varying) {
                auto a = all(varying);
                if (Op::dimensions == ditto::dimension_rule::choice) a[0] = a[0] > 0 ? 1 : 0;
                move_into_domain<Op>(a);
                std::copy(a.begin(), a.begin() + N, varying.begin());
                if (std::same_as<Op, op::pow> && (N == 2 ? a[0] <= 0 : a[0] == 0)) return false;
                return std::ranges::all_of(a, [](double x) { return std::isfinite(x); }) && margin_at<Op>(a) > 0 &&
                       std::isfinite(value_at<Op>(a)) && is_within_reach<Op>(a, 0, N < Op::arity);
            },
            [all](const auto& a, std::size_t order) { return is_within_reach<Op>(all(a), order, N < Op::arity); },
            [all](const auto& a, std::size_t i) { return length<Op>(all(a), i); }, &cancelled<Op>};
}

/// Operands of all kinds, one after the other: the extremes of the format, numbers near 0, 1 and multiples of π / 2, moderate
/// ones, ones of every magnitude, and several of one magnitude.
class operands_everywhere {
public:
    template <std::size_t N>
    std::array<double, N> next() {
        std::array<double, N> a{};
        for (double& x : a) x = number();
        if (N > 1 && below(4) == 0) {
            const double size = any_magnitude();
            for (double& x : a) x = size * moderate();
        } else if (N > 1 && below(6) == 0) {
            a[1 % N] = a[0] * near(sign());
        }
        return a;
    }

private:
    int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }
    double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine_); }
    double sign() { return below(2) != 0 ? 1.0 : -1.0; }
    double moderate() { return sign() * std::exp2(uniform(-6, 6)); }
    double any_magnitude() { return std::ldexp(uniform(1, 2), below(2098) - 1074); }
    double near(double x) { return x + sign() * std::ldexp(uniform(0.5, 1), -below(56)); }
    double number() {
        using limits = std::numeric_limits<double>;
        constexpr double special[] = {0.0, limits::denorm_min(), limits::min(), limits::max(), limits::epsilon(), 0.5, 1.0, 2.0};
        switch (below(9)) {
            case 0: return sign() * special[below(std::size(special))];
            case 1: return sign() * (1.0 - std::ldexp(1.0, -1 - edge_++ % 53));
            case 2: return near(sign());
            case 3: return near(1.5707963267948966 * (below(21) - 10));
            case 4: return sign() * any_magnitude();
            case 5: return uniform(-800, 800);
            case 6: return uniform(-40, 40);
            default: return moderate();
        }
    }
    std::mt19937_64 engine_{31};
    int edge_ = 0;
};

/// The law for one operation.
template <std::size_t N>
class law {
public:
    explicit law(subject<N> of) : of_(std::move(of)), ours_(of_.record) {}

    void check() {
        for (std::size_t tried = 0; held_[2] < points && tried < 50 * points; ++tried) {
            auto at = source_.template next<N>();
            if (of_.move_to_regular_point(at)) add(at);
        }
        for (std::size_t order = 0; order < 3; ++order) {
            INFO("derivative of order " << order << worst_[order].where);
            CHECK(worst_[order].c <= (order == 0 ? 2.0 : 6.0));
            CHECK(held_[order] >= points);
        }
    }

private:
    using batch = ditto::batch<double>;
    static constexpr std::size_t lanes = ditto::lanes<batch>;
    struct point {
        std::array<double, N> at;
        std::array<expectation, jet<N>::size> exact;
        std::array<bool, 3> holds;
    };
    struct worst_case {
        double c = 0.0;  // the least for which the law holds
        std::string where;
    };

    void add(const std::array<double, N>& at) {
        point& p = points_[filled_];
        p.at = at;
        std::array<double, N> lengths;
        for (std::size_t i = 0; i < N; ++i) lengths[i] = of_.length(at, i);
        for (std::size_t order = 0; order < 3; ++order) held_[order] += p.holds[order] = of_.is_within_reach(at, order);
        p.exact = differences(of_.reference, at, lengths).all();
        compare("by nodes", p, ours_.by_nodes(at));
        compare("by a program", p, ours_.by_program(at));
        if (++filled_ < lanes) return;
        filled_ = 0;
        std::array<batch, N> operands;
        for (std::size_t i = 0; i < N; ++i) {
            std::array<double, lanes> each;
            for (std::size_t lane = 0; lane < lanes; ++lane) each[lane] = points_[lane].at[i];
            operands[i] = batch(std::bit_cast<typename batch::vector_type>(each));
        }
        const auto result = ours_.by_nodes(operands);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            std::array<double, jet<N>::size> of_lane;
            for (std::size_t k = 0; k < of_lane.size(); ++k) of_lane[k] = result[k].lanes[lane];
            compare("in a batch", points_[lane], of_lane);
        }
    }

    void compare(const char* path, const point& p, const std::array<double, jet<N>::size>& got) {
        using limits = std::numeric_limits<double>;
        for (std::size_t k = 0; k < jet<N>::size; ++k) {
            const std::size_t order = jet<N>::order(k);
            const auto& [value, sensitivity, resolution] = p.exact[k];
            const double size = static_cast<double>(abs(value));
            if (!p.holds[order] || size > limits::max() || resolution > limits::max()) continue;
            const double error = std::isfinite(got[k]) ? static_cast<double>(abs(exact(got[k]) - value)) : HUGE_VAL;
            const double scale = size + sensitivity +
                                 of_.cancelled(order, p.at[0], static_cast<double>(p.exact[0].value),
                                               static_cast<double>(p.exact[1].value));
            const double c = (error - resolution - limits::min()) / (limits::epsilon() * scale + limits::denorm_min());
            if (c <= worst_[order].c) continue;
            std::ostringstream text;
            text.precision(17);
            text << ", number " << k << " of the jet " << path << ": " << got[k] << " not " << value.str(17) << " at";
            for (const double x : p.at) text << ' ' << x;
            worst_[order] = {c, text.str()};
        }
    }

    subject<N> of_;
    differentiated_twice<N> ours_;
    operands_everywhere source_;
    std::array<point, lanes> points_;
    std::size_t filled_ = 0;
    std::array<std::size_t, 3> held_{};
    std::array<worst_case, 3> worst_;
};

TEST_CASE("value and derivatives agree with 100 digits") {
    boost::mp11::mp_for_each<ditto::operations>([](auto operation) {
        using Op = decltype(operation);
        if constexpr (Op::arity > 0) {
            INFO(Op::name);
            law<Op::arity>(subject_of<Op, Op::arity>()).check();
        }
    });
}

// Other formulas than where the exponent is only known at run time: products, roots, and powers.
TEST_CASE("value and derivatives of powers with literal exponents agree with 100 digits") {
    for (const double c : {0.3, 0.999, 1.3, 1.5, 2.5, 3.0, 7.25, 16.5, 20.0, -0.2, -0.5, -1.0, -1.7, -4.0, -33.0}) {
        INFO("exponent " << c);
        law<1>(subject_of<op::pow, 1>({0.0, c})).check();
    }
}

}  // namespace
