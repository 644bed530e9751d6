// expect: (length.*angle)|(angle.*length)
// What is added to a number has its dimension.
#include <ditto/define.hpp>

constexpr auto definition = ditto::residual<ditto::length, ditto::angle>([](auto l, auto a) {
#ifdef SHOULD_FAIL
    l += a;
#else
    l += l * sin(a);
#endif
    return l - 1.0;
});
