// expect: point moves by a vector, not by a number
// Which way would it move?
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return q - (p + 1.0); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return q - (p + ditto::vec{1.0, 0.0}); });
#endif
