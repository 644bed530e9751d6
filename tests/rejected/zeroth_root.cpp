// expect: there is no zeroth root
// root_of<Kind, N> is the kind whose N-th power is of that kind.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::root_of<ditto::length, 0>>([](auto x) { return x - 1.0; });
#else
constexpr auto definition = ditto::residual<ditto::root_of<ditto::length, 2>>([](auto x) { return x - 1.0; });
#endif
