// Curve fitting: files of NIST's Statistical Reference Datasets, whose models are formulas; or, without a file, Misra1a of
// those, whose model is a definition. From both starts, against the certified values.
#include "curve_picture.hpp"
#include "demo.hpp"
#include "fit_picture.hpp"
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

double print_digits(const char* name, double found, double certified) {
    const double agree = agreeing_digits(found, certified);
    std::printf("  %-18s %.10e   %.10e   %4.1f\n", name, found, certified, agree);
    return agree;
}

// The program's own model and data.
bool fit_misra1a(const std::filesystem::path& out) {
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

    const std::filesystem::path picture = out / "curve_fit.svg";
    draw_curves(curves).save(picture);

    fit f(misra1a::starts[0]);
    const auto took = measure::compare<model_by_hand>(f.problem);
    demo::print_row("curve fit: NIST Misra1a", f.problem, took, picture);
    good = good && took.equal;
    return good;
}

bool fit_file(const nist_file& file, const std::filesystem::path& out) {
    nist_fit fit(file);
    std::printf("%s: %zu observations, %zu parameters\n", file.name.c_str(), file.observations(), file.parameters.size());
    for (const auto& line : file.model) std::printf("  %s\n", line.text.c_str());
    bool good = true;
    for (const std::size_t start : {0u, 1u}) {
        const ditto::summary s = fit.solve_from(start);
        std::printf("\nstart %zu\n%s\n", start + 1, s.report().c_str());
        std::printf("  %-10s %-17s %-17s", "", "found", "deviation");
        std::printf("%s", file.is_certified ? " certified         deviation         digits\n" : "\n");
        double least = 11;
        const auto print = [&](const std::string& name, double found, const double* deviation, double certified,
                               double certified_deviation) {
            std::printf("  %-10s %17.10e ", name.c_str(), found);
            if (deviation != nullptr) std::printf("%17.10e", *deviation);
            else std::printf("%17s", "");
            if (file.is_certified) {
                std::printf(" %17.10e ", certified);
                if (deviation != nullptr) std::printf("%17.10e", certified_deviation);
                else std::printf("%17s", "");
                const double agree = agreeing_digits(found, certified);
                least = std::min(least, agree);
                std::printf("  %4.1f", agree);
            }
            std::printf("\n");
        };
        const std::vector<double> deviations = fit.deviations();
        for (std::size_t i = 0; i < file.parameters.size(); ++i) {
            const auto& p = file.parameters[i];
            print(p.name, fit.parameter(i), &deviations[i], p.certified, p.deviation);
        }
        print("s", fit.residual_deviation(), nullptr, file.residual_deviation, 0);
        print("squares", 2 * s.final_cost, nullptr, file.residual_sum_of_squares, 0);
        good = good && s.converged() && least >= 4;
    }
    const std::filesystem::path picture = out / ("curve_fit_" + std::filesystem::path(file.path).stem().string() + ".svg");
    draw_fit(file, fit).save(picture);
    std::printf("\n%s\n", picture.string().c_str());
    return good;
}

}  // namespace

int main(int argc, char** argv) try {
    std::filesystem::path in, out = ".";
    CLI::App app("Fits a model to data from both starts of a file of NIST StRD, nonlinear regression, and compares with the "
                 "certified values if the file has them. Without a file: Misra1a of those, built in.");
    app.add_option("file", in, "the .dat file; its model is read as a formula");
    app.add_option("--out", out, "folder for the picture: curve_fit.svg, or curve_fit_FILE.svg")->capture_default_str();
    app.footer("Exits with 0 where every fit converged and agrees to 4 digits, 1 where not, 2 where the file is not what it "
               "should be.");
    CLI11_PARSE(app, argc, argv);

    std::filesystem::create_directories(out);
    const bool good = in.empty() ? fit_misra1a(out) : fit_file(read_nist(in), out);
    if (!good) std::fprintf(stderr, "curve_fit: the solution is not what it should be\n");
    return good ? 0 : 1;
} catch (const std::exception& e) {
    std::fprintf(stderr, "curve_fit: %s\n", e.what());
    return 2;
}
