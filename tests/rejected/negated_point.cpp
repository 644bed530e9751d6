// expect: a point has no opposite: negate vectors
// The way back is the opposite of the way there; a place has none.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return -p - q; });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return -(p - q); });
#endif
