// Files of NIST's regressions, read and fitted as the example curve_fit does: models that are formulas in the file.
#include "catch.hpp"

#include "../../../examples/nist_fit.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace {

TEST_CASE("all files at hand: from both starts to the certified values and deviations") {
    const char* data = std::getenv("DITTO_DATA");
    const std::filesystem::path folder = std::string(data != nullptr ? data : "../shared/data") + "/nist";
    if (!std::filesystem::is_directory(folder)) {
        std::cout << "skipped: no " << folder << "; set DITTO_DATA" << std::endl;
        std::exit(77);
    }
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".dat") continue;
        const nist_file file = read_nist(entry.path());
        nist_fit fit(file);
        CHECK(fit.problem().kernel_count() == 1);
        CHECK(fit.problem().residual_count() == file.observations());
        REQUIRE(file.is_certified);
        for (const std::size_t start : {0u, 1u}) {
            const auto s = fit.solve_from(start);
            INFO(file.name << ", start " << start + 1 << "\n" << s.report());
            CHECK(s.converged());
            const auto deviations = fit.deviations();
            for (std::size_t i = 0; i < file.parameters.size(); ++i) {
                CHECK(agreeing_digits(fit.parameter(i), file.parameters[i].certified) > 7);
                CHECK(agreeing_digits(deviations[i], file.parameters[i].deviation) > 6);
            }
            CHECK(agreeing_digits(2 * s.final_cost, file.residual_sum_of_squares) > 8);
            CHECK(agreeing_digits(fit.residual_deviation(), file.residual_deviation) > 8);
        }
        ++files;
    }
    CHECK(files > 0);
}

/// The value of a formula where b1 = 2, b2 = 0.5, x = 3, y = 5, less that of the response.
double value(std::vector<std::string> lines) {
    nist_file file;
    file.path = "file";
    for (std::size_t i = 0; i < lines.size(); ++i) file.model.push_back({10 + i, lines[i]});
    nist_formula formula(file);
    ditto::graph g;
    const nist_formula::names known{
        {"b1", g.variable("b1", 2)}, {"b2", g.variable("b2", 0.5)}, {"x", g.given("x", 3)}, {"y", g.given("y", 5)}};
    const auto [response, model] = formula.read(g, known);
    return g.evaluate(model) - g.evaluate(response);
}

TEST_CASE("formulas mean what they mean in NIST's files") {
    CHECK(value({"y = b1*x + e"}) == 1);
    CHECK(value({"  y = b1 * (1-exp[-b2*x])  +  e"}) == Approx(2 * (1 - std::exp(-1.5)) - 5));
    CHECK(value({"log[y] = b1 - b2*x * exp[-b2*x]  +  e\r"}) == Approx(2 - 1.5 * std::exp(-1.5) - std::log(5)));
    CHECK(value({"y = b1**x**b2 + e"}) == Approx(std::pow(2, std::sqrt(3)) - 5));  // to the right first
    CHECK(value({"y = -x**2 + e"}) == -14);
    CHECK(value({"y = 2**-b1 + e"}) == 0.25 - 5);
    CHECK(value({"y = b1 * (b2+x)**(-1/b1)  +  e"}) == Approx(2 / std::sqrt(3.5) - 5));
    CHECK(value({"y = 8/b1/b1 - 1 - .5 + 1.5E1 + e"}) == 2 - 1.5 + 15 - 5);
    CHECK(value({"y = (b1/b2) * exp[-0.5*((x-b1)/b2)**2]", "    + b1*(x-b1)**3 +e"}) ==
          Approx(4 * std::exp(-2) + 2 - 5));
    CHECK(value({"pi = 3.141592653589793238462643383279E0", "y = b1 - arctan[b2/(x-b1)]/pi + e"}) ==
          Approx(2 - std::atan(0.5) / std::acos(-1) - 5));
    CHECK(value({"y = cos( 2*pi*x/12 ) + sin(pi) + sqrt(b1*b1) + e"}) == Approx(2 - 5));
}

TEST_CASE("formulas that mean nothing: the line, the place and the reason") {
    const auto fails = [](std::vector<std::string> lines, const char* message) {
        CHECK_THROWS_WITH(value(lines), Catch::Matchers::Contains(message));
    };
    fails({"y = b1*x"}, "file:10: model, column 8: the formula does not end in '+ e'");
    fails({"b1*x + e"}, "file:10: model, column 6: there is no '='");
    fails({"y = b1*z + e"}, "file:10: model, column 8: 'z' is no number, parameter, column or function");
    fails({"y = b1*(x", "+ 2 + e"}, "file:11: model, column 5: expected ')' before the end of the formula");
    fails({"y = b1*(x] + e"}, "column 10: expected ')' before ']'");
    fails({"y = b1 x + e"}, "column 8: expected an operator before 'x'");
    fails({"y = exp x + e"}, "column 9: expected '(' or '[' after 'exp'");
    fails({"y = b1 ? x + e"}, "column 8: '?' has no meaning here");
    fails({"y = b1 * + e"}, "column 10: the formula ends where a value is expected");
    fails({"y = . + e"}, "column 5: '.' is not a number");
    fails({"y = 1e999 + e"}, "column 5: '1e999' is not a number");
    fails({"y = " + std::string(5000, '(') + "x" + std::string(5000, ')') + " + e"}, "nested too deeply");
    fails({}, "does not end in '+ e'");
}

