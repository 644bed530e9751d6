// expect: a point has no direction
// The direction in which a place lies is seen from another.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2>([](auto p) { return normalise(p); });
#else
constexpr auto definition =
    ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return normalise(p - q); });
#endif
