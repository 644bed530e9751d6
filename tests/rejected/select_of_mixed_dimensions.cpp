// expect: (length.*angle)|(angle.*length)
// Both branches of select are of one dimension, which is the result's.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(
    [](auto l, auto a) { return select(l < 1, l, a); });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(
    [](auto l, auto a) { return select(l < 1, a, 2 * a); });
#endif
