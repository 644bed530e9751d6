// expect: value_of_given_needed.*argument<3>.*length.*pass_its_value
// What is given is passed as a value of its kind: a number for a length, here.
#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>

constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
void use() {
    ditto::problem sketch;
    const auto a = sketch.add_variable<ditto::point2>({0, 0});
    const auto b = sketch.add_variable<ditto::point2>({1, 0});
    const auto c = sketch.add_variable<ditto::length>(1.0);
#ifdef SHOULD_FAIL
    sketch.add(distance, a, b, c);
#else
    sketch.add(distance, a, b, 3.0);
#endif
    (void)c;
}
