// expect: components_or_rows_of_different_dimensions.*length.*mass.*divide_each_by_its_scale
// The rows of a record are rows like others.
#include <ditto/define.hpp>

template <class Length, class Mass>
struct body {
    BOOST_HANA_DEFINE_STRUCT(body, (Length, height), (Mass, weight));
};
template <class Length, class Mass>
body(Length, Mass) -> body<Length, Mass>;
#ifdef SHOULD_FAIL
constexpr auto definition = ditto::residual<ditto::given<ditto::length>, ditto::length, ditto::mass>(
    [](auto scale, auto l, auto m) { return body{l - scale, m - 1.0}; });
#else
constexpr auto definition = ditto::residual<ditto::given<ditto::length>, ditto::length, ditto::mass>(
    [](auto scale, auto l, auto m) { return body{as_real(l - scale), as_real(m - 1.0)}; });
#endif
