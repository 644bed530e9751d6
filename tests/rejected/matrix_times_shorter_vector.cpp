// expect: a component for each of its columns
// Each column is weighed by a component.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition =
    ditto::residual<ditto::vec3, ditto::vec2>([](auto w, auto v) { return rotation_matrix(w) * v; });
#else
constexpr auto definition = ditto::residual<ditto::vec3, ditto::vec2>([](auto w, auto v) {
    return rotation_matrix(w) * ditto::vec{v[0], v[1], 0.0};
});
#endif
