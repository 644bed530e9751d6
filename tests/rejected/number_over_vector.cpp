// expect: a number over a vector
// One divides by numbers.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::vec2>([](auto v) { return 1.0 / v; });
#else
constexpr auto definition = ditto::residual<ditto::vec2>([](auto v) { return 1.0 / norm(v); });
#endif
