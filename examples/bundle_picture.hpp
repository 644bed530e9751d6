#pragma once

#include "bundle_scene.hpp"
#include "svg.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <vector>

/// A scene at one moment: where cameras and points are, and the length of each observation's residual in pixels.
struct bundle_snapshot {
    bundle_scene scene;
    std::vector<double> errors;

    double median_error() const {
        std::vector<double> sorted = errors;
        std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
        return sorted[sorted.size() / 2];
    }
};

namespace detail {

inline Eigen::Vector3d eigen(const vec3& v) { return {v[0], v[1], v[2]}; }

/// Centre of a camera, and where it looks, in the world.
inline std::array<Eigen::Vector3d, 2> sight(const bundle_scene& of, const camera<double>& c) {
    const Eigen::Vector3d w = eigen(c.rotation);
    const double angle = w.norm();
    const Eigen::AngleAxisd back(angle > 0 ? -angle : 0.0, angle > 0 ? Eigen::Vector3d(w / angle) : Eigen::Vector3d::UnitX());
    const double ahead = of.lens ? 1 : -1;
    return {back * -eigen(c.translation), back * Eigen::Vector3d(0, 0, ahead)};
}

inline double quantile(std::vector<double> values, double q) {
    const auto at = static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

/// Looks at a scene from above: along its own directions where it has some, else across the plane in which the camera
/// centres and the bulk of the points extend the most. The frame leaves out stray points.
class plan {
public:
    plan(const bundle_scene& of, svg::point corner, double size) {
        std::vector<Eigen::Vector3d> places;
        for (const auto& c : of.cameras) places.push_back(sight(of, c)[0]);
        for (const vec3& p : of.points) places.push_back(eigen(p));
        Eigen::Vector3d low, high;
        for (Eigen::Index k = 0; k < 3; ++k) {
            std::vector<double> one;
            for (const auto& p : places) one.push_back(p[k]);
            low[k] = quantile(one, 0.02), high[k] = quantile(one, 0.98);
        }
        right_ = eigen(of.plan[0]), up_ = eigen(of.plan[1]);
        if (right_.isZero()) {
            Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
            for (const auto& p : places) {
                const Eigen::Vector3d d = p.cwiseMax(low).cwiseMin(high) - (low + high) / 2;
                spread += d * d.transpose();
            }
            const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes(spread);
            right_ = axes.eigenvectors().col(2), up_ = axes.eigenvectors().col(1);
        }
        std::vector<double> x, y;
        for (const auto& p : places) x.push_back(right_.dot(p)), y.push_back(up_.dot(p));
        double bounds[4] = {quantile(x, 0.01), quantile(x, 0.99), quantile(y, 0.01), quantile(y, 0.99)};
        if (of.cameras.size() <= 50)
            for (std::size_t c = 0; c < of.cameras.size(); ++c) {  // few cameras: show them all
                bounds[0] = std::min(bounds[0], x[c]), bounds[1] = std::max(bounds[1], x[c]);
                bounds[2] = std::min(bounds[2], y[c]), bounds[3] = std::max(bounds[3], y[c]);
            }
        const double extent = 1.12 * std::max({bounds[1] - bounds[0], bounds[3] - bounds[2], 1e-12});
        scale_ = size / extent;
        corner_ = corner, size_ = size;
        view_ = {{corner.x + size / 2 - scale_ * (bounds[0] + bounds[1]) / 2,
                  corner.y + size / 2 + scale_ * (bounds[2] + bounds[3]) / 2},
                 scale_};
    }

    void draw(svg::picture& to, const bundle_scene& of, const std::string& color) const {
        std::vector<svg::point> seen;
        const std::size_t step = of.points.size() / 6000 + 1;  // enough to see the shape
        for (std::size_t i = 0; i < of.points.size(); i += step) {
            const svg::point p = at(eigen(of.points[i]));
            if (inside(p)) seen.push_back(p);
        }
        to.dots(seen, "fill:none;opacity:0.6;stroke-width:" + std::string(seen.size() > 4000 ? "1.5" : "2.4") +
                          ";stroke:" + color);
        for (const auto& c : of.cameras) {
            const auto [center, look] = sight(of, c);
            const svg::point from = at(center);
            Eigen::Vector2d way(right_.dot(look), -up_.dot(look));
            if (!inside(from) || way.isZero()) continue;
            way.normalize();
            const Eigen::Vector2d side(-way[1], way[0]), a = 13 * way + 7 * side, b = 13 * way - 7 * side;
            const svg::point cone[] = {from, {from.x + a[0], from.y + a[1]}, {from.x + b[0], from.y + b[1]}, from};
            to.polyline(cone, "fill:#fde3d3;stroke-linejoin:round;stroke-width:1.6;stroke:#d9480f");
        }
    }

private:
    svg::point at(const Eigen::Vector3d& p) const { return view_(right_.dot(p), up_.dot(p)); }
    bool inside(svg::point p) const {
        return p.x >= corner_.x && p.y >= corner_.y && p.x <= corner_.x + size_ && p.y <= corner_.y + size_;
    }

    Eigen::Vector3d right_, up_;
    double scale_ = 1, size_ = 0;
    svg::point corner_{};
    svg::view view_{};
};

/// How many observations have an error of which size; decades of pixels along the axis.
class histogram {
public:
    static constexpr std::size_t bins = 44;
    static constexpr double least = -2, most = 3;  // log10 of pixels

    histogram(svg::point corner, double width, double height) : corner_(corner), width_(width), height_(height) {}

    void draw_axis(svg::picture& to) const {
        for (int decade = -2; decade <= 3; ++decade) {
            const double x = x_of(decade);
            to.line({x, corner_.y}, {x, corner_.y + height_}, "stroke:#edf0f4;stroke-width:1.2");
            const char* labels[] = {"0.01", "0.1", "1", "10", "100", "1000"};
            to.text({x, corner_.y + height_ + 20}, labels[decade + 2], "font-size:14px;text-anchor:middle;fill:#5b6675");
        }
        to.line({corner_.x, corner_.y + height_}, {corner_.x + width_, corner_.y + height_}, "stroke:#5b6675;stroke-width:1.5");
    }

    void draw(svg::picture& to, const bundle_snapshot& of, const std::string& color, const std::string& name,
              double label_height) const {
        std::array<double, bins> count{};
        for (const double e : of.errors) {
            const double bin = (std::log10(std::max(e, 1e-9)) - least) / (most - least) * static_cast<double>(bins);
            count[static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(bins - 1)))] += 1;
        }
        const double unit = 0.8 * height_ / *std::max_element(count.begin(), count.end());
        const double bottom = corner_.y + height_, bar = width_ / static_cast<double>(bins);
        for (std::size_t i = 0; i < bins; ++i)
            if (count[i] > 0)
                to.rectangle({corner_.x + bar * static_cast<double>(i) + 0.5, bottom - unit * count[i]},
                             {bar - 1, unit * count[i]}, "opacity:0.72;fill:" + color);
        char words[64];
        std::snprintf(words, sizeof words, "%s: median %.3g px", name.c_str(), of.median_error());
        to.text({corner_.x + 4, corner_.y + label_height}, words, "font-size:16px;font-weight:bold;fill:" + color);
    }

private:
    double x_of(double decade) const { return corner_.x + width_ * (decade - least) / (most - least); }

