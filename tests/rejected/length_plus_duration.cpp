// expect: cannot_combine_different_dimensions.*length.*duration.*repair
// A length and a duration make a length again with a speed between them.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::duration, ditto::given<ditto::speed>>(
    [](auto x, auto t, auto) { return x + t; });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::duration, ditto::given<ditto::speed>>(
    [](auto x, auto t, auto v) { return x + v * t; });
#endif
