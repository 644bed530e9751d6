// expect: add\(\) takes a definition
// A function has no kinds yet: ditto::residual names them.
#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>

void use() {
    ditto::problem p;
    const auto x = p.add_variable<ditto::real>(1.0);
#ifdef SHOULD_FAIL
    p.add([](auto a) { return a * a - 2.0; }, x);
#else
    constexpr auto definition = ditto::residual<ditto::real>([](auto a) { return a * a - 2.0; });
    p.add(definition, x);
#endif
}
