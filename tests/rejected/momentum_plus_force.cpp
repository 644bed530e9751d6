// expect: quotient_of<.*product_of<ditto::mass, ditto::length>, ditto::duration.*force.*repair
// A dimension without a name of its own is spelled as the kind that has it.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::mass, ditto::speed, ditto::force, ditto::duration>(
    [](auto m, auto v, auto f, auto) { return m * v + f; });
#else
constexpr auto definition = ditto::residual<ditto::mass, ditto::speed, ditto::force, ditto::duration>(
    [](auto m, auto v, auto f, auto t) { return m * v + f * t; });
#endif
