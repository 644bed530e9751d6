#pragma once

#include <cmath>
#include <ditto/kernel/twofold.hpp>

namespace ditto {
namespace detail {
#if defined(__SSE2__) && !defined(__SSE4_1__)
inline constexpr bool rounds_in_one_instruction = false;
#else
inline constexpr bool rounds_in_one_instruction = true;
#endif
}  // namespace detail

/// Towards zero. Infinity and NaN stay, and so does the sign of zero, here and in all of rounding.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> trunc(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    if constexpr (detail::rounds_in_one_instruction) return number(xsimd::trunc(x.native()));
    const number magnitude = abs(x), shift(detail::layout<Scalar>::round * Scalar(2) / Scalar(3));
    const number whole = (magnitude + shift) - shift;  // beyond `shift` every number is whole
    const number down = whole - select(whole > magnitude, number(Scalar(1)), number(Scalar(0)));
    return select(magnitude < shift, detail::copy_sign(down, x), x);
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> floor(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    if constexpr (detail::rounds_in_one_instruction) return number(xsimd::floor(x.native()));
    const number whole = trunc(x);
    return whole - select(whole > x, number(Scalar(1)), number(Scalar(0)));
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> ceil(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    if constexpr (detail::rounds_in_one_instruction) return number(xsimd::ceil(x.native()));
    const number whole = trunc(x);
    return detail::copy_sign(whole + select(whole < x, number(Scalar(1)), number(Scalar(0))), x);
}
/// To the nearest, halves away from zero.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> round(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number below_half(Scalar(0.5) - std::numeric_limits<Scalar>::epsilon() / 4);
    return detail::copy_sign(trunc(abs(x) + below_half), x);
}

/// As std::min and std::max: of equal numbers the first, and the first also where either is NaN.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> min(packed<Scalar, Architecture> a, packed<Scalar, Architecture> b) {
    return select(b < a, b, a);
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> max(packed<Scalar, Architecture> a, packed<Scalar, Architecture> b) {
    return select(a < b, b, a);
}

namespace detail {
/// Floored remainder of one number: what `mod` of a batch gives in every lane.
template <class Scalar>
Scalar mod_of_number(Scalar a, Scalar b) {
    const Scalar rest = std::fmod(a, b);  // exact, with the sign of a
    if (rest == 0) return std::copysign(rest, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
}
template <class T>
[[gnu::noinline, gnu::cold]] T mod_of_lanes(T a, T b) {
    T result;
    for (std::size_t lane = 0; lane < T::size; ++lane) {
        const scalar_of<T> one = a.lanes[lane], other = b.lanes[lane];
        result.lanes[lane] = mod_of_number(one, other);
    }
    return result;
}
}  // namespace detail

/// Floored remainder a - b floor(a / b), for angles and periods: it has the sign of b, zero included, and lies in [0, b), or
/// is b where the exact remainder is nearer to b than to any smaller number, as for a = -1e-30, b = 1.
///
///   error    rounded once: exact wherever a and b have one sign
///   special  b = 0, infinite a and NaN give NaN; b = ±infinity gives a where signs agree or a = 0, otherwise b
///   cost     1 division; quotients of more digits than a number has, lane by lane by std::fmod
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> mod(packed<Scalar, Architecture> a, packed<Scalar, Architecture> b) {
    using number = packed<Scalar, Architecture>;
    const number quotient = a / b;
    const number limit(Scalar(1) / std::numeric_limits<Scalar>::epsilon());
    const number tiny(std::numeric_limits<Scalar>::min() / std::numeric_limits<Scalar>::epsilon());
    const number large(std::numeric_limits<Scalar>::max() / 4);
    if (!detail::all<number>((abs(quotient) < limit) & (abs(a) < large) & (abs(b) < large) & (abs(b) > tiny)))
        [[unlikely]]
        return detail::mod_of_lanes(a, b);

    const number zero(Scalar(0)), rest = detail::remainder(a, floor(quotient), b);
    const auto outside = ((rest < zero) & (b > zero)) | ((rest > zero) & (b < zero));  // the quotient was rounded up
    return detail::copy_sign(select(outside, rest + b, rest), b);
}

}  // namespace ditto
