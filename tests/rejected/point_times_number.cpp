// expect: point times a number has no meaning: scale vectors
// Twice a place would depend on where the origin lies. Scale the way between places.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return q - p * 0.5; });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return q - (p + (q - p) * 0.5); });
#endif
