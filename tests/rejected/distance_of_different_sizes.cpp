// expect: different sizes
// A place in space is no place in the plane.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::point2, ditto::point3>([](auto p, auto q) { return distance(p, q); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point3>([](auto p, auto q) {
    return distance(p, ditto::point{q[0], q[1]});
});
#endif
