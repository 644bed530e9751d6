// expect: needs_an_angle_or_a_pure_number.*area
// Sine, cosine, exp, log, tanh and powers are of angles or pure numbers.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return exp(a * b); });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return exp(a / b); });
#endif
