// expect: constant_outside_domain.*sqrt
// Constants are folded while the definition is traced, and this one has no square root.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x + sqrt(0.0 * x - 4.0); });
#else
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x + sqrt(0.0 * x + 4.0); });
#endif
