// expect: cannot_combine_different_dimensions.*((length.*angle)|(angle.*length))
// The arguments of an expression get their dimensions with their kinds, and are then checked like those of a function.
#include <ditto/define.hpp>

constexpr ditto::arg<0> x;
constexpr ditto::arg<1> y;
constexpr ditto::arg<2> scale;
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::angle>(x + y);
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::angle, ditto::given<ditto::length>>(x / scale + sin(y));
#endif
