// expect: dot product is of vectors
// Angles are between ways, not between places.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto) { return dot(p, q); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto r) { return dot(p - r, q - r); });
#endif
