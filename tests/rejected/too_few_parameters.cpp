// expect: one argument for each kind
// The function must take as many arguments as there are kinds, in their order.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x) { return x * x; });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return x * y; });
#endif
