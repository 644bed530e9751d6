// expect: must not capture.*given
// A kernel is compiled once for all instances: what varies between them cannot be part of its structure.
// Make it an argument of kind given.
#include <ditto/define.hpp>

double distance_to(double target) {
#ifdef SHOULD_FAIL
    auto definition = ditto::residual<ditto::real>([target](auto x) { return x - target; });
    return definition(1.0);
#else
    auto definition = ditto::residual<ditto::real, ditto::given<ditto::real>>([](auto x, auto at) { return x - at; });
    return definition(1.0, target);
#endif
}
