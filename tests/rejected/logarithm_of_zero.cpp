// expect: constant_outside_domain.*log
// Constants are folded while the definition is traced, and this one has no logarithm.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x + log(x - x); });
#else
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x + log(x - x + 1.0); });
#endif
