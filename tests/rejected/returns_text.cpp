// expect: must return
// A row of a residual is a number.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return "nothing"; });
#else
constexpr auto definition = ditto::residual<ditto::real>(
    [](auto x) { return x; });
#endif
