// select between vectors, places and matrices, against select between their components.
#include "catch.hpp"

#include <ditto/define.hpp>

namespace {

using ditto::point2, ditto::residual, ditto::vec2;

constexpr auto nearer = residual<point2, point2>(
    [](auto p, auto q) { return select(norm(p - ditto::origin) < norm(q - ditto::origin), p, q) - ditto::origin; });
constexpr auto by_components = residual<point2, point2>([](auto p, auto q) {
    auto closer = norm(p - ditto::origin) < norm(q - ditto::origin);
    return ditto::vec{select(closer, p[0], q[0]), select(closer, p[1], q[1])};
});
static_assert(ditto::same_kernel<nearer, by_components>);

constexpr auto flipped = residual<vec2>([](auto v) {
    return select(v[0] < 0, ditto::identity_matrix<2>, -ditto::identity_matrix<2>) * select(v[1] < 0, v, 2.0 * v);
});

TEST_CASE("choices between several numbers at once") {
    CHECK(nearer({{3, 4}}, {{1, 2}})[1] == 2.0);
    CHECK(nearer({{3, 4}}, {{6, 7}})[1] == 4.0);
    CHECK(flipped({{-1, 3}})[1] == 6.0);
    CHECK(flipped({{1, -3}})[1] == 3.0);
}

}  // namespace
