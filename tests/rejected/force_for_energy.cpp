// expect: cannot_combine_different_dimensions.*force.*mechanical_energy.*repair
// A force is an energy only along a length.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::mechanical_energy, ditto::force, ditto::length>(
    [](auto e, auto f, auto) { return f - e; });
#else
constexpr auto definition = ditto::residual<ditto::mechanical_energy, ditto::force, ditto::length>(
    [](auto e, auto f, auto x) { return f * x - e; });
#endif
