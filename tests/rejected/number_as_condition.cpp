// expect: a condition is no number, nor a number a condition
// select chooses by what holds or does not: compare the number with something.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return select(x, x * y, y); });
#else
constexpr auto definition =
    ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return select(x != 0, x * y, y); });
#endif
