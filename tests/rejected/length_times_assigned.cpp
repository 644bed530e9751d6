// expect: (length.*area)|(area.*length)
// A traced number keeps its dimension: what is of another one is another number.
#include <ditto/define.hpp>

constexpr auto definition = ditto::residual<ditto::length, ditto::area>([](auto l, auto a) {
#ifdef SHOULD_FAIL
    l *= l;
    return l - a;
#else
    auto square = l * l;
    square *= 2.0;
    return square - a;
#endif
});
