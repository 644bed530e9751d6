// Everything: definition, kernels, problem, sparse Jacobian, Levenberg-Marquardt.
#include <ditto/ditto.hpp>

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

int main() {
    ditto::problem scene;
    const auto eye = scene.add_variable<ditto::record<camera>>({{0.1, 0.2, 0.3}, {0.0, 0.0, -5.0}, 500.0, 0.0, 0.0});
    const auto place = scene.add_variable<ditto::vec3>({0.5, 0.5, 0.5});
    scene.add(reprojection, eye, place, {10.0, 20.0});
    return ditto::solve(scene).final_cost < 1.0 ? 0 : 1;
}
