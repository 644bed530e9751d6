// expect: named by kinds
// Kinds say what an argument is: ditto::real for a number.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<double>([](auto x) { return x; });
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return x; });
#endif
