// expect: a point turns about another
// A rotation of a place has a centre.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::vec3, ditto::point3>([](auto w, auto p) { return rotate_angle_axis(w, p) - p; });
#else
constexpr auto definition =
    ditto::residual<ditto::vec3, ditto::point3>([](auto w, auto p) { return rotate_angle_axis(w, p - ditto::origin); });
#endif
