// expect: cannot_combine_different_dimensions.*angle.*pure_number.*repair
// An angle is no pure number, and a sine is one. Where a number is both, as the anomaly in Kepler's equation, it is a
// real.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::angle, ditto::real>(
    [](auto E, auto) { return E - 0.1 * sin(E); });
#else
constexpr auto definition = ditto::residual<ditto::angle, ditto::real>(
    [](auto, auto E) { return E - 0.1 * sin(E); });
#endif
