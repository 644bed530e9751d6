// expect: a number minus a vector
// Vectors subtract from vectors.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::vec2>([](auto v) { return norm(1.0 - v); });
#else
constexpr auto definition = ditto::residual<ditto::vec2>([](auto v) { return norm(ditto::vec{1.0, 1.0} - v); });
#endif
