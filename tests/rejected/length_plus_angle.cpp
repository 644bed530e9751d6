// expect: (length.*angle)|(angle.*length)
// Only what has one dimension adds.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(
    [](auto l, auto a) { return l + a; });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(
    [](auto l, auto a) { return l + l * sin(a); });
#endif
