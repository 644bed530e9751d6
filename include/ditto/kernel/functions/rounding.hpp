#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/twofold.hpp>

namespace ditto {
namespace detail {
#if defined(__SSE2__) && !defined(__SSE4_1__)
inline constexpr bool rounds_in_one_instruction = false;
#else
inline constexpr bool rounds_in_one_instruction = true;
#endif

#if defined(__AVX512F__)
/// In the intrinsic's zeroing form with a full mask: of the plain one, g++ 12 warns that it reads what is not initialised
/// (GCC bug 105593).
template <int Mode, class T>
DITTO_ALWAYS_INLINE T round_scaled(T x) {
    using vector = typename T::vector_type;
    if constexpr (sizeof(scalar_of<T>) == 8) return T(vector(_mm512_maskz_roundscale_pd(0xff, __m512d(x.lanes), Mode)));
    else return T(vector(_mm512_maskz_roundscale_ps(0xffff, __m512(x.lanes), Mode)));
}
inline constexpr int round_down = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC,
                     round_up = _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC,
                     round_towards_zero = _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC;
#endif
}  // namespace detail

/// Towards zero. Infinity and NaN stay, and so does the sign of zero, here and in all of rounding.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> trunc(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
#if defined(__AVX512F__)
    if constexpr (sizeof x == 64) return detail::round_scaled<detail::round_towards_zero>(x);
#endif
    if constexpr (detail::rounds_in_one_instruction) return number(xsimd::trunc(x.native()));
    const number magnitude = abs(x), shift(detail::layout<Scalar>::round * Scalar(2) / Scalar(3));
    const number whole = (magnitude + shift) - shift;  // beyond `shift` every number is whole
    const number down = whole - select(whole > magnitude, number(Scalar(1)), number(Scalar(0)));
    return select(magnitude < shift, detail::copy_sign(down, x), x);
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> floor(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
#if defined(__AVX512F__)
    if constexpr (sizeof x == 64) return detail::round_scaled<detail::round_down>(x);
#endif
    if constexpr (detail::rounds_in_one_instruction) return number(xsimd::floor(x.native()));
    const number whole = trunc(x);
    return whole - select(whole > x, number(Scalar(1)), number(Scalar(0)));
}
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> ceil(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
#if defined(__AVX512F__)
    if constexpr (sizeof x == 64) return detail::round_scaled<detail::round_up>(x);
#endif
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
template <class T>
[[gnu::noinline, gnu::cold]] T fmod_of_lanes(T a, T b) {
    T result;
    for (std::size_t lane = 0; lane < T::size; ++lane) result.lanes[lane] = std::fmod(a.lanes[lane], b.lanes[lane]);
    return result;
}
}  // namespace detail

/// Remainder a - b trunc(a / b) with the sign of a, zero included.
///
///   error    none
///   special  b = 0, infinite a and NaN give NaN; infinite b gives a
///   cost     1 division; quotients of more digits than a number has, lane by lane by std::fmod
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> fmod(packed<Scalar, Architecture> a, packed<Scalar, Architecture> b) {
    using number = packed<Scalar, Architecture>;
    const number quotient = a / b;
    const number limit(Scalar(1) / std::numeric_limits<Scalar>::epsilon());
    const number tiny(std::numeric_limits<Scalar>::min() / std::numeric_limits<Scalar>::epsilon());
    const number large(std::numeric_limits<Scalar>::max() / 4);
    if (!detail::all<number>((abs(quotient) < limit) & (abs(a) < large) & (abs(b) < large) & (abs(b) > tiny)))
        [[unlikely]]
        return detail::fmod_of_lanes(a, b);

    const number zero(Scalar(0)), rest = detail::remainder(a, trunc(quotient), b);
    const auto outside = ((rest < zero) & (a > zero)) | ((rest > zero) & (a < zero));  // the quotient was rounded up
    return detail::copy_sign(select(outside, rest + detail::copy_sign(abs(b), a), rest), a);
}

}  // namespace ditto
