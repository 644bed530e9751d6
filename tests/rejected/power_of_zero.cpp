// expect: constant_outside_domain.*pow
// Zero has no negative power.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x + pow(0.0 * x, -2); });
#else
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x + pow(0.0 * x + 1.0, -2); });
#endif
