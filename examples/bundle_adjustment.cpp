// Bundle adjustment: cameras and points from where points were seen in images. Reads files in the format of "Bundle
// Adjustment in the Large" (https://grail.cs.washington.edu/projects/bal/), or with one known lens for all cameras;
// without one, it makes a scene.
#include "bal_file.hpp"
#include "bundle_by_hand.hpp"
#include "bundle_picture.hpp"
#include "bundle_synthetic.hpp"
#include "demo.hpp"

#include <CLI/CLI.hpp>

namespace {

struct adjustment {
    ditto::problem problem;
    std::vector<ditto::variable<ditto::record<camera>>> cameras;
    std::vector<ditto::variable<ditto::vec3>> points;
    std::vector<ditto::variable<ditto::record<viewpoint>>> viewpoints = {};  // instead of cameras where the lens is known
};

void see_through_known_lens(const bundle_scene& scene, adjustment& made) {
    auto& [problem, cameras, points, viewpoints] = made;
    for (const auto& c : scene.cameras)
        viewpoints.push_back(problem.add_variable<ditto::record<viewpoint>>({c.rotation, c.translation}));
    for (const auto& p : scene.points) points.push_back(problem.add_variable<ditto::vec3>(p));
    for (const auto& o : scene.observations)
        problem.add(pinhole_reprojection, viewpoints[o.camera], points[o.point], *scene.lens, {o.u, o.v});
}

adjustment make_problem(const bundle_scene& scene) {
    adjustment made;
    if (scene.lens) {
        see_through_known_lens(scene, made);
        return made;
    }
    auto& [problem, cameras, points, viewpoints] = made;
    //! [build]
    for (const auto& c : scene.cameras) cameras.push_back(problem.add_variable<ditto::record<camera>>(c));
    for (const auto& p : scene.points) points.push_back(problem.add_variable<ditto::vec3>(p));
    for (const auto& o : scene.observations) problem.add(reprojection, cameras[o.camera], points[o.point], {o.u, o.v});
    //! [build]
    return made;
}

//! [robust]
void count_outliers_less(ditto::problem& problem, double pixels) {
    for (std::size_t i = 0; i < problem.residual_count(); ++i)
        problem.set_loss(problem.residual(i), ditto::huber{pixels});
}
//! [robust]

bundle_snapshot snapshot_of(adjustment& a, const bundle_scene& scene) {
    bundle_snapshot made{scene, {}};
    for (std::size_t i = 0; i < a.cameras.size(); ++i) made.scene.cameras[i] = a.problem.value(a.cameras[i]);
    for (std::size_t i = 0; i < a.viewpoints.size(); ++i) {
        const auto at = a.problem.value(a.viewpoints[i]);
        made.scene.cameras[i].rotation = at.rotation;
        made.scene.cameras[i].translation = at.translation;
    }
    for (std::size_t i = 0; i < a.points.size(); ++i) made.scene.points[i] = a.problem.value(a.points[i]);
    std::vector<double> r(a.problem.row_count());
    a.problem.evaluate_residuals(r);
    for (std::size_t i = 0; i < r.size(); i += 2) made.errors.push_back(std::hypot(r[i], r[i + 1]));
    return made;
}

// What the residuals should come to: noise of known size, less what the unknowns absorb (seven of them, the frame's
// place, turn and scale, absorb nothing).
bool is_noise(double cost, const adjustment& a, double noise) {
    const auto rows = static_cast<double>(a.problem.row_count()), unknowns = static_cast<double>(a.problem.unknown_count());
    const double found = std::sqrt(2 * cost / (rows - unknowns + 7));
    std::printf("noise: %.4f pixels found, %.4f put in\n", found, noise);
    return std::abs(found / noise - 1) < 0.02;
}

}  // namespace

int main(int argc, char** argv) try {
    std::filesystem::path out = ".", file;
    int iterations = 200;
    double huber = 0;
    CLI::App app("Bundle adjustment of a BAL file, or of a synthetic scene.");
    app.add_option("file", file, "a file in BAL format, or in gbp's, which starts with a comment");
    app.add_option("--out", out, "folder for the picture, bundle_adjustment.svg")->capture_default_str();
    app.add_option("--iterations", iterations, "at most so many")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--huber", huber, "pixels from which on a residual counts by its length, not its square; 0: never")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    const bundle_scene scene = file.empty() ? synthetic::castle().make() : read_bal(file);
    std::printf("%s: %zu cameras, %zu points, %zu observations\n\n", scene.name.c_str(), scene.cameras.size(),
                scene.points.size(), scene.observations.size());
    adjustment a = make_problem(scene);
    if (huber > 0) count_outliers_less(a.problem, huber);
    const bundle_snapshot before = snapshot_of(a, scene);
    //! [solve]
    ditto::levenberg_marquardt options;
    options.max_iterations = iterations;
    options.callback = demo::heartbeat();
    const ditto::summary s = ditto::solve(a.problem, options);
    std::printf("%s", s.report().c_str());
    //! [solve]
    const bundle_snapshot after = snapshot_of(a, scene);

    std::filesystem::create_directories(out);
    const std::filesystem::path picture = out / "bundle_adjustment.svg";
    draw_bundle(before, after, std::to_string(s.iterations.size()) + " iterations").save(picture);

    bool good = std::isfinite(s.final_cost) && s.final_cost < s.initial_cost &&
                (scene.noise == 0 || huber > 0 || (s.converged() && is_noise(s.final_cost, a, scene.noise)));
    if (scene.lens) {
        std::printf("picture: %s\n", picture.string().c_str());
    } else {
        const auto took = measure::compare<by_hand::reprojection>(a.problem);
        good = good && took.equal;
        demo::print_row("bundle adjustment: " + scene.name, a.problem, took, picture);
    }
    if (!good) std::fprintf(stderr, "bundle_adjustment: the solution is not what it should be\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "bundle_adjustment: %s\n", e.what());
    return 2;
}
