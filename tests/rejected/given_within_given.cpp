// expect: given is a whole argument
// What is given is given once.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::real, ditto::given<ditto::given<ditto::real>>>(
    [](auto x, auto y) { return x - y; });
#else
constexpr auto definition = ditto::residual<ditto::real, ditto::given<ditto::real>>(
    [](auto x, auto y) { return x - y; });
#endif
