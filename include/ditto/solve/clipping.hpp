#pragma once

#include <ditto/solve/require_option.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace ditto {

/// What is cut from a gradient before a rule sees it, and from the update that the rule makes of it. Infinite: nothing.
struct clipping {
    static constexpr double none = std::numeric_limits<double>::infinity();

    double value = none;   ///< largest |∂f/∂x|: each is clamped
    double norm = none;    ///< largest ‖∇f‖, after that: times norm / (‖∇f‖ + 1e-6) if < 1 (Pascanu, arXiv:1211.5063)
    double update = none;  ///< largest component of the update, before the learning rate and decoupled decay

    void check() const {
        detail::require_option(value > 0, "clip.value", "be positive", value);
        detail::require_option(norm > 0, "clip.norm", "be positive", norm);
        detail::require_option(update > 0, "clip.update", "be positive", update);
    }
};

namespace detail {

template <class Scalar>
Scalar clamped(Scalar a, Scalar largest) {
    return std::clamp(a, -largest, largest);
}

/// What shortens a clamped gradient to the norm; `largest` is its largest component, which keeps squares in range.
template <class Scalar>
Scalar shortening(std::span<const Scalar> gradient, Scalar largest, const clipping& clip) {
    const auto value = static_cast<Scalar>(clip.value), norm = static_cast<Scalar>(clip.norm);
    largest = std::min(largest, value);
    if (std::isinf(norm) || !(largest > 0)) return 1;
    Scalar squares = 0;
    for (const Scalar g : gradient) {
        const Scalar ratio = clamped(g, value) / largest;
        squares += ratio * ratio;
    }
    // The 1e-6 is customary. NaN, of a gradient below it by hundreds of decades, becomes 1.
    return std::min(Scalar(1), norm / largest / (std::sqrt(squares) + Scalar(1e-6) / largest));
}

}  // namespace detail
}  // namespace ditto
