// expect: an angle is between vectors
// The angle at which two places are seen depends on where from.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return angle_between(p, q); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto a) { return angle_between(p - a, q - a); });
#endif
