// The reader of g2o files: what it makes of those that are right, and that it refuses all others by file, line and
// field.
#include "../../../examples/g2o_file.hpp"
#include "catch.hpp"

#include <random>

namespace {

const std::filesystem::path file = std::filesystem::temp_directory_path() / "ditto_g2o_file_test.g2o";

auto read(const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return read_g2o(file);
}
template <int D>
pose_graph<D> read_as(const std::string& text) {
    return std::get<pose_graph<D>>(read(text));
}

const std::string planar =
    "# three poses, ids in no order\n"
    "EDGE_SE2 30 -7 1 0 1.5707963267948966 4 0 0 9 0 16\n"
    "VERTEX_SE2 30 5 6 0\n"
    "\n"
    "VERTEX_SE2 -7 6 6 1.5\n"
    "VERTEX_SE2 12 0 0 -3 \r\n"
    "EDGE_SE2 -7 12 1 2 3 4 1 0.5 9 0.25 16\n"
    "FIX 30\n";

const std::string spatial =
    "VERTEX_SE3:QUAT 0 1 2 3 0 0 0 1\n"
    "VERTEX_SE3:QUAT 1 2 2 3 0 0 0.70710678 0.70710678\n"
    "EDGE_SE3:QUAT 0 1 1 0 0 0 0 0.7 0.714 1 0 0 0 0 0 1 0 0 0 0 1 0 0 0 4 0 0 4 0 4\n";

}  // namespace

TEST_CASE("a graph of the plane: ids in any order, the fixed pose first") {
    const auto g = read_as<2>(planar);
    REQUIRE(g.poses.size() == 3);
    CHECK_FALSE(g.chained);
    CHECK(g.poses[0].position == Eigen::Vector2d(5, 6));
    CHECK(g.poses[1].position == Eigen::Vector2d(6, 6));  // -7
    CHECK(g.poses[2].position == Eigen::Vector2d(0, 0));  // 12
    CHECK(std::abs(g.poses[2].rotation(0, 0) - std::cos(-3.0)) < 1e-15);
    REQUIRE(g.edges.size() == 2);
    CHECK((g.edges[0].from == 0 && g.edges[0].to == 1));
    CHECK((g.edges[1].from == 1 && g.edges[1].to == 2));
    Eigen::Matrix3d information;
    information << 4, 1, 0.5, 1, 9, 0.25, 0.5, 0.25, 16;
    CHECK(g.edges[1].information == information);
    CHECK((g.edges[1].root().transpose() * g.edges[1].root() - information).norm() < 1e-14);
    CHECK(std::abs(chi2(pose_graph<2>{"", g.poses, {g.edges[0]}, false}) -
                   16 * std::pow(1.5 - std::acos(-1.0) / 2, 2)) < 1e-13);
}

TEST_CASE("a graph of space: quaternions are normalised, errors are half angles") {
    const auto g = read_as<3>(spatial);
    REQUIRE(g.poses.size() == 2);
    CHECK((g.poses[1].rotation * Eigen::Vector3d::UnitX() - Eigen::Vector3d::UnitY()).norm() < 1e-12);
    const double off = std::acos(-1.0) / 4 - std::atan2(0.7, 0.714);
    CHECK(std::abs(chi2(g) - 4 * std::pow(std::sin(off), 2)) < 1e-13);
}

TEST_CASE("without vertices poses are chained, steps first") {
    const auto g = read_as<2>(
        "EDGE_SE2 1 2 1 0 0 1 0 0 1 0 1\n"
        "EDGE_SE2 0 2 9 9 0 1 0 0 1 0 1\n"
        "EDGE_SE2 0 1 1 0 1.5707963267948966 1 0 0 1 0 1\n"
        "EDGE_SE2 5 2 0 1 0 1 0 0 1 0 1\n");
    CHECK(g.chained);
    REQUIRE(g.poses.size() == 4);
    CHECK((g.poses[2].position - Eigen::Vector2d(1, 1)).norm() < 1e-15);
    CHECK((g.poses[3] * g.edges[3].measured).position.isApprox(g.poses[2].position));
}

TEST_CASE("an information matrix that sees some directions only has a root") {
    const auto g = read_as<2>("EDGE_SE2 0 1 1 0 0 1 1 0 1 0 0\n");
    const auto root = g.edges[0].root();
    CHECK(root.isUpperTriangular());
    CHECK((root.transpose() * root - g.edges[0].information).norm() < 1e-15);
}

TEST_CASE("files that end anywhere are graphs or errors that name the line") {
    for (const std::string& text : {planar, spatial})
        for (std::size_t end = 0; end < text.size(); ++end) {
            const std::string cut = text.substr(0, end);
            try {
                (void)read(cut);
            } catch (const file_error& e) {
                CHECK(std::string(e.what()).starts_with(file.string() + ":"));
            }
        }
}

TEST_CASE("files with any characters changed are graphs of finite numbers or errors") {
    std::mt19937 random(11);
    const std::string alphabet = "0123456789.-+eE \n\tnaif#QV";
    std::size_t read_anyway = 0, refused = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string text = i % 2 == 0 ? planar : spatial;
        for (std::size_t k = 0; k < 1 + random() % 3; ++k)
            text[random() % text.size()] = alphabet[random() % alphabet.size()];
        try {
            std::visit(
                [](const auto& g) {
                    for (const auto& p : g.poses) REQUIRE((p.position.allFinite() && p.rotation.allFinite()));
                    for (const auto& e : g.edges) REQUIRE((e.from < g.poses.size() && e.to < g.poses.size()));
                },
                read(text));
            ++read_anyway;
        } catch (const file_error&) {
            ++refused;
        }
    }
    CHECK(read_anyway > 100);
    CHECK(refused > 100);
    std::filesystem::remove(file);
}
