// expect: (length.*angle)|(angle.*length)
// Only what has one dimension compares.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(
    [](auto l, auto a) { return select(l < a, l, 2 * l); });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(
    [](auto l, auto a) { return select(a < 1, l, 2 * l); });
#endif
