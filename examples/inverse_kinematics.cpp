// Inverse kinematics: the angles of an arm's joints that bring its hand to where it should be, within the joints'
// limits. Reads arms as tables of Denavit & Hartenberg; without a file it makes two of its own.
#include "arm_file.hpp"
#include "arm_picture.hpp"
#include "arm_synthetic.hpp"
#include "demo.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <random>

namespace {

using angles = std::array<double, most_joints>;

std::array<ditto::vec<double, 3>, 4> axes_of(const hand_pose& p) {
    std::array<ditto::vec<double, 3>, 4> made;
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (std::size_t k = 0; k < 3; ++k) made[axis][k] = p.rotation[k][axis];
    for (std::size_t k = 0; k < 3; ++k) made[3][k] = p.position[k];
    return made;
}

angles padded(const std::vector<double>& of) {
    angles made{};
    std::copy(of.begin(), of.end(), made.begin());
    return made;
}

/// One problem for all tasks of an arm: a target is data, a start is a value.
class hand {
public:
    hand(const arm& of, double tolerance) : arm_(of), tolerance_(tolerance) {
        //! [build]
        for (auto& joint : joints_) joint = problem_.add_variable<ditto::angle>(0);
        for (std::size_t i = 0; i < of.links.size(); ++i)
            problem_.set_bounds(joints_[i], of.limits[i][0], of.limits[i][1]);
        for (std::size_t i = of.links.size(); i < most_joints; ++i) problem_.fix(joints_[i]);
        const auto& [a, b, c, d, e, f, g] = joints_;
        goal_ = problem_.add(reach, a, b, c, d, e, f, g, of.table(), axes_of({}));
        //! [build]
    }

    struct answer {
        bool solved = false;
        angles q{};
        double off_position = 0, off_rotation = 0;
        int starts = 0, iterations = 0;
        double seconds = 0;
    };

    /// From the task's start, then from others within the limits, until one leads to the target and not into a corner of them.
    answer solve(const arm_task& task, int most_starts) {
        answer found;
        const auto begun = std::chrono::steady_clock::now();
        problem_.set_given(goal_, arm_.table(), axes_of(task.target));
        angles start = padded(task.start);
        while (!found.solved && found.starts < most_starts) {
            solve_from(start, found);
            for (std::size_t i = 0; i < arm_.links.size(); ++i)
                start[i] = std::uniform_real_distribution(arm_.limits[i][0], arm_.limits[i][1])(random_);
        }
        found.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        return found;
    }

    /// How far the hand is off a pose at some angles.
    double off(const arm_sample& sample) {
        problem_.set_given(goal_, arm_.table(), axes_of(sample.pose));
        set(padded(sample.angles));
        return std::sqrt(2 * problem_.cost());
    }

private:
    void set(const angles& q) {
        for (std::size_t i = 0; i < most_joints; ++i) problem_.set_value(joints_[i], q[i]);
    }

    void solve_from(const angles& start, answer& found) {
        set(start);
        const ditto::summary s = ditto::solve(problem_);
        ++found.starts;
        found.iterations += static_cast<int>(s.iterations.size());
        for (std::size_t i = 0; i < most_joints; ++i) found.q[i] = problem_.value(joints_[i]);
        std::array<double, 12> r;
        problem_.evaluate_residuals(r);
        found.off_position = std::hypot(r[0], r[1], r[2]);
        found.off_rotation = 0;
        for (std::size_t k = 3; k < r.size(); ++k) found.off_rotation = std::hypot(found.off_rotation, r[k]);
        found.solved =
            found.off_position <= tolerance_ && found.off_rotation <= tolerance_ && is_within_limits(found.q);
    }

    bool is_within_limits(const angles& q) const {
        for (std::size_t i = 0; i < arm_.limits.size(); ++i)
            if (!(q[i] >= arm_.limits[i][0] && q[i] <= arm_.limits[i][1])) return false;
        return true;
    }

    const arm& arm_;
    double tolerance_;
    ditto::problem problem_;
    std::array<ditto::variable<ditto::angle>, most_joints> joints_;
    ditto::residual_handle goal_;
    std::mt19937_64 random_{3};
};

}  // namespace

int main(int argc, char** argv) try {
    std::filesystem::path out = ".", file;
    double tolerance = 1e-9;
    int starts = 200;
    CLI::App app("Solves the inverse-kinematics tasks of the arms in a file, or of two arms of its own.");
    app.add_option("file", file, "JSON: tables of Denavit & Hartenberg, limits, sample poses, tasks");
    app.add_option("--out", out, "folder for the picture, inverse_kinematics.svg")->capture_default_str();
    app.add_option("--tolerance", tolerance, "on the position in metres and on the axes")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--starts", starts, "at most so many for a task")->check(CLI::PositiveNumber)->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    bool good = true;
    std::vector<arm_move> moves;
    for (const arm& a : file.empty() ? synthetic::arms() : read_arms(file)) {
        hand h(a, tolerance);
        double worst = 0;
        for (const arm_sample& s : a.samples) worst = std::max(worst, h.off(s));
        std::printf("%s: %zu joints; %zu sample poses met to %.1e\n", a.name.c_str(), a.links.size(), a.samples.size(),
                    worst);
        good = good && worst < 1e-9;
        std::printf("  task   starts  iterations  position off   axes off   microseconds   angles\n");
        for (std::size_t i = 0; i < a.tasks.size(); ++i) {
            const auto found = h.solve(a.tasks[i], starts);
            std::printf("  %4zu%c  %6d  %10d  %12.1e  %9.1e  %13.1f  ", i, found.solved ? ' ' : '!', found.starts,
                        found.iterations, found.off_position, found.off_rotation, 1e6 * found.seconds);
            for (std::size_t k = 0; k < a.links.size(); ++k) std::printf(" %7.3f", found.q[k]);
            std::printf("\n");
            good = good && found.solved;
            if (i < 2)
                moves.push_back({a.name + ", task " + std::to_string(i), a.table(), padded(a.tasks[i].start), found.q,
                                 a.tasks[i].target});
        }
        std::printf("\n");
    }
    std::filesystem::create_directories(out);
    const auto picture = out / "inverse_kinematics.svg";
    if (!moves.empty()) {
        draw_moves(moves).save(picture);
        std::printf("picture: %s\n", picture.string().c_str());
    }
    if (!good) std::fprintf(stderr, "inverse_kinematics: a pose was missed\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "inverse_kinematics: %s\n", e.what());
    return 2;
}
