#pragma once

#include <ditto/kernel/functions/exponential.hpp>

namespace ditto {
namespace detail {

/// Constants of the error function.
///
///   middle  erf and erfc are 1/2 there
///   near    erf(x) = x + x (n0 + n1 z + …), z = x², |x| <= middle, least relative error (0.017 ulp; float 0.016)
///   far     exp(x²) erfc(x) (x + shift) = f0 + t (f1 + t (c0 + c1 t + …)) with c the curvature, f0 in two parts and
///           t = (x - shift) / (x + shift), from middle to `last`, beyond which erfc is 0 to the last digit; the same
///           (0.012 ulp; float 0.019). The variable is that of Shepherd and Laframboise, Chebyshev approximation of
///           (1 + 2 x) exp(x²) erfc x in 0 <= x < infinity, Mathematics of Computation 36, 1981.
/// The polynomials are our own, by the Remez exchange in 60 digits, rounded to the nearest numbers.
template <class Scalar>
struct error_function;

template <>
struct error_function<double> {
    static constexpr double middle = 0.4769, last = 27.3, shift = 3;
    static constexpr double near[] = {0x1.06eba8214db68p-3,  -0x1.812746b0379cfp-2,  0x1.ce2f21a040082p-4,
                                      -0x1.b82ce3109dfbp-6,  0x1.565bcc607ff5ep-8,   -0x1.c02d6eb075782p-11,
                                      0x1.f992e5c394805p-14, -0x1.f29790b98cea8p-17, 0x1.8f4be14d5c535p-20};
    static constexpr double far[] = {0x1.12f21ddd9f5e2p+0, -0x1.c44c471baa376p-1}, far_low = -0x1.9c3c292138228p-54;
    static constexpr double curvature[] = {
        0x1.2e326945de2bdp-1,   -0x1.3deb21415dca6p-2, 0x1.e995f11b16363p-4,   -0x1.b78993d6b3048p-6,
        -0x1.3dd3e70b35917p-10, 0x1.8dae3a269a20ap-9,  -0x1.1f78e1c485dc6p-11, -0x1.2238fd747497ap-12,
        0x1.c325523c565fbp-14,  0x1.fdff3aa40013bp-16, -0x1.251ca93d431efp-16, -0x1.3eb6192b1b1b5p-18,
        0x1.7349fb892db3p-19,   0x1.0bfa4914d0642p-20, -0x1.b84544bfc72a1p-22, -0x1.f18f2d1b7b69ep-23,
        0x1.a44087e5bae41p-25,  0x1.9a1b32c3d43cbp-25, -0x1.c50ea9a4eed29p-29, -0x1.9f3744b8bcf4fp-28};
};
template <>
struct error_function<float> {
    static constexpr float middle = 0.4769f, last = 10.1f, shift = 3;
    static constexpr float near[] = {0x1.06eba8p-3f, -0x1.812738p-2f, 0x1.ce278ap-4f, -0x1.b6b328p-6f, 0x1.38253cp-8f};
    static constexpr float far[] = {0x1.12f21ep+0f, -0x1.c44c48p-1f}, far_low = -0x1.e2c1cep-28f;
    static constexpr float curvature[] = {0x1.2e3266p-1f,   -0x1.3deafcp-2f, 0x1.e998c2p-4f,  -0x1.b7a482p-6f,
                                          -0x1.438b54p-10f, 0x1.90f874p-9f,  -0x1.ed495p-12f, -0x1.3a10f2p-12f};
};

/// erf(x) of |x| <= middle.
template <class T>
DITTO_ALWAYS_INLINE T erf_near(T x) {
    const T z = x * x;
    return multiply_add(x, polynomial(z, z * z, error_function<scalar_of<T>>::near), x);
}

/// erfc(x) of x >= middle: exp(-x²), with the square to twice the digits, times what varies slowly.
template <class T>
DITTO_ALWAYS_INLINE T erfc_far(T x) {
    using constants = error_function<scalar_of<T>>;
    const T shift(constants::shift), last(constants::last), one(scalar_of<T>(1));
    const T inside = select(x > last, last, x);
    const auto below = exact_sum(inside, shift);
    const T inverse = one / below.high;
    const twofold<T> reciprocal{inverse, inverse * (remainder(one, inverse, below.high) - inverse * below.low)};
    const auto t = exact_sum(inside, -shift) * reciprocal;
    const auto slope =
        exact_sum_ordered(T(constants::far[1]), t.high * polynomial(t.high, t.high * t.high, constants::curvature));
    const auto line = t * slope, slow = exact_sum_ordered(T(constants::far[0]), line.high);

    const auto square = exact_product(inside, inside);
    const auto [n, power] = exp_of_sum(-square.high, -square.low);
    const auto product = power * reciprocal;
    return scale(multiply_add(product.high, slow.high,
                              product.high * (slow.low + (line.low + T(constants::far_low))) + product.low * slow.high),
                 n);
}

}  // namespace detail

/// Error function, within 2 ulp.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> erf(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number middle(detail::error_function<Scalar>::middle), magnitude = abs(x);
    const auto far = magnitude > middle;
    const number beyond = number(Scalar(1)) - detail::erfc_far(select(far, magnitude, middle));
    return select(far, detail::copy_sign(beyond, x), detail::erf_near(x));
}

/// Complementary error function 1 - erf(x), within 2 ulp (float without fused multiply-add 2.1), down to the last
/// subnormal result.
template <class Scalar, class Architecture>
DITTO_ALWAYS_INLINE packed<Scalar, Architecture> erfc(packed<Scalar, Architecture> x) {
    using number = packed<Scalar, Architecture>;
    const number middle(detail::error_function<Scalar>::middle), magnitude = abs(x), zero(Scalar(0));
    const auto far = magnitude > middle;
    const number beyond = detail::erfc_far(select(far, magnitude, middle));
    const number near = number(Scalar(1)) - detail::erf_near(x);
    return select(far, select(x < zero, number(Scalar(2)) - beyond, beyond), near);
}

}  // namespace ditto
