// expect: write ditto::literal
// An expression's type holds its numbers, and the type of 2.0 does not say which number it is.
#include <ditto/define.hpp>

constexpr ditto::arg<0> x;
#ifdef SHOULD_FAIL
constexpr auto twice = 2.0 * x;
#else
constexpr auto twice = ditto::literal<2.0>{} * x;
#endif
