// expect: a vector over a vector
// One divides by numbers.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::vec2, ditto::vec2>([](auto v, auto w) { return v / w; });
#else
constexpr auto definition = ditto::residual<ditto::vec2, ditto::vec2>([](auto v, auto w) { return v / norm(w); });
#endif
