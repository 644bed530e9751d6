#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <limits>
#include <vector>

namespace bench {

/// What one solve took, in seconds. Of the phases: what all iterations took together.
struct outcome {
    double build = 0;         ///< making the problem from its data
    double total = 0;         ///< the solve, set-up included
    double near_target = 0;   ///< from its start to a cost within 1e-5 of the target
    double at_target = 0;     ///< from its start to a cost no more than the target; NaN: never
    double evaluation = 0;    ///< residuals and derivatives, nothing else
    double assembly = 0;      ///< normal equations from them
    double linear_solve = 0;  ///< their solution
    double initial_cost = 0, final_cost = 0;
    int iterations = 0, linearizations = 0, linear_solves = 0;
};

inline double median(std::vector<double> values) {
    if (std::any_of(values.begin(), values.end(), [](double x) { return std::isnan(x); }))
        return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/// Repetitions of the same solve by both, which took turns.
struct duel {
    std::vector<outcome> ceres, ditto;

    using figure = std::function<double(const outcome&)>;

    /// One line: the median of both, and the median of their ratios, repetition by repetition.
    void print(const char* name, const figure& of) const { print(name, of, of); }
    void print(const char* name, const figure& of_ceres, const figure& of_ditto) const {
        std::vector<double> a, b, ratios;
        for (std::size_t i = 0; i < ceres.size(); ++i) {
            a.push_back(1e3 * of_ceres(ceres[i]));
            b.push_back(1e3 * of_ditto(ditto[i]));
            ratios.push_back(b.back() / a.back());
        }
        const double ratio = median(ratios);
        std::printf("  %-44s %12.3f %12.3f %9.4f  1/%.1f\n", name, median(a), median(b), ratio, 1 / ratio);
    }

    static void print_head() {
        std::printf("  %-44s %12s %12s %9s\n", "milliseconds, medians", "Ceres", "ditto", "ratio");
    }

    /// Everything there is to say of one solve by both.
    void print() const {
        print_head();
        print("making the problem", [](const outcome& o) { return o.build; });
        print("the whole solve, each to its own end", [](const outcome& o) { return o.total; });
        const auto total = [](const outcome& o) { return o.total; };
        print("to Ceres' final cost, within 1e-5", total, [](const outcome& o) { return o.near_target; });
        print("to Ceres' final cost, or less", total, [](const outcome& o) { return o.at_target; });
        print("one evaluation with derivatives", [](const outcome& o) { return o.evaluation / o.linearizations; });
        print("one evaluation with derivatives, + assembly",
              [](const outcome& o) { return (o.evaluation + o.assembly) / o.linearizations; });
        print("one linear solve", [](const outcome& o) { return o.linear_solve / o.linear_solves; });
        print("one assembly + linear solve",
              [](const outcome& o) { return o.assembly / o.linearizations + o.linear_solve / o.linear_solves; });
        print("all evaluations", [](const outcome& o) { return o.evaluation; });
        print("all assembly and linear solves", [](const outcome& o) { return o.assembly + o.linear_solve; });
        const outcome &c = ceres.front(), &d = ditto.front();
        std::printf("  cost %.12g -> Ceres %.12g in %d iterations, ditto %.12g in %d\n\n", c.initial_cost, c.final_cost,
                    c.iterations, d.final_cost, d.iterations);
    }

    /// Both start from the same cost, and ditto reaches Ceres' final one.
    bool holds(double tolerance = 1e-5) const {
        for (std::size_t i = 0; i < ceres.size(); ++i) {
            const outcome &c = ceres[i], &d = ditto[i];
            if (!(std::abs(c.initial_cost - d.initial_cost) <= 1e-9 * c.initial_cost)) return false;
            if (!(d.final_cost <= c.final_cost * (1 + tolerance) + 1e-15 * c.initial_cost)) return false;
        }
        return true;
    }
};

}  // namespace bench
