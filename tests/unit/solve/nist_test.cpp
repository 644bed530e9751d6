// NIST's Statistical Reference Datasets, nonlinear regression: from both starts, with default options, how many digits?
#include "catch.hpp"
#include "unit/solve/nist_models.hpp"

#include "../../../examples/nist_file.hpp"

#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>

namespace {

std::string folder() {
    const char* data = std::getenv("DITTO_DATA");
    return std::string(data != nullptr ? data : "../shared/data") + "/nist/";
}

struct fitted {
    std::vector<double> b;
    ditto::summary summary;
};

template <std::size_t Parameters, std::size_t Predictors, bool InOne, auto Model>
fitted fit(const nist_file& file, std::size_t start) {
    REQUIRE(file.parameters.size() == Parameters);
    REQUIRE(file.predictors() == Predictors);
    static constexpr auto definition = nist::residual_of<Parameters, Predictors, InOne>(Model);
    const bool logarithm = file.model[0].text.find("log[y]") != std::string::npos;
    return [&]<std::size_t... I, std::size_t... K>(std::index_sequence<I...>, std::index_sequence<K...>) {
        ditto::problem p;
        const auto response = [&](double y) { return logarithm ? std::log(y) : y; };
        if constexpr (InOne) {
            const auto b =
                p.add_variable<ditto::vec_of<ditto::real, Parameters>>({file.parameters[I].starts[start]...});
            for (std::size_t i = 0; i < file.observations(); ++i)
                p.add(definition, response(file.row(i)[0]), b, file.row(i)[1 + K]...);
            const auto s = ditto::solve(p);
            return fitted{{p.value(b)[I]...}, s};
        } else {
            const std::array b{p.template add_variable<ditto::real>(file.parameters[I].starts[start])...};
            for (std::size_t i = 0; i < file.observations(); ++i)
                p.add(definition, response(file.row(i)[0]), b[I]..., file.row(i)[1 + K]...);
            const auto s = ditto::solve(p);
            return fitted{{p.value(b[I])...}, s};
        }
    }
    (std::make_index_sequence<Parameters>{}, std::make_index_sequence<Predictors>{});
}

using fitter = fitted (*)(const nist_file&, std::size_t);

template <bool InOne>
const std::map<std::string, fitter>& fitters() {
    static const std::map<std::string, fitter> all{
        {"Chwirut1", fit<3, 1, InOne, nist::chwirut>}, {"Chwirut2", fit<3, 1, InOne, nist::chwirut>},
        {"DanWood", fit<2, 1, InOne, nist::dan_wood>}, {"Gauss1", fit<8, 1, InOne, nist::gauss>},
        {"Gauss2", fit<8, 1, InOne, nist::gauss>},     {"Hahn1", fit<7, 1, InOne, nist::cubic_over_cubic>},
        {"Kirby2", fit<5, 1, InOne, nist::kirby>},     {"Lanczos3", fit<6, 1, InOne, nist::lanczos>},
        {"MGH17", fit<5, 1, InOne, nist::mgh17>},      {"Misra1a", fit<2, 1, InOne, nist::rise>},
        {"Misra1b", fit<2, 1, InOne, nist::misra1b>},  {"Nelson", fit<3, 2, InOne, nist::nelson>},
        {"Rat42", fit<3, 1, InOne, nist::rat42>},      {"Thurber", fit<7, 1, InOne, nist::cubic_over_cubic>}};
    return all;
}

/// The logarithm of the relative error, as NIST defines it: as many digits agree. Eleven are certified.
double digits(double found, double certified) {
    const double off = std::abs(found - certified) / std::abs(certified);
    return off == 0 ? 11.0 : std::min(11.0, -std::log10(off));
}

template <bool InOne>
void check_all() {
    int runs = 0, good = 0;
    for (const auto& [name, fit] : fitters<InOne>()) {
        if (!std::ifstream(folder() + name + ".dat")) {
            std::cout << "skipped: no " << folder() << name << ".dat; set DITTO_DATA" << std::endl;
            std::exit(77);
        }
        const nist_file file = read_nist(folder() + name + ".dat");
        for (const std::size_t start : {0u, 1u}) {
            const fitted found = fit(file, start);
            double least = 11;
            for (std::size_t i = 0; i < found.b.size(); ++i)
                least = std::min(least, digits(found.b[i], file.parameters[i].certified));
            const double sum = digits(2 * found.summary.final_cost, file.residual_sum_of_squares);
            char line[200];
            std::snprintf(line, sizeof line, "%-9s start %zu: %4.1f digits, sum of squares %4.1f, %3zu iterations, %s",
                          name.c_str(), start + 1, least, sum, found.summary.iterations.size(),
                          found.summary.message.c_str());
            if (std::getenv("DITTO_VERBOSE") != nullptr) std::puts(line);
            INFO(line << "\n" << found.summary.report());
            CHECK(found.summary.converged());
            CHECK(least >= 4);
            CHECK(sum >= 8);
            ++runs;
            good += least >= 8;
        }
    }
    CHECK(good * 10 >= runs * 9);
}

}  // namespace

TEST_CASE("NIST StRD: every parameter is a variable") { check_all<false>(); }
TEST_CASE("NIST StRD: the parameters are one variable") { check_all<true>(); }
