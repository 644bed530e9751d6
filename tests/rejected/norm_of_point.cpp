// expect: point has no norm: write norm
// How far, from where?
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2>(
    [](auto p) { return norm(p) - 1.0; });
#else
constexpr auto definition = ditto::residual<ditto::point2>(
    [](auto p) { return norm(p - ditto::origin) - 1.0; });
#endif
