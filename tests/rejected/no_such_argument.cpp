// expect: arguments are counted from 0
// Facts are asked of arguments by their number, the first being 0.
#include <ditto/define.hpp>

constexpr auto definition = ditto::residual<ditto::real, ditto::real>([](auto x, auto y) { return x * y; });
#ifdef SHOULD_FAIL
static_assert(definition.is_linear_in<2>());
#else
static_assert(definition.is_linear_in<1>());
#endif
