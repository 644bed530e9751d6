// expect: constant_outside_domain.*divide
// The denominator is zero for all values of the arguments.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return x / (y - y); });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return x / (y + y); });
#endif
