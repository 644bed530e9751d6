#pragma once

#include <ditto/define/choice.hpp>
#include <ditto/define/quantity.hpp>
#include <ditto/error.hpp>

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

namespace ditto {

/// A robust loss: ρ(s) of the squared length s = ‖r‖² of a residual takes its place in the cost, Σ ½ρ(‖r‖²), so that outliers
/// count less. ρ(s) ≈ s for small s. It is a value that holds its parameters, and says
///
///     static constexpr auto rho(auto s, auto... parameters)      a generic expression, which is traced and differentiated
///     constexpr std::array<double, N> parameters() const         in that order
///
/// Parameters are data of the kernel: losses of one type share one, whatever their widths.
template <class L>
concept loss = requires(const L& l) {
    { l.parameters()[0] } -> std::convertible_to<double>;
    std::tuple_size<decltype(l.parameters())>::value;
};

namespace detail {
inline double positive_width(double width, const char* what) {
    if (!(width > 0) || !std::isfinite(width))
        throw error(std::string("ditto: ") + what + " must be positive and finite, not " + std::to_string(width));
    return width;
}
}  // namespace detail

/// s up to |r| = width, 2 width |r| - width² beyond: Huber 1964, doi:10.1214/aoms/1177703732.
struct huber {
    double width = 1.0;  ///< the |r| where it turns from quadratic to linear, in units of r
    static constexpr auto rho(auto s, auto width) { return select(s <= width * width, s, 2.0 * width * sqrt(s) - width * width); }
    std::array<double, 1> parameters() const { return {detail::positive_width(width, "the width of huber")}; }
};

/// 2 width² (√(1 + s / width²) - 1): like huber, and smooth.
struct soft_l1 {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) { return 2.0 * s / (1.0 + sqrt(1.0 + s / (width * width))); }
    std::array<double, 1> parameters() const { return {detail::positive_width(width, "the width of soft_l1")}; }
};

/// width² log(1 + s / width²): grows as the logarithm.
struct cauchy {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) { return width * width * log1p(s / (width * width)); }
    std::array<double, 1> parameters() const { return {detail::positive_width(width, "the width of cauchy")}; }
};

/// width² arctan(s / width²): stays below width² π / 2.
struct arctan {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) { return width * width * atan(s / (width * width)); }
    std::array<double, 1> parameters() const { return {detail::positive_width(width, "the width of arctan")}; }
};

/// width² / 3 (1 - (1 - s / width²)³) up to |r| = width, constant beyond: Beaton and Tukey 1974, doi:10.2307/1267936. What is
/// farther out has no influence at all, and cannot come back: start near the solution.
struct tukey {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) {
        const auto t = s / (width * width);
        return select(t > 1.0, width * width / 3.0, s * (1.0 - t + t * t / 3.0));  // of NaN NaN
    }
    std::array<double, 1> parameters() const { return {detail::positive_width(width, "the width of tukey")}; }
};

/// s / (1 + s / width²): stays below width². Geman and McClure 1985.
struct geman_mcclure {
    double width = 1.0;
    static constexpr auto rho(auto s, auto width) { return s / (1.0 + s / (width * width)); }
    std::array<double, 1> parameters() const { return {detail::positive_width(width, "the width of geman_mcclure")}; }
};

/// Barron's general loss, of which others are special cases: shape 2 is s, 1 soft_l1, 0 logarithmic, -2 Geman-McClure's.
///
///     ρ = 2 width² |a - 2| / a ((s / (width² |a - 2|) + 1)^(a/2) - 1)      Barron 2019, arXiv:1701.03077, eq. 9
///
/// and its limits at shapes 0 and 2.
struct barron {
    double shape = 1.0;  ///< a, at most 2
    double width = 1.0;
    static constexpr auto rho(auto s, auto shape, auto width) {
        const auto t = s / (width * width);
        const auto distance = max(2.0 - shape, 1e-9);
        const auto logarithm = log1p(t / distance), a = select(shape == 0.0, 1.0, shape);
        const auto general = select(shape == 0.0, 0.5 * logarithm, expm1(0.5 * a * logarithm) / a);
        return select(shape >= 2.0, s, 2.0 * width * width * distance * general);
    }
    std::array<double, 2> parameters() const {
        if (!(shape <= 2.0) || !std::isfinite(shape))
            throw error("ditto: the shape of barron must be finite and at most 2, not " + std::to_string(shape));
        return {shape, detail::positive_width(width, "the width of barron")};
    }
};

namespace detail {
template <class L>
inline constexpr std::size_t parameter_count = std::tuple_size_v<decltype(std::declval<const L&>().parameters())>;

template <class L, class S, std::size_t N>
constexpr auto rho_of(const S& s, const std::array<S, N>& parameters, std::size_t first) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) { return L::rho(s, parameters[first + I]...); }(
        std::make_index_sequence<parameter_count<L>>{});
}
}  // namespace detail

/// factor × ρ(s).
template <loss L>
struct scaled {
    L inner;
    double factor = 1.0;
    static constexpr auto rho(auto s, auto... parameters) {
        constexpr std::size_t last = sizeof...(parameters) - 1;
        const std::array<decltype(s), last + 1> all{parameters...};
        return all[last] * detail::rho_of<L>(s, all, 0);
    }
    auto parameters() const {
        std::array<double, detail::parameter_count<L> + 1> all{};
        const auto own = inner.parameters();
        for (std::size_t i = 0; i < own.size(); ++i) all[i] = own[i];
        all.back() = detail::positive_width(factor, "the factor of a scaled loss");
        return all;
    }
};
template <class L>
scaled(L, double) -> scaled<L>;

/// outer(inner(s)).
template <loss Outer, loss Inner>
struct composed {
    Outer outer;
    Inner inner;
    static constexpr auto rho(auto s, auto... parameters) {
        const std::array<decltype(s), sizeof...(parameters)> all{parameters...};
        const decltype(s) between = detail::rho_of<Inner>(s, all, detail::parameter_count<Outer>);
        return detail::rho_of<Outer>(between, all, 0);
    }
    auto parameters() const {
        constexpr std::size_t first = detail::parameter_count<Outer>, second = detail::parameter_count<Inner>;
        std::array<double, first + second> all{};
        const auto a = outer.parameters();
        const auto b = inner.parameters();
        for (std::size_t i = 0; i < first; ++i) all[i] = a[i];
        for (std::size_t i = 0; i < second; ++i) all[first + i] = b[i];
        return all;
    }
};
template <class Outer, class Inner>
composed(Outer, Inner) -> composed<Outer, Inner>;

}  // namespace ditto
