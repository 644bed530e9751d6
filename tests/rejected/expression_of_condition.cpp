// expect: a condition is no number
// A row is a number that a solver makes small.
#include <ditto/define.hpp>

constexpr ditto::arg<0> x;
constexpr ditto::arg<1> y;
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(x < y);
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(select(x < y, x, y));
#endif
