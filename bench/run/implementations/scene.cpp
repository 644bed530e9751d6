#include "../scene.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace bench {

std::size_t shape::unknowns() const { return std::accumulate(variables.begin(), variables.end(), std::size_t{0}); }

shape shape_of(structure kind) {
    switch (kind) {
        case structure::distance: return {1, 1, {2, 2}};
        case structure::parallel:
        case structure::perpendicular: return {1, 0, {2, 2, 2, 2}};
        case structure::reprojection: return {2, 2, {9, 3}};
    }
    return {};
}

block::block(structure k) : kind(k), offsets(shape_of(k).variables.size()), givens(shape_of(k).givens) {}

void block::add(const std::vector<std::int32_t>& at, const std::vector<double>& given) {
    for (std::size_t v = 0; v < offsets.size(); ++v) offsets[v].push_back(at[v]);
    for (std::size_t g = 0; g < givens.size(); ++g) givens[g].push_back(given[g]);
    ++instances;
}

void block::pad() {
    const std::size_t padded = (instances + 7) / 8 * 8;
    for (auto& plane : offsets) plane.resize(padded, plane.back());
    for (auto& plane : givens) plane.resize(padded, plane.back());
}

std::size_t scene::instances() const {
    std::size_t sum = 0;
    for (const block& b : blocks) sum += b.instances;
    return sum;
}

std::size_t scene::output_base(std::size_t b) const {
    std::size_t base = 0;
    for (std::size_t i = 0; i < b; ++i) base += (blocks[i].instances + 7) / 8 * 8 * shape_of(blocks[i].kind).outputs();
    return base;
}

std::size_t scene::output_doubles() const { return output_base(blocks.size()); }

scene make_distance_scene(std::size_t instances) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> jitter(-0.4, 0.4);
    const std::size_t points = std::max<std::size_t>(instances / 2, 2);
    scene s;
    for (std::size_t i = 0; i < points; ++i) {
        s.state.push_back(static_cast<double>(i % 1000) + jitter(random));
        s.state.push_back(static_cast<double>(i / 1000) + jitter(random));
    }
    block b(structure::distance);
    for (std::size_t i = 0; i < instances; ++i) {
        const std::size_t here = i / 2 % points;
        const std::size_t step = random() % 4 != 0 ? 1 : 1 + random() % 64;
        const std::size_t there = (here + std::min(step, points - 1)) % points;
        const bool swapped = random() % 2 != 0;
        const auto p = static_cast<std::int32_t>(2 * (swapped ? there : here));
        const auto q = static_cast<std::int32_t>(2 * (swapped ? here : there));
        b.add({p, q}, {1.0 + jitter(random)});
    }
    b.pad();
    s.blocks.push_back(std::move(b));
    return s;
}

scene make_sketch_scene(std::size_t instances) {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> jitter(-0.1, 0.1);
    block distances(structure::distance), parallels(structure::parallel), perpendiculars(structure::perpendicular);
    scene s;
    for (std::size_t sketch = 0; sketch * 45 < instances; ++sketch) {
        for (int i = 0; i < 60; ++i) {
            s.state.push_back(i + 0.3 * std::sin(7.0 * i) + jitter(random));
            s.state.push_back(0.5 * std::cos(3.0 * i) + jitter(random));
        }
        const auto point = [&](int i) { return static_cast<std::int32_t>(2 * (60 * sketch + static_cast<std::size_t>(i))); };
        std::size_t left = std::min<std::size_t>(45, instances - sketch * 45);
        for (int i = 0; i < 20 && left != 0; ++i) {
            distances.add({point(i), point(i + 1)}, {1.25}), --left;
            if (i < 15 && left != 0) parallels.add({point(i + 20), point(i + 21), point(i + 40), point(i + 41)}, {}), --left;
            if (i < 10 && left != 0) perpendiculars.add({point(i), point(i + 1), point(i + 30), point(i + 31)}, {}), --left;
        }
    }
    for (block* b : {&distances, &parallels, &perpendiculars}) {
        b->pad();
        s.blocks.push_back(std::move(*b));
    }
    return s;
}

