// expect: a matrix maps vectors: write
// Where a linear map takes a place depends on what it leaves alone.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::angle, ditto::point2>([](auto a, auto p) { return rotation_matrix(a) * p - p; });
#else
constexpr auto definition = ditto::residual<ditto::angle, ditto::point2>(
    [](auto a, auto p) { return rotation_matrix(a) * (p - ditto::origin); });
#endif
