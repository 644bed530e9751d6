// expect: a condition is no number, nor a number a condition
// What holds or does not is not 1 or 0: say which number is meant.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return (x < y) + y; });
#else
constexpr auto definition =
    ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return select(x < y, 1, 0) + y; });
#endif