    svg::point corner_;
    double width_, height_;
};

}  // namespace detail

/// Before and after from above, and how large the reprojection errors were and are.
inline svg::picture draw_bundle(const bundle_snapshot& before, const bundle_snapshot& after, const std::string& how) {
    constexpr double size = 400, top = 70;
    svg::picture made(1290, top + size + 15);
    const std::string title = "font-size:21px;font-weight:bold;fill:#1b2a41", small = "font-size:16px;fill:#5b6675";
    const std::string grey = "#8a94a6", blue = "#1d5fa8";
    char counts[120];
    std::snprintf(counts, sizeof counts, "%zu cameras, %zu points, from above", before.scene.cameras.size(),
                  before.scene.points.size());
    made.text({24, 38}, "Start", title);
    made.text({24, 61}, counts, small);
    made.text({454, 38}, "Adjusted", title);
    made.text({454, 61}, how, small);
    made.text({884, 38}, "Reprojection error", title);
    made.text({884, 61}, "pixels; " + std::to_string(before.errors.size()) + " observations", small);
    for (const double x : {430.0, 860.0}) made.line({x, 22}, {x, top + size - 7}, "stroke:#dfe4ea;stroke-width:1.5");
    detail::plan(before.scene, {15, top}, size).draw(made, before.scene, grey);
    detail::plan(after.scene, {445, top}, size).draw(made, after.scene, blue);
    const detail::histogram errors({890, top + 15}, 370, size - 50);
    errors.draw_axis(made);
    errors.draw(made, before, grey, "start", 18);
    errors.draw(made, after, blue, "adjusted", 40);
    return made;
}
