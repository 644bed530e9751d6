// expect: a condition is no number
// A row is a number that a solver makes small: say which one stands for a condition that holds, and which for one that does not.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return x < 1.0; });
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return select(x < 1.0, 0.0, x - 1.0); });
#endif
