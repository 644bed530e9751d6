// expect: a double holds no symbol: start from the first term
// While a definition is traced its arguments are symbols, and so is what is computed from them.
#include <ditto/define.hpp>

#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::array<ditto::real, 3>>([](auto terms) {
    double total = 0;
    for (auto term : terms) total += term;
    return terms[0] - total;
});
#else
constexpr auto definition =
    ditto::residual<ditto::array<ditto::real, 3>>([](auto terms) { return terms[0] - sum(terms); });
#endif
