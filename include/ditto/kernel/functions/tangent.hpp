#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/sincos.hpp>
#include <ditto/kernel/twofold.hpp>
#include <iterator>

namespace ditto {
namespace detail {

template <class T>
[[gnu::noinline, gnu::cold]] T tan_of_lanes(T x) {
    T result;
    for (std::size_t lane = 0; lane < T::size; ++lane) result.lanes[lane] = std::tan(x.lanes[lane]);
    return result;
}

}  // namespace detail

/// Tangent, within 1.5 ulp; poles are never hit.
///
///   beyond  sincos' limit the whole batch by the standard library; infinity and NaN give NaN
///   method  sincos' reduction with what it rounds off; sine and cosine, each in two parts, divided
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> tan(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    using constants = detail::trigonometry<Scalar>;
    constexpr int sign_bit = sizeof(Scalar) * 8 - 1;

    const number magnitude = abs(x);
    if (!detail::all<number>(magnitude <= number(constants::limit))) [[unlikely]]
        return detail::tan_of_lanes(x);

    const number shifted = multiply_add(magnitude, number(Scalar(0x1.45f306dc9c883p-1)), number(constants::round));
    const number quadrants = shifted - number(constants::round);
    constexpr std::size_t last = std::size(constants::half_pi) - (*std::rbegin(constants::half_pi) == 0 ? 2 : 1);
    number near = multiply_add(quadrants, number(-constants::half_pi[0]), magnitude), low(Scalar(0));  // exact
    for (std::size_t part = 1; part < last; ++part) {
        const auto product = detail::exact_product(quadrants, number(constants::half_pi[part]));
        const auto difference = detail::exact_sum(near, -product.high);
        near = difference.high;
        low = low + (difference.low - product.low);
    }
    const auto [r, tail] = detail::exact_sum(near, multiply_add(quadrants, number(-constants::half_pi[last]), low));

    const number one(Scalar(1)), half(Scalar(0.5)), z = r * r, z2 = z * z;
    const number bent = multiply_add(r, z * detail::polynomial(z, z2, constants::sine), tail * (one - z * half));
    const number flat = multiply_add(z2, detail::polynomial(z, z2, constants::cosine), -(r * tail));
    const auto sine = detail::exact_sum_ordered(r, bent), level = detail::exact_sum_ordered(one, z * -half);
    const auto cosine = detail::exact_sum_ordered(level.high, level.low + flat);

    const auto quadrant = detail::bits_of(shifted);
    const auto even = (quadrant & 1) == 0;
    const auto quotient =
        detail::twofold<number>{select(even, sine.high, cosine.high), select(even, sine.low, cosine.low)} /
        detail::twofold<number>{select(even, cosine.high, sine.high), select(even, cosine.low, sine.low)};
    const number tangent = quotient.high + quotient.low;
    const auto negative = ((quadrant << sign_bit) ^ detail::bits_of(x)) & detail::bits_of(number(Scalar(-0.0)));
    return detail::number_of<number>(detail::bits_of(tangent) ^ negative);
}

}  // namespace ditto
