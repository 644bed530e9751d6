// expect: vector minus a point has no meaning: subtract points
// A vector leads from a place to a place, from a vector nothing leads to a place.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto r) { return (q - p) - r; });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto r) { return (q - p) - (r - p); });
#endif
