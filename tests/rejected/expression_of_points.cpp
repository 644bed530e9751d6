// expect: arguments of an expression are scalars
// Expressions are over scalars: a point has two arguments.
#include <ditto/define.hpp>

constexpr ditto::arg<0> x;
constexpr ditto::arg<1> y;
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::point2>(x * y);
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::length>(x * y);
#endif
