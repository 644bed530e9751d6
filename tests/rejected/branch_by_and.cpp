// expect: write select.*a && b
// && evaluates its right side or does not: a branch. Conditions nest instead.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return select(0 < x && x < y, x, y); });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return select(0 < x, select(x < y, x, y), y); });
#endif
