#include <ditto/ditto.hpp>
#include <ditto/kernel/interpreted_kernel.hpp>
#include <chrono>
#include <cstdio>
#include <random>
template <class T> struct camera { BOOST_HANA_DEFINE_STRUCT(camera,(ditto::vec<T,3>,rotation),(ditto::vec<T,3>,translation),(T,focal),(T,k1),(T,k2)); };
inline constexpr auto distance_ = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
inline constexpr auto reprojection = ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>([](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z; auto v = -y / z; auto r2 = u * u + v * v;
        auto d = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{d * u - seen[0], d * v - seen[1]}; });
template <class D> void bench(const char* name, const D&, std::size_t n) {
    using S = typename D::structure_type; using L = typename D::layout_type;
    const auto& st = ditto::static_kernel<S, L>::template table<double>;
    ditto::dynamic_layout layout;
    for (auto s : L::data.variable_sizes) layout.variable_sizes.push_back(s);
    for (auto s : L::data.scalar_inputs) layout.scalar_inputs.push_back(s);
    for (auto s : L::data.given_inputs) layout.given_inputs.push_back(s);
    ditto::interpreted_kernel<double> k(ditto::decode(S::code.words), layout);
    const auto& it = k.table();
    std::printf("%s slots %u steps %zu consts %zu\n", name, k.linearize().slots, k.linearize().steps.size(), k.linearize().constants.size());
    std::size_t lanes = st.shape.lanes, batches = (n + lanes - 1) / lanes, outs = st.shape.rows + st.shape.partials.size();
    std::mt19937_64 e(1); std::uniform_real_distribution<double> u(0.1, 1);
    std::size_t vars = st.shape.variables.size();
    std::vector<std::vector<std::int32_t>> off(vars); std::vector<double> state;
    for (std::size_t v = 0; v < vars; ++v) { for (std::size_t i = 0; i < batches * lanes; ++i) { off[v].push_back((std::int32_t)state.size()); for (unsigned c = 0; c < st.shape.variables[v]; ++c) state.push_back(u(e)); } }
    std::vector<std::vector<double>> g(st.shape.givens, std::vector<double>(batches * lanes)); for (auto& x : g) for (auto& y : x) y = u(e);
    std::vector<const std::int32_t*> po; for (auto& x : off) po.push_back(x.data());
    std::vector<const double*> pg; for (auto& x : g) pg.push_back(x.data());
    ditto::instance_planes<double> in{state.data(), po.data(), pg.data()};
    double* a = (double*)std::aligned_alloc(64, batches * outs * lanes * 8); double* b = (double*)std::aligned_alloc(64, batches * outs * lanes * 8);
    st.linearize(st.context, in, 0, batches, a); it.linearize(it.context, in, 0, batches, b);
    double worst = 0; for (std::size_t i = 0; i < batches * outs * lanes; ++i) worst = std::max(worst, std::abs(a[i] - b[i]) / (1 + std::abs(a[i])));
    auto time = [&](const auto& t, double* o) { double best = 1e9; for (int r = 0; r < 40; ++r) { auto s = std::chrono::steady_clock::now(); for (int q = 0; q < 5; ++q) t.linearize(t.context, in, 0, batches, o); std::chrono::duration<double> d = std::chrono::steady_clock::now() - s; best = std::min(best, d.count() / 5 / n * 1e9); } return best; };
    double s = time(st, a), i = time(it, b);
    std::printf("%s n=%zu static %.2f interpreted %.2f ratio %.2f worst %g\n", name, n, s, i, i / s, worst);
}
int main() { bench("distance", distance_, 10000); bench("reprojection", reprojection, 10000); }
