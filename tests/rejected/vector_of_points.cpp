// expect: of scalar kinds.*array<point2, N>
// The components of a vector are scalars. An array has elements of any kind.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::vec_of<ditto::point2, 2>>(
    [](auto ends) { return norm(ends[1] - ends[0]); });
#else
constexpr auto definition = ditto::residual<ditto::array<ditto::point2, 2>>(
    [](auto ends) { return norm(ends[1] - ends[0]); });
#endif
