// expect: select
// A definition is traced once, for all values of its arguments: which branch to take is not known then.
// select keeps both.
#include <ditto/define.hpp>

constexpr auto definition = ditto::residual<ditto::real, ditto::real>([](auto x, auto y) {
#ifdef SHOULD_FAIL
    if (x < y) return x - y;
    return y * y;
#else
    return select(x < y, x - y, y * y);
#endif
});
