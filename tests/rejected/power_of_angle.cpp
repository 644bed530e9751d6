// expect: needs_a_pure_number.*angle.*multiply_as_in_x_times_x.*as_real
// Only sine, cosine and tangent take angles. The square of one is a product; another power needs a pure number.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::angle>([](auto a) { return pow(a, 2); });
#else
constexpr auto definition = ditto::residual<ditto::angle>([](auto a) { return a * a; });
#endif
