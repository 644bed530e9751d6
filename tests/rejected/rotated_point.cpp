// expect: a point turns about another
// A rotation of a place has a centre.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::angle, ditto::point2, ditto::point2>(
    [](auto angle, auto p, auto q) { return rotate(angle, p) - q; });
#else
constexpr auto definition = ditto::residual<ditto::angle, ditto::point2, ditto::point2>(
    [](auto angle, auto p, auto q) { return q + rotate(angle, p - q) - p; });
#endif
