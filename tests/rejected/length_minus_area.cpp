// expect: (length.*area)|(area.*length)
// A product of lengths is an area.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return a - a * b; });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(
    [](auto a, auto b) { return a * a - a * b; });
#endif
