// expect: needs_an_angle_or_a_pure_number.*length
// Sine, cosine and tangent are of angles or pure numbers. Divide by a length first.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return sin(a); });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return sin(a / b); });
#endif
