// expect: a cross product is of vectors
// The area that two places span depends on where the origin is.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return cross(p, q); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2, ditto::point2>(
    [](auto p, auto q, auto a) { return cross(p - a, q - a); });
#endif
