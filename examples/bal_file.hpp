#pragma once

#include "bundle_scene.hpp"
#include "text_reader.hpp"

/// Reads a file in BAL format: `cameras points observations`; a line `camera point u v` for each observation; nine numbers
/// for each camera (angle-axis rotation, translation, focal length, k1, k2), three for each point.
inline bundle_scene read_bal(const std::filesystem::path& file) {
    text_reader in(file);
    // Every number takes a digit and a space: a file cannot announce more than it could hold.
    const std::size_t most = in.characters() / 2;
    const std::size_t cameras = in.next_between(1, most / 9, "number of cameras");
    const std::size_t points = in.next_between(1, most / 3, "number of points");
    const std::size_t observations = in.next_between(1, most / 4, "number of observations");

    bundle_scene made;
    made.name = file.filename().string();
    made.observations.reserve(observations);
    for (std::size_t i = 0; i < observations; ++i) {
        const std::string which = "observation " + std::to_string(i) + ", ";
        observation seen{};
        seen.camera = in.next_between(0, cameras - 1, which + "camera");
        seen.point = in.next_between(0, points - 1, which + "point");
        seen.u = in.next<double>(which + "u");
        seen.v = in.next<double>(which + "v");
        made.observations.push_back(seen);
    }
    static constexpr const char* fields[] = {"rotation x",    "rotation y",   "rotation z", "translation x", "translation y",
                                             "translation z", "focal length", "k1",         "k2"};
    made.cameras.reserve(cameras);
    for (std::size_t i = 0; i < cameras; ++i) {
        double c[9];
        for (std::size_t k = 0; k < 9; ++k) c[k] = in.next<double>("camera " + std::to_string(i) + ", " + fields[k]);
        made.cameras.push_back({{{c[0], c[1], c[2]}}, {{c[3], c[4], c[5]}}, c[6], c[7], c[8]});
    }
    made.points.reserve(points);
    for (std::size_t i = 0; i < points; ++i) {
        vec3 p{};
        for (std::size_t k = 0; k < 3; ++k)
            p[k] = in.next<double>("point " + std::to_string(i) + ", " + std::string(1, "xyz"[k]));
        made.points.push_back(p);
    }
    in.expect_end("end of file", "what the counts in line 1 announce");
    return made;
}
