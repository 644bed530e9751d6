// expect: needs_a_pure_number.*area
// Exponential, logarithm, tanh and powers are of pure numbers; sine, cosine and tangent take angles too.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return exp(a * b); });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return exp(a / b); });
#endif
