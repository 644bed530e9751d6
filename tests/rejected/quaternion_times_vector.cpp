// expect: a quaternion turns a vector by rotate
// A product is of two quaternions. A quaternion turns vectors, and places about the origin.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::record<ditto::quaternion>, ditto::vec3>(
    [](auto q, auto v) { return q * v; });
#else
constexpr auto definition = ditto::residual<ditto::record<ditto::quaternion>, ditto::vec3>(
    [](auto q, auto v) { return rotate(q, v); });
#endif
