// expect: (length.*area)|(area.*length)
// A choice between literals is what they are: a pure number as a factor, of the other's dimension as a summand.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::given<ditto::area>>(
    [](auto l, auto area) { return select(l < 0, -1.0, 1.0) * l - area; });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::given<ditto::area>>(
    [](auto l, auto area) { return select(l < 0, -1.0, 1.0) * l * l - area; });
#endif
