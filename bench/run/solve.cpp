// Question: how long do whole solves take, and which phase of them, beside Ceres in the same run on one thread?
// Both start from the same point; ditto solves until it is where Ceres ended. Repetitions take turns.
#include "solves/bundle.hpp"
#include "solves/pose_graph.hpp"

#include <bal_file.hpp>
#include <chordal_start.hpp>
#include <g2o_file.hpp>

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <map>

int main(int argc, char** argv) try {
    const char* folder = std::getenv("DITTO_DATA");
    std::filesystem::path data = folder != nullptr ? folder : "../shared/data";
    int repetitions = 5;
    bool quick = false;
    std::string only;
    ditto::levenberg_marquardt options;
    CLI::App app("Whole solves, and their phases, by ditto and by Ceres.");
    app.add_option("--data", data, "folder of data; what is not there is left out")->capture_default_str();
    app.add_option("--repetitions", repetitions, "of each solve")->check(CLI::PositiveNumber)->capture_default_str();
    const std::map<std::string, ditto::linear_solver> solvers{
        {"automatic", ditto::linear_solver::automatic},
        {"sparse_cholesky", ditto::linear_solver::sparse_cholesky},
        {"dense_schur", ditto::linear_solver::dense_schur},
        {"sparse_schur", ditto::linear_solver::sparse_schur}};
    app.add_option("--solver", options.linear_solver, "ditto's linear solver")
        ->transform(CLI::CheckedTransformer(solvers));
    app.add_option("--only", only, "those whose name contains this");
    app.add_flag("--quick", quick, "one repetition of the small ones");
    CLI11_PARSE(app, argc, argv);

    bool good = true;
    const auto compare = [&](const char* what, const auto& problem) {
        if (problem.name.find(only) == only.npos) return;
        std::printf("%s, %s\n", what, problem.name.c_str());
        const bench::duel d = bench::duel_of(problem, options, quick ? 1 : repetitions);
        d.print();
        std::fflush(stdout);
        good = good && d.holds();
    };
    if (const auto file = data / "bal" / "problem-21-11315-pre.txt"; std::filesystem::exists(file) && !quick)
        compare("bundle adjustment", read_bal(file));
    compare("bundle adjustment", bench::synthetic_bundle());
    for (const char* name : {"gtsam_noisyToyGraph", "gtsam_pose3example", "tinyGrid3D", "smallGrid3D", "intel",
                             "kitti_05", "M3500_minisam", "sphere2500"}) {
        const auto file = data / "posegraph" / (std::string(name) + ".g2o");
        if (!std::filesystem::exists(file)) continue;
        const auto compare_graph = [&](const auto& graph) {
            compare("pose graph from its file's start", graph);
            compare("pose graph from the chordal start", chordal::start(graph));
        };
        std::visit(compare_graph, read_g2o(file));
    }
    if (!good) std::fprintf(stderr, "solve: ditto did not reach the cost that Ceres reached\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "solve: %s\n", e.what());
    return 2;
}
