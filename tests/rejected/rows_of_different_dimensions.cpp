// expect: components_or_rows_of_different_dimensions.*length.*angle.*divide_each_by_its_scale
// The sum of squares of a length and an angle depends on the unit of length. Divide each row by what is typical of it, its
// standard deviation if you know it; or wrap them in as_real, where their sizes compare as they are.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::length, ditto::angle, ditto::given<ditto::length>,
                                            ditto::given<ditto::angle>>(
    [](auto l, auto a, auto, auto) { return ditto::vec{l - 2.0, a - 0.5}; });
#else
constexpr auto definition = ditto::residual<ditto::length, ditto::angle, ditto::given<ditto::length>,
                                            ditto::given<ditto::angle>>(
    [](auto l, auto a, auto dl, auto da) { return ditto::vec{(l - 2.0) / dl, (a - 0.5) / da}; });
#endif
