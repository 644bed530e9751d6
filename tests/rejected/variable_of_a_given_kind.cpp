// expect: a variable's kind is an unknown's; pass given values to add
// What is given belongs to a residual, not to a variable: pass its value to add(), change it by set_given().
#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>

constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
void use() {
    ditto::problem sketch;
    const auto a = sketch.add_variable<ditto::point2>({0, 0});
    const auto b = sketch.add_variable<ditto::point2>({1, 0});
#ifdef SHOULD_FAIL
    sketch.add_variable<ditto::given<ditto::length>>(3.0);
#else
    sketch.add(distance, a, b, 3.0);
#endif
    (void)a, (void)b;
}
