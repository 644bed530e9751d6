// expect: must return
// A row of a residual is a number.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { (void)sqrt(x); });
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return sqrt(x); });
#endif
