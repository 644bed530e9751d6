// Pose graphs: where a robot was, from what it measured between places. Reads g2o files of the plane and of space;
// without one, it makes a graph of each kind.
#include "chordal_start.hpp"
#include "demo.hpp"
#include "g2o_file.hpp"
#include "pose_picture.hpp"
#include "pose_residuals.hpp"
#include "pose_synthetic.hpp"

#include <CLI/CLI.hpp>

namespace {

struct settings {
    std::filesystem::path out = ".", file;
    bool given_start = false;
    int iterations = 100;
};

template <int D>
ditto::summary optimise(pose_graph<D>& graph, int iterations) {
    using model = pose_residuals<D>;
    //! [build]
    ditto::problem problem;
    std::vector<ditto::variable<typename model::kind>> poses;
    for (const auto& p : graph.poses) poses.push_back(problem.add_variable<typename model::kind>(model::value(p)));
    problem.fix(poses.front());
    for (const auto& e : graph.edges)
        problem.add(model::edge, poses[e.from], poses[e.to], model::value(e.measured), root_of(e));
    //! [build]
    ditto::levenberg_marquardt options;
    options.max_iterations = iterations;
    options.callback = demo::heartbeat();
    ditto::summary s = ditto::solve(problem, options);
    for (std::size_t i = 0; i < poses.size(); ++i) graph.poses[i] = model::pose_of(problem.value(poses[i]));
    return s;
}

// The sum of squares, in standard deviations, of what the unknowns do not absorb of noise of known size: it has a
// chi-square distribution. Six deviations of that are allowed.
bool is_noise(double found, double rows, double unknowns) {
    const double freedom = rows - unknowns;
    std::printf("noise: chi2 %.2f where %.0f is expected\n", found, freedom);
    return std::abs(found / freedom - 1) < 6 * std::sqrt(2 / freedom);
}

template <int D>
bool run(const pose_graph<D>& given, const settings& set, bool synthetic) {
    std::printf("%s: %zu poses in %d dimensions, %zu edges\n", given.name.c_str(), given.poses.size(), D,
                given.edges.size());
    const pose_graph<D> start = set.given_start ? given : chordal::start(given);
    std::printf("chi2 %.10g %s, %.10g at the start\n\n", chi2(given),
                given.chained ? "from edges one after the other" : "in the file", chi2(start));
    pose_graph<D> solved = start;
    const ditto::summary s = optimise(solved, set.iterations);
    const double reached = chi2(solved);
    std::printf("%schi2 %.12g -> %.12g\n", s.report().c_str(), chi2(start), reached);

    std::vector<pose_snapshot<D>> moments{
        {given.chained ? "steps, one after the other" : "as in the file", given.poses}};
    if (!set.given_start) moments.push_back({"chordal start", start.poses});
    moments.push_back({"after " + std::to_string(s.iterations.size()) + " iterations", solved.poses});
    std::filesystem::create_directories(set.out);
    const auto picture = set.out / (synthetic ? "pose_graph_" + std::to_string(D) + "d.svg" : "pose_graph.svg");
    draw_graph<D>(given, moments).save(picture);
    std::printf("picture: %s\n", picture.string().c_str());

    bool good = std::isfinite(reached) && reached <= chi2(start) * (1 + 1e-9);
    good = good && std::abs(reached - 2 * s.final_cost) <= 1e-6 * reached + 1e-12;  // Eigen's geometry says the same
    constexpr int rows = pose_edge<D>::rows;
    if (synthetic)
        good = good && s.converged() &&
               is_noise(reached, rows * static_cast<double>(given.edges.size()),
                        rows * static_cast<double>(given.poses.size() - 1));
    std::printf("\n");
    return good;
}

}  // namespace

int main(int argc, char** argv) try {
    settings set;
    CLI::App app("Solves a pose graph of a g2o file, or a synthetic one of the plane and one of space.");
    app.add_option("file", set.file, "a file in g2o format: VERTEX_SE2, EDGE_SE2, VERTEX_SE3:QUAT, EDGE_SE3:QUAT");
    app.add_option("--out", set.out, "folder for the picture")->capture_default_str();
    app.add_flag("--given-start", set.given_start, "start at the file's poses, or from edge to edge; else chordal");
    app.add_option("--iterations", set.iterations, "at most so many")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    bool good = true;
    if (set.file.empty()) {
        good = run(synthetic::walk<2>().make(), set, true);
        good = run(synthetic::walk<3>().make(), set, true) && good;
    } else {
        good = std::visit([&](const auto& graph) { return run(graph, set, false); }, read_g2o(set.file));
    }
    if (!good) std::fprintf(stderr, "pose_graph: the solution is not what it should be\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "pose_graph: %s\n", e.what());
    return 2;
}