/// A file by lines; each test spoils one.
std::vector<std::string> lines() {
    return {"Dataset Name:  Own (Own.dat)",
            "Data: 1 Response",
            "Model: Linear",
            "2 Parameters (b1 and b2)",
            "",
            "y = b1 + b2*x + e",
            "",
            "Start 1  Start 2  Parameter  Standard Deviation",
            "b1 = 0 1 1.0E+00 1.0E-01",
            "b2 = 0 1 2.0E+00 1.0E-01",
            "Residual Sum of Squares: 2.0E-02",
            "Residual Standard Deviation: 1.0E-01",
            "Degrees of Freedom: 2",
            "Number of Observations: 4",
            "Data: y x",
            "1.0E0 0",
            "3.1 1",
            "4.9 2",
            "7.0 3"};
}
nist_file read(const std::vector<std::string>& text) {
    const auto path = std::filesystem::temp_directory_path() / ("ditto_nist_" + std::to_string(::getpid()) + ".dat");
    {
        std::ofstream out(path);
        for (const auto& line : text) out << line << "\n";
    }
    struct removed {
        const std::filesystem::path& path;
        ~removed() { std::filesystem::remove(path); }
    } after{path};
    return read_nist(path);
}

TEST_CASE("files that are not what they should be: the line, the field and the reason") {
    const nist_file good = read(lines());
    CHECK(good.name == "Own");
    CHECK(good.observations() == 4);
    nist_fit fit(good);
    CHECK(fit.solve_from(1).converged());
    CHECK(fit.parameter(0) == Approx(1.03));
    CHECK(fit.parameter(1) == Approx(1.98));

    const auto fails = [](std::size_t line, const std::string& by, const std::string& message) {
        auto spoilt = lines();
        if (by == "end")
            spoilt.resize(line - 1);
        else
            spoilt[line - 1] = by;
        CHECK_THROWS_WITH(read(spoilt), Catch::Matchers::Contains(".dat:" + message));
    };
    fails(1, "nothing", "19: name: the file ends before 'Dataset Name:'");
    fails(4, "two Parameters", "4: number of parameters: 'two' is not a number");
    fails(4, "0 Parameters", "4: number of parameters: '0' is no count from 1");
    fails(6, "y = b1 + b2*x", "8: model: the formula does not end in '+ e'");
    fails(9, "b1 = 0 1 1.0E+00", "9: b1: expected two starts");
    fails(9, "b2 = 0 1 2.0E+00 1.0E-01", "9: b1: the line does not begin with 'b1 ='");
    fails(10, "b2 = 0 one 2.0E+00 1.0E-01", "10: b2, start 2: 'one' is not a number");
    fails(10, "b2 = 0 1", "10: b2: some parameters are certified, some not");
    fails(11, "", "19: residual sum of squares: the file ends before 'Residual Sum of Squares:'");
    fails(14, "Number of Observations: 5", "19: data: the file ends after 4 of 5 observations");
    fails(14, "Number of Observations: 3", "19: observation 4: more observations than the 3 announced");
    fails(15, "Data: x y", "15: data: the columns are not 'y', then predictors");
    fails(17, "3.1", "17: observation 2: expected 2 numbers, found 1");
    fails(17, "3.1 nan", "17: observation 2, x: 'nan' is not finite");
    fails(17, "3.1e999 1", "17: observation 2, y: '3.1e999' is out of range");
    fails(18, "end", "17: data: the file ends after 2 of 4 observations");
    fails(5, "end", "4: model: the file ends before '+ e'");
    for (std::size_t line = 1; line <= lines().size(); ++line) {  // truncated anywhere
        auto cut = lines();
        cut.resize(line - 1);
        CHECK_THROWS_AS(read(cut), nist_error);
    }
    CHECK_THROWS_WITH(read_nist("no/such/file.dat"), "no/such/file.dat: cannot be opened for reading");
    auto unused = lines();
    unused[5] = "y = b1 + 2*x + e";
    const nist_file without = read(unused);
    CHECK_THROWS_WITH(nist_fit(without), Catch::Matchers::Contains(".dat:6: model: b2 does not occur in the formula"));
}

TEST_CASE("files with any character changed: fitted, or refused with a reason") {
    std::uint64_t seed = 1;
    const auto next = [&](std::size_t below) {  // Knuth's linear congruential generator
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(seed >> 33) % below;
    };
    std::size_t fitted = 0, refused = 0;
    for (int i = 0; i < 1000; ++i) {
        auto spoilt = lines();
        for (std::size_t changes = 1 + next(2); changes-- > 0;) {
            std::string& line = spoilt[next(spoilt.size())];
            const char by = "0159.+-*/()[]=e bxyE:\t\n"[next(22)];
            if (line.empty() || next(3) == 0)
                line.insert(next(line.size() + 1), 1, by);
            else if (next(2) == 0)
                line.erase(next(line.size()), 1);
            else
                line[next(line.size())] = by;
        }
        try {
            const nist_file file = read(spoilt);
            (void)nist_fit(file).solve_from(0);
            ++fitted;
        } catch (const ditto::error& e) {
            CHECK_FALSE(std::string(e.what()).empty());
            ++refused;
        }
    }
    CHECK(fitted > 100);
    CHECK(refused > 100);
}

}  // namespace
