// Pose graphs of the data folder: starts and optima are those that its reference.json gives for objective A.
#include "../../../examples/chordal_start.hpp"
#include "../../../examples/g2o_file.hpp"
#include "../../../examples/pose_residuals.hpp"
#include "catch.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <iostream>

namespace {

const std::filesystem::path folder = [] {
    const char* data = std::getenv("DITTO_DATA");
    return std::filesystem::path(data != nullptr ? data : "../shared/data") / "posegraph";
}();

const nlohmann::json& references() {
    static const nlohmann::json all = [] {
        std::ifstream in(folder / "reference.json");
        if (!in) {
            std::cout << "skipped: no " << folder / "reference.json"
                      << "; set DITTO_DATA" << std::endl;
            std::exit(77);
        }
        return nlohmann::json::parse(in);
    }();
    return all;
}

void check_close(double found, const nlohmann::json& expected, double tolerance) {
    CHECK(std::abs(found / expected.get<double>() - 1) < tolerance);
}

template <int D>
double optimum(const pose_graph<D>& graph) {
    using model = pose_residuals<D>;
    ditto::problem problem;
    std::vector<ditto::variable<typename model::kind>> poses;
    for (const auto& p : graph.poses) poses.push_back(problem.add_variable<typename model::kind>(model::value(p)));
    problem.fix(poses.front());
    for (const auto& e : graph.edges)
        problem.add(model::edge, poses[e.from], poses[e.to], model::value(e.measured), root_of(e));
    CHECK(std::abs(2 * problem.cost() / chi2(graph) - 1) < 1e-9);
    return 2 * ditto::solve(problem).final_cost;
}

/// Graphs that take a build without optimisation minutes are left to the others.
bool is_quick(const std::string& name) {
#ifdef __OPTIMIZE__
    (void)name;
    return true;
#else
    return name != "sphere2500";
#endif
}

}  // namespace

TEST_CASE("starts and optima of pose graphs are the published ones") {
    for (const auto& [name, known] : references().items()) {
        if (!known.contains("A") || !std::filesystem::exists(folder / (name + ".g2o"))) continue;
        INFO(name);
        const auto& from_file = known["A"]["from_file_or_odometry"];
        const auto& from_chordal = known["A"]["from_chordal_init"];
        std::visit(
            [&](const auto& graph) {
                CHECK(graph.poses.size() == known["poses"].get<std::size_t>());
                CHECK(graph.edges.size() == known["edges"].get<std::size_t>());
                check_close(chi2(graph), from_file["start"], 1e-11);
                const auto start = chordal::start(graph);
                check_close(chi2(start), from_chordal["start"], 1e-9);
                if (!is_quick(name)) return;
                check_close(optimum(graph), known["A"]["best"], 1e-6);
                check_close(optimum(start), known["A"]["best"], 1e-6);
            },
            read_g2o(folder / (name + ".g2o")));
    }
}
