// expect: needs_a_pure_number.*angle.*divide_by_a_scale.*as_real
// Only sine, cosine and tangent take angles. As an exponent, divide it by one.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::angle, ditto::given<ditto::angle>>(
    [](auto turn, auto scale) { return exp(turn) - turn / scale; });
#else
constexpr auto definition = ditto::residual<ditto::angle, ditto::given<ditto::angle>>(
    [](auto turn, auto scale) { return exp(turn / scale) - 1.0; });
#endif