namespace {

using camera = std::array<double, 9>;
using point3 = std::array<double, 3>;

/// The pixel at which a camera sees a point; plain textbook Rodrigues, for the making of scenes only.
std::array<double, 2> project(const camera& c, const point3& x) {
    const double angle = std::sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]);
    const double k[3] = {c[0] / angle, c[1] / angle, c[2] / angle};
    const double cross[3] = {k[1] * x[2] - k[2] * x[1], k[2] * x[0] - k[0] * x[2], k[0] * x[1] - k[1] * x[0]};
    const double dot = k[0] * x[0] + k[1] * x[1] + k[2] * x[2];
    double p[3];
    for (int i = 0; i < 3; ++i)
        p[i] = x[static_cast<std::size_t>(i)] * std::cos(angle) + cross[i] * std::sin(angle) +
               k[i] * dot * (1 - std::cos(angle)) + c[static_cast<std::size_t>(3 + i)];
    const double u = -p[0] / p[2], v = -p[1] / p[2], r2 = u * u + v * v;
    const double d = c[6] * (1 + r2 * (c[7] + c[8] * r2));
    return {d * u, d * v};
}

template <class Random>
camera random_camera(Random& random) {
    std::uniform_real_distribution<double> turn(-0.8, 0.8), shift(-1.0, 1.0);
    return {turn(random), turn(random), turn(random), shift(random), shift(random), -8.0 + shift(random),
            500.0 + 100.0 * shift(random), 0.02 * shift(random), 0.005 * shift(random)};
}

}  // namespace

scene make_reprojection_scene(std::size_t instances) {
    constexpr std::size_t cameras = 16, points = 22106, observations = 83718;
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> spread(-2.0, 2.0);
    std::normal_distribution<double> pixel(0.0, 1.0);
    scene s;
    std::vector<camera> c(cameras);
    for (camera& each : c) {
        each = random_camera(random);
        s.state.insert(s.state.end(), each.begin(), each.end());
    }
    block b(structure::reprojection);
    std::size_t made = 0;
    for (std::size_t p = 0; p < points; ++p) {
        const point3 x = {spread(random), spread(random), spread(random)};
        const auto at = static_cast<std::int32_t>(s.state.size());
        s.state.insert(s.state.end(), x.begin(), x.end());
        // As many observations as keep the total on course, give or take two, by cameras in ascending order.
        const std::size_t course = (p + 1) * observations / points - made;
        std::size_t wanted = p + 1 == points ? course : std::max<std::size_t>(2, course + random() % 5 - std::min<std::size_t>(course, 2));
        wanted = std::min({wanted, cameras, observations - made});
        std::array<std::size_t, cameras> order;
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), random);
        std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted));
        for (std::size_t i = 0; i < wanted; ++i, ++made) {
            if (made >= instances) continue;
            const auto seen = project(c[order[i]], x);
            b.add({static_cast<std::int32_t>(9 * order[i]), at}, {seen[0] + pixel(random), seen[1] + pixel(random)});
        }
    }
    b.pad();
    s.blocks.push_back(std::move(b));
    return s;
}

scene make_singular_distance_scene() {
    scene s;
    s.state = {1, 2, 1, 2, 4, 6, 1e-200, 0, 0, 0, -0.0, 0.0};
    block b(structure::distance);
    for (std::int32_t p = 0; p < 4; ++p)
        for (std::int32_t q = 0; q < 3; ++q) b.add({2 * p, 2 * q + (p == 3 ? 6 : 0)}, {0.5});
    b.pad();
    s.blocks.push_back(std::move(b));
    return s;
}

scene make_singular_reprojection_scene() {
    std::mt19937_64 random(4);
    scene s;
    block b(structure::reprojection);
    s.state = {0.3, -0.7, 0.2};
    for (double angle : {0.0, 1e-300, 1e-18, 1e-9, 1e-5, 0.5, 1.5, 3.14159265358979, 4.0, 6.28318530717959, 100.0, 1e7}) {
        camera c = random_camera(random);
        c[0] = angle * 0.6, c[1] = 0.0, c[2] = angle * -0.8;
        b.add({static_cast<std::int32_t>(s.state.size()), 0}, {1.0, 2.0});
        s.state.insert(s.state.end(), c.begin(), c.end());
    }
    b.pad();
    s.blocks.push_back(std::move(b));
    return s;
}

}  // namespace bench
