// expect: vector plus a number has no meaning: add a vector
// A number is not added to each component by itself.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return (q - p) + 1.0; });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(
    [](auto p, auto q) { return (q - p) + ditto::vec{1.0, 1.0}; });
#endif
