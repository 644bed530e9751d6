// expect: a number has no norm: write abs
// A norm is of vectors.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length>([](auto l) { return norm(l); });
#else
constexpr auto definition = ditto::residual<ditto::length>([](auto l) { return abs(l); });
#endif
