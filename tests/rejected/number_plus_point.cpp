// expect: a point moves by a vector
// A place moves by a vector, whichever is written first.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::point2>([](auto p) { return norm(1.0 + p - ditto::origin); });
#else
constexpr auto definition = ditto::residual<ditto::point2>([](auto p) {
    return norm(ditto::vec{1.0, 1.0} + p - ditto::origin);
});
#endif
