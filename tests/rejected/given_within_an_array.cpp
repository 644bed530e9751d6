// expect: given is a whole argument
// Each argument of a definition is solved for or given as a whole.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::array<ditto::given<ditto::real>, 2>>(
    [](auto x, auto range) { return (x - range[0]) / (range[1] - range[0]); });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::given<ditto::array<ditto::real, 2>>>(
    [](auto x, auto range) { return (x - range[0]) / (range[1] - range[0]); });
#endif
