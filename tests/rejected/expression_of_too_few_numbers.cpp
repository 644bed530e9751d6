// expect: needs a number for each argument
// An expression is called with a number for each of its arguments.
#include <ditto/define.hpp>

constexpr ditto::arg<0> x;
constexpr ditto::arg<1> y;
#ifdef SHOULD_FAIL
double value = (x * y)(1.0);
#else
double value = (x * y)(1.0, 2.0);
#endif
