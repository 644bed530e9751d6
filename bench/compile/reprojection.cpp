// The residual of bundle adjustment, 2 rows of 12 unknowns, and its kernel: a definition of ordinary size.
#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal), (T, k1),
                             (T, k2));
};

constexpr auto reprojection = ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>(
    [](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z;
        auto v = -y / z;
        auto r2 = u * u + v * v;
        auto d = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{d * u - seen[0], d * v - seen[1]};
    });

int main() { return reprojection.kernel<double>().linearize == nullptr; }
