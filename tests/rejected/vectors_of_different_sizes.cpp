// expect: different sizes
// Every component needs its partner.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::vec2, ditto::vec3>([](auto v, auto w) { return v + w; });
#else
constexpr auto definition = ditto::residual<ditto::vec2, ditto::vec3>([](auto v, auto w) {
    return v + ditto::vec{w[0], w[1]};
});
#endif
