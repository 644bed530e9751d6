// expect: cannot_combine_different_dimensions.*length.*speed.*repair
// A place moves by lengths: a velocity needs the time that it lasted.
#include <ditto/define.hpp>

struct velocity2 : ditto::vec_of<ditto::speed, 2> {};
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2, ditto::given<ditto::point2>, velocity2,
                                            ditto::given<ditto::duration>>(
    [](auto p, auto q, auto v, auto) { return p - (q + v); });
#else
constexpr auto definition = ditto::residual<ditto::point2, ditto::given<ditto::point2>, velocity2,
                                            ditto::given<ditto::duration>>(
    [](auto p, auto q, auto v, auto t) { return p - (q + v * t); });
#endif
