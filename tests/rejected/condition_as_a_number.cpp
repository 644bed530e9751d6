// expect: condition is no number.*select
// A comparison says which of two numbers to take, and is none itself.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return y * (x < y); });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto y) { return y * select(x < y, 1.0, 0.0); });
#endif
