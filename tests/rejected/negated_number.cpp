// expect: a condition is no number, nor a number a condition
// ! negates what holds or does not: compare the number with something.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return select(!x, x, y); });
#else
constexpr auto definition =
    ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return select(!(x < y), x, y); });
#endif
