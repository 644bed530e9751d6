// expect: a condition is no number, nor a number a condition
// Both branches of a select are numbers, or both are conditions.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return select(select(x < 0, y < 0, y), x, y); });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return select(select(x < 0, y < 0, y > 0), x, y); });
#endif
