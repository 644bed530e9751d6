// expect: given is a whole argument
// A record is solved for or given as a whole: what is given goes into an argument of its own.
#include <ditto/define.hpp>

template <class Make>
struct wheel_values {
#ifdef SHOULD_FAIL
    BOOST_HANA_DEFINE_STRUCT(wheel_values, (ditto::point2::value<Make>, hub),
                             (ditto::given<ditto::length>::value<Make>, radius));
#else
    BOOST_HANA_DEFINE_STRUCT(wheel_values, (ditto::point2::value<Make>, hub));
#endif
};
struct wheel {
    template <class Make>
    using value = wheel_values<Make>;
};
#ifdef SHOULD_FAIL
constexpr auto touches_ground = ditto::residual<wheel>([](auto w) { return w.hub[1] - w.radius; });
#else
constexpr auto touches_ground =
    ditto::residual<wheel, ditto::given<ditto::length>>([](auto w, auto radius) { return w.hub[1] - radius; });
#endif
