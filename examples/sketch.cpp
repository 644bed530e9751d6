// A parametric sketch of an arch bridge: 37 points, 72 constraints of five structures. It starts displaced, is solved, and
// then one dimension, the rise of the arch, is changed and the sketch solved again in place.
//
// Nothing says "parabola": each segment of an arch is parallel to the chord over it and its two neighbours, and the only
// curves with that property are parabolas.
#include "demo.hpp"
#include "sketch_by_hand.hpp"
#include "sketch_constraints.hpp"
#include "sketch_picture.hpp"

#include <CLI/CLI.hpp>

#include <random>

namespace {

using point = ditto::variable<ditto::point2>;

constexpr int bays = 12;
constexpr double bay = 1.0, end_post = 0.9, crown_depth = 0.6, rise = 2.4, new_rise = 4.0;

struct bridge {
    ditto::problem sketch;
    std::vector<point> deck, lower, upper;  // the lower chord starts and ends on the deck
    ditto::residual_handle rise_dimension;

    outline now() const {
        const auto places = [&](const std::vector<point>& of) {
            std::vector<ditto::point<double, 2>> at;
            for (const point& p : of) at.push_back(sketch.value(p));
            return at;
        };
        return {places(deck), places(lower), places(upper)};
    }
};

void add_parabola(ditto::problem& sketch, const std::vector<point>& arch) {
    for (std::size_t i = 0; i + 3 < arch.size(); ++i)
        sketch.add(parallel, arch[i + 1], arch[i + 2], arch[i], arch[i + 3]);
}

bridge make_bridge() {
    bridge made;
    auto& [sketch, deck, lower, upper, rise_dimension] = made;
    std::mt19937 random(7);
    const auto shaken = [&](double x, double y) -> ditto::point<double, 2> {
        const auto jolt = [&] { return 0.8 * static_cast<double>(random()) / static_cast<double>(random.max()) - 0.4; };
        const double dx = jolt(), dy = jolt();
        return {x + dx, y + dy};
    };
    for (int i = 0; i <= bays; ++i) deck.push_back(sketch.add_variable<ditto::point2>(shaken(i, 0)));
    lower.push_back(deck.front());
    for (int i = 1; i < bays; ++i) lower.push_back(sketch.add_variable<ditto::point2>(shaken(i, 1.5)));
    lower.push_back(deck.back());
    for (int i = 0; i <= bays; ++i) upper.push_back(sketch.add_variable<ditto::point2>(shaken(i, 2.5)));
    sketch.set_value(deck.front(), {0, 0});
    sketch.fix(deck.front());

    // A straight deck whose bays are all as long as the first.
    sketch.add(distance, deck[0], deck[1], bay);
    for (std::size_t i = 0; i < bays; ++i) {
        sketch.add(horizontal, deck[i], deck[i + 1]);
        if (i > 0) sketch.add(equal_length, deck[i - 1], deck[i], deck[i], deck[i + 1]);
    }
    // Hangers and posts stand on it at right angles.
    for (std::size_t i = 0; i <= bays; ++i) {
        const std::size_t a = i < bays ? i : i - 1;
        if (i > 0 && i < bays) sketch.add(perpendicular, deck[a], deck[a + 1], deck[i], lower[i]);
        sketch.add(perpendicular, deck[a], deck[a + 1], deck[i], upper[i]);
    }
    add_parabola(sketch, lower);
    add_parabola(sketch, upper);
    //! [dimensions]
    rise_dimension = sketch.add(distance, deck[bays / 2], lower[bays / 2], rise);
    sketch.add(distance, lower[bays / 2], upper[bays / 2], crown_depth);
    sketch.add(distance, deck.front(), upper.front(), end_post);
    //! [dimensions]
    sketch.add(equal_length, deck.front(), upper.front(), deck.back(), upper.back());
    return made;
}

// How far the points are from the two parabolas that the dimensions determine.
double error_of(const outline& found, double risen) {
    double worst = 0;
    const auto compare = [&](const ditto::point<double, 2>& p, double x, double y) {
        worst = std::max({worst, std::abs(p[0] - x), std::abs(p[1] - y)});
    };
    for (std::size_t i = 0; i <= bays; ++i) {
        const double x = bay * static_cast<double>(i), t = 2.0 * static_cast<double>(i) / bays - 1;
        compare(found.deck[i], x, 0);
        compare(found.lower[i], x, risen * (1 - t * t));
        compare(found.upper[i], x, end_post + (risen + crown_depth - end_post) * (1 - t * t));
    }
    return worst;
}

std::string how(const ditto::summary& s) { return "solved in " + std::to_string(s.iterations.size()) + " iterations"; }

}  // namespace

int main(int argc, char** argv) try {
    std::filesystem::path out = ".";
    CLI::App app("A parametric sketch: solved from a displaced start, then edited and solved again.");
    app.add_option("--out", out, "folder for the picture, sketch.svg")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    bridge b = make_bridge();
    const outline start = b.now();
    //! [solve]
    const ditto::summary solved = ditto::solve(b.sketch);
    //! [solve]
    const outline after = b.now();
    std::printf("%zu constraints, %zu unknowns, %zu kernels\n\nfrom the displaced start:\n%s\n", b.sketch.residual_count(),
                b.sketch.unknown_count(), b.sketch.kernel_count(), solved.report().c_str());

    //! [edit]
    b.sketch.set_given(b.rise_dimension, new_rise);
    const ditto::summary again = ditto::solve(b.sketch);
    //! [edit]
    const outline edited = b.now();
    std::printf("rise %.1f -> %.1f, in place:\n%s\n", rise, new_rise, again.report().c_str());

    std::filesystem::create_directories(out);
    const std::filesystem::path picture = out / "sketch.svg";
    draw_panels({{"Start", "every point displaced", start, 0}, {"Solved", how(solved), after, rise},
                 {"One dimension changed", how(again), edited, new_rise}})
        .save(picture);

    const double errors[] = {error_of(after, rise), error_of(edited, new_rise)};
    std::printf("largest distance from the parabolas: %.1e, after the edit %.1e\n", errors[0], errors[1]);
    const auto took = measure::compare<by_hand::distance, by_hand::horizontal, by_hand::equal_length,
                                       by_hand::perpendicular, by_hand::parallel>(b.sketch);
    demo::print_row("sketch: arch bridge", b.sketch, took, picture);

    const bool good = solved.converged() && again.converged() && errors[0] < 1e-8 && errors[1] < 1e-8 && took.equal;
    if (!good) std::fprintf(stderr, "sketch: the solution is not what it should be\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "sketch: %s\n", e.what());
    return 2;
}
