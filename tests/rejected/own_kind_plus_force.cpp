// expect: quotient_of<ditto::mass, .*power_of<ditto::duration, 2>.*force.*repair
// Kinds of your own are checked by their dimension: a stiffness is a force over a length, which is a mass over a squared
// duration.
#include <ditto/define.hpp>

struct stiffness : ditto::quotient_of<ditto::force, ditto::length> {};
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::given<stiffness>, ditto::length, ditto::force>(
    [](auto k, auto, auto f) { return k - f; });
#else
constexpr auto definition = ditto::residual<ditto::given<stiffness>, ditto::length, ditto::force>(
    [](auto k, auto x, auto f) { return k * x - f; });
#endif
