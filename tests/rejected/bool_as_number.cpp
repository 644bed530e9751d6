// expect: a condition is no number
// What holds or does not is not 1 or 0, among numbers known to the compiler too.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return x + true; });
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return x + 1; });
#endif
