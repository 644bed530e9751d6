// expect: places do not add
// A sum of places depends on where the origin is. Their mean does not, nor does a sum of displacements.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::array<ditto::point2, 3>>(
    [](auto corners) { return sum(corners); });
#else
constexpr auto definition = ditto::residual<ditto::array<ditto::point2, 3>>(
    [](auto corners) { return mean(corners); });
#endif
