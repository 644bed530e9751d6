// Curve fitting: Misra1a of NIST's Statistical Reference Datasets from both of its starts, against the certified values.
#include "curve_picture.hpp"
#include "demo.hpp"
#include "nist_misra1a.hpp"

#include <CLI/CLI.hpp>
#include <Eigen/Dense>

namespace {

//! [model]
constexpr auto model = ditto::residual<ditto::real, ditto::real, ditto::given<ditto::real>, ditto::given<ditto::real>>(
    [](auto b1, auto b2, auto x, auto y) { return b1 * (1.0 - exp(-b2 * x)) - y; });
//! [model]

struct model_by_hand {
    static constexpr const auto& definition = model;
    static void linearize(const std::array<const double*, 2>& b, const std::array<double, 2>& at, double* out) {
        const double decay = std::exp(-*b[1] * at[0]), rise = 1 - decay;
        out[0] = *b[0] * rise - at[1];
        out[1] = rise;
        out[2] = *b[0] * at[0] * decay;
    }
};

struct fit {
    ditto::problem problem;
    ditto::variable<ditto::real> b1, b2;
    explicit fit(misra1a::start from) {
        //! [fit]
        b1 = problem.add_variable<ditto::real>(from.b1);
        b2 = problem.add_variable<ditto::real>(from.b2);
        for (const auto& [y, x] : misra1a::data) problem.add(model, b1, b2, x, y);
        //! [fit]
    }

    //! [deviations]
    // Standard deviations of the parameters: s² (JᵀJ)⁻¹, s² the residual sum of squares per degree of freedom.
    Eigen::Vector2d deviations() {
        const ditto::evaluation at = problem.evaluate();
        const Eigen::MatrixXd J = at.jacobian;
        const double s2 = 2 * at.cost / static_cast<double>(J.rows() - J.cols());
        return (s2 * (J.transpose() * J).inverse()).diagonal().cwiseSqrt();
    }
    //! [deviations]
};

// The number of leading digits in which two values agree; NIST certifies eleven.
double digits(double found, double certified) {
    const double off = std::abs(found / certified - 1);
    return std::min(11.0, -std::log10(std::max(off, 1e-16)));
}

double print_digits(const char* name, double found, double certified) {
    const double agree = digits(found, certified);
    std::printf("  %-18s %.10e   %.10e   %4.1f\n", name, found, certified, agree);
    return agree;
}

}  // namespace

int main(int argc, char** argv) try {
    std::filesystem::path out = ".";
    CLI::App app("Fits NIST's Misra1a from both of its starts.");
    app.add_option("--out", out, "folder for the picture, curve_fit.svg")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    bool good = true;
    std::vector<curve> curves;
    for (const misra1a::start from : misra1a::starts) {
        fit f(from);
        const ditto::summary s = ditto::solve(f.problem);
        const double b1 = f.problem.value(f.b1), b2 = f.problem.value(f.b2);
        const Eigen::Vector2d deviation = f.deviations();
        std::printf("start b1 = %g, b2 = %g\n%s\n", from.b1, from.b2, s.report().c_str());
        std::printf("  %-18s %-16s   %-16s   digits\n", "", "found", "certified");
        namespace known = misra1a::certified;
        const double agree[] = {print_digits("b1", b1, known::b1), print_digits("b2", b2, known::b2),
                                print_digits("deviation of b1", deviation[0], known::deviation_b1),
                                print_digits("deviation of b2", deviation[1], known::deviation_b2),
                                print_digits("sum of squares", 2 * s.final_cost, known::residual_sum_of_squares)};
        good = good && s.converged() && *std::min_element(std::begin(agree), std::end(agree)) > 7.5;
        std::printf("\n");
        curves.push_back({from.b1, from.b2, b1, b2, static_cast<int>(s.iterations.size())});
    }

    std::filesystem::create_directories(out);
    const std::filesystem::path picture = out / "curve_fit.svg";
    draw_curves(curves).save(picture);

    fit f(misra1a::starts[0]);
    const auto took = measure::compare<model_by_hand>(f.problem);
    demo::print_row("curve fit: NIST Misra1a", f.problem, took, picture);
    good = good && took.equal;
    if (!good) std::fprintf(stderr, "curve_fit: the solution is not what it should be\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "curve_fit: %s\n", e.what());
    return 2;
}
