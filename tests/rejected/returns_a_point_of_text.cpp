// expect: must return
// A row of a residual is a number; arrays of numbers are several.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto) { return std::array<const char*, 1>{"x"}; });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::real>(
    [](auto x, auto) { return std::array{x}; });
#endif
