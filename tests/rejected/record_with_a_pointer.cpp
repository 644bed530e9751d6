// expect: record's fields are scalars
// A record is read scalar by scalar.
#include <ditto/define.hpp>

template <class T>
struct body {
#ifdef SHOULD_FAIL
    BOOST_HANA_DEFINE_STRUCT(body, (T, mass), (const char*, name));
#else
    BOOST_HANA_DEFINE_STRUCT(body, (T, mass));
#endif
};
constexpr auto definition = ditto::residual<ditto::record<body>>([](auto b) { return b.mass; });
