// expect: write select.*!a
// Conditions are not bool. Exchange the branches, or compare the other way round.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return select(!(x < y), x, y); });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return select(x < y, y, x); });
#endif
