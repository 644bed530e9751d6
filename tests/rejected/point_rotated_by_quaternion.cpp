// expect: a point turns about another
// A rotation of a place has a centre.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::record<ditto::quaternion>, ditto::point3>([](auto q, auto p) { return rotate(q, p) - p; });
#else
constexpr auto definition = ditto::residual<ditto::record<ditto::quaternion>, ditto::point3>(
    [](auto q, auto p) { return rotate(q, p - ditto::origin); });
#endif
