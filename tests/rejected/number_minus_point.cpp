// expect: a number minus a point
// What is left of a number without a place?
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2>([](auto p) { return norm(1.0 - p); });
#else
constexpr auto definition = ditto::residual<ditto::point2>([](auto p) { return norm(ditto::origin - p); });
#endif
