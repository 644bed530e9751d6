// expect: one argument for each kind, of type auto
// The function is called with symbols, which stand for all values.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>([](double x) { return x * x; });
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return x * x; });
#endif
