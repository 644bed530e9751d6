// expect: point plus a point
// Places are affine: their differences are vectors, and a vector leads from one place to another.
// Their sum has no meaning.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return norm(p + q); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return norm(p - q); });
#endif
