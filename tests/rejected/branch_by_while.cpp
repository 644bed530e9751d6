// expect: select
// How often a loop runs must be known to the compiler, which traces the definition once for all values of its arguments.
#include <ditto/define.hpp>

constexpr auto definition = ditto::residual<ditto::real>([](auto x) {
#ifdef SHOULD_FAIL
    while (x > 1) x = x - 1;
#else
    for (int i = 0; i < 3; ++i) x = select(x > 1, x - 1, x);
#endif
    return x;
});
