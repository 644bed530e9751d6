// expect: of scalar kinds: a velocity is vec_of<speed, 2>
// What is made of dimensions has one: a vector is made of scalars.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
struct velocity : ditto::quotient_of<ditto::point2, ditto::duration> {};
#else
struct velocity : ditto::vec_of<ditto::speed, 2> {};
#endif
constexpr auto definition = ditto::residual<ditto::point2, velocity, ditto::given<ditto::duration>>(
    [](auto p, auto v, auto t) { return p - v * t - ditto::origin; });
