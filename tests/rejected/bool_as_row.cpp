// expect: a condition is no number
// A row is a number, and true is none.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>([](auto) { return true; });
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto) { return 1.0; });
#endif
