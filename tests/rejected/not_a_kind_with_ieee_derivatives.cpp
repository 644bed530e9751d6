// expect: named by kinds
// Kinds say what an argument is, here as everywhere.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<double>([](auto x) { return sqrt(x); }, ditto::ieee_derivatives);
#else
constexpr auto definition = ditto::residual<ditto::real>([](auto x) { return sqrt(x); }, ditto::ieee_derivatives);
#endif
