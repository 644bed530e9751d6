// expect: dot: the vectors have different sizes
// Every component needs its partner.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::vec2, ditto::given<ditto::vec3>>([](auto a, auto b) { return dot(a, b); });
#else
constexpr auto definition =
    ditto::residual<ditto::vec2, ditto::given<ditto::vec3>>([](auto a, auto b) { return dot(a, ditto::vec{b[0], b[1]}); });
#endif
