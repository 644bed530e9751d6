#pragma once

#include "bundle_scene.hpp"
#include "text_reader.hpp"

/// Reads a file in BAL format: `cameras points observations`; a line `camera point u v` for each observation; nine numbers
/// for each camera (angle-axis rotation, translation, focal length, k1, k2), three for each point.
///
/// A file that starts with a comment ('#') is in the format of https://github.com/joeaortiz/gbp: four numbers fx, fy, cx, cy
/// follow the counts, for all cameras, and a camera is translation and angle-axis rotation.
class bal_reader {
public:
    explicit bal_reader(const std::filesystem::path& file) : in_(file) { made_.name = file.filename().string(); }

    bundle_scene read() {
        const bool shares_lens = in_.starts_with('#');
        in_.skip_comments();
        counts_line_ = in_.line();
        // Every number takes a digit and a space: a file cannot announce more than it could hold.
        const std::size_t most = in_.characters() / 2;
        const std::size_t cameras = in_.next_between(1, most / (shares_lens ? 6 : 9), "number of cameras");
        const std::size_t points = in_.next_between(1, most / 3, "number of points");
        const std::size_t observations = in_.next_between(1, most / 4, "number of observations");
        if (shares_lens) {
            made_.lens.emplace();
            numbers("lens, ", {"fx", "fy", "cx", "cy"},
                    {&made_.lens->fx, &made_.lens->fy, &made_.lens->cx, &made_.lens->cy});
        }
        read_observations(observations, cameras, points);
        for (std::size_t i = 0; i < cameras; ++i) read_camera("camera " + std::to_string(i) + ", ");
        for (std::size_t i = 0; i < points; ++i) {
            auto& [x, y, z] = made_.points.emplace_back().elements;
            numbers("point " + std::to_string(i) + ", ", {"x", "y", "z"}, {&x, &y, &z});
        }
        in_.expect_end("end of file", "what the counts in line " + std::to_string(counts_line_) + " announce");
        return std::move(made_);
    }

private:
    void read_observations(std::size_t count, std::size_t cameras, std::size_t points) {
        made_.observations.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::string which = "observation " + std::to_string(i) + ", ";
            observation& seen = made_.observations.emplace_back();
            seen.camera = in_.next_between(0, cameras - 1, which + "camera");
            seen.point = in_.next_between(0, points - 1, which + "point");
            numbers(which, {"u", "v"}, {&seen.u, &seen.v});
        }
    }

    void read_camera(const std::string& which) {
        camera<double>& c = made_.cameras.emplace_back();
        auto& [rx, ry, rz] = c.rotation.elements;
        auto& [tx, ty, tz] = c.translation.elements;
        if (made_.lens) numbers(which + "translation ", {"x", "y", "z"}, {&tx, &ty, &tz});
        numbers(which + "rotation ", {"x", "y", "z"}, {&rx, &ry, &rz});
        if (made_.lens) return;
        numbers(which + "translation ", {"x", "y", "z"}, {&tx, &ty, &tz});
        numbers(which, {"focal length", "k1", "k2"}, {&c.focal, &c.k1, &c.k2});
    }

    void numbers(const std::string& which, std::initializer_list<const char*> fields,
                 std::initializer_list<double*> into) {
        auto field = fields.begin();
        for (double* to : into) *to = in_.next<double>(which + *field++);
    }

    text_reader in_;
    bundle_scene made_{};
    std::size_t counts_line_ = 1;
};

inline bundle_scene read_bal(const std::filesystem::path& file) { return bal_reader(file).read(); }
