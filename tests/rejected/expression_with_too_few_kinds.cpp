// expect: one kind for each argument
// The expression's arguments are numbered from 0, and each needs its kind.
#include <ditto/define.hpp>

constexpr ditto::arg<0> x;
constexpr ditto::arg<1> y;
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real>(x * y);
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(x * y);
#endif
