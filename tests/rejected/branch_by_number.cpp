// expect: compare, and write select
// Whether a number is 0 is not known when a definition is traced.
#include <ditto/define.hpp>

constexpr auto definition = ditto::residual<ditto::real, ditto::real>([](auto x, auto y) {
#ifdef SHOULD_FAIL
    if (x) return y / x;
    return y;
#else
    return select(x != 0, y / x, y);
#endif
});
