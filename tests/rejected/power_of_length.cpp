// expect: needs_a_pure_number.*length.*multiply_as_in_x_times_x
// An exponent is not part of a type, so the dimension of a power is not known. Multiply, or divide by a scale first.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::given<ditto::length>>(
    [](auto x, auto) { return pow(x, 2); });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::given<ditto::length>>(
    [](auto x, auto scale) { return x * x + scale * scale * pow(x / scale, 2.5); });
#endif
