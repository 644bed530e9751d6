// expect: vectors have two products: write dot
// The product that gives a number is dot, the one that gives an area or a perpendicular vector is cross.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto r) { return (q - p) * (r - p); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto r) { return dot(q - p, r - p); });
#endif
